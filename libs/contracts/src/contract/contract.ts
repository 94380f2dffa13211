import { z } from 'zod';
import { citizenName, citizenText, contact, plainText, semver, webAddress } from './contract-parts.js';
import { service } from './service-terms.js';

/** How sensitive a field is; decides masking in logs, playground and screenshots. */
export const CLASSIFICATIONS = ['ORDINARY', 'CONFIDENTIAL', 'SENSITIVE', 'CPR_NUMBER', 'CRIMINAL'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

const legalBasis = z
  .array(
    z.strictObject({
      law: plainText(200).describe('Name of the act (lov) as Danish law has it.'),
      section: plainText(120).describe('The provision, for example "§ 3" or "art. 6(1)(e)".'),
      url: webAddress().describe('Where the text of the law is published.'),
    }),
  )
  .min(1)
  .describe('Legal basis (hjemmel) for showing the data: at least one provision.');

const purpose = citizenText(300).describe('What the data are shown for (formål), in da and en.');

const fieldGroup = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case')
    .describe('Short name of the group, kebab-case.'),
  coordinates: z
    .array(z.string().regex(/^[A-Z]\w*\.(\*|[a-z]\w*)$/, 'must be Type.field or Type.*'))
    .min(1)
    .describe('Fields of the schema: `Type.field`, or `Type.*` for all fields of the type that no group names.'),
  classification: z.enum(CLASSIFICATIONS).describe(`How sensitive the fields are: ${CLASSIFICATIONS.join(', ')}.`),
  legalBasis: legalBasis.optional().describe('Own legal basis where it differs from the one of the whole contract.'),
  purpose: purpose.optional().describe('Own purpose where it differs from the one of the whole contract.'),
});

/** What every contract says: who stands behind the data and on what ground they are shown. */
const declaration = {
  version: semver().describe('Version of schema.graphql, as in CHANGELOG.md.'),
  displayName: citizenName(60).describe('Name that citizens read, in full, in da and en.'),
  owner: plainText(120).describe('Legal person that owns the data (dataejer).'),
  contacts: z
    .strictObject({
      dataOwner: contact().describe('Who decides about the data.'),
      technical: contact().describe('Who is called when the subgraph misbehaves.'),
      dataProtection: contact().describe('Data protection officer (databeskyttelsesrådgiver).'),
    })
    .describe('Whom to reach: dataOwner, technical, dataProtection.'),
  role: z
    .enum(['controller', 'processor'])
    .describe('Role of Mit Overblik for these data: controller (dataansvarlig) or processor (databehandler).'),
  legalBasis,
  purpose,
  models: z
    .array(z.strictObject({ name: plainText(80), version: plainText(20) }))
    .default([])
    .describe('Common data models that the schema follows, with version.'),
  fieldGroups: z.array(fieldGroup).min(1).describe('Every field of the schema in exactly one group.'),
};

const unavailable = z
  .strictObject({
    what: citizenText(120).describe('What we could not get.'),
    doesNotMean: citizenText(160).describe('What that does not mean for the citizen.'),
    elsewhere: citizenText(160).describe('Where else the citizen can see it.'),
  })
  .transform((parts) => ({
    ...parts,
    da: [parts.what, parts.doesNotMean, parts.elsewhere].map((part) => part.da).join(' '),
    en: [parts.what, parts.doesNotMean, parts.elsewhere].map((part) => part.en).join(' '),
  }))
  .describe('Three parts: what, doesNotMean, elsewhere, each in da and en.');

const texts = z
  .strictObject({
    empty: citizenText(240).describe('What the citizen reads when nothing is registered.'),
    unavailable,
    closed: citizenText(240).describe('What the citizen reads while the authority is closed as planned.'),
    notConnected: citizenText(240).describe('What the citizen reads while no agreement is in force.'),
  })
  .describe('Texts for citizens: empty, unavailable, closed, notConnected.');

const agreement = z
  .strictObject({
    number: plainText(60).describe('Number of the agreement (aftalenummer).'),
    validFrom: z.iso.date().describe('First day on which it is in force, YYYY-MM-DD.'),
    expiresOn: z.iso.date().describe('Last day on which it is in force, YYYY-MM-DD.'),
    documentSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex')
      .optional()
      .describe('SHA-256 of the signed document, hex.'),
  })
  .refine(({ validFrom, expiresOn }) => validFrom <= expiresOn, {
    path: ['expiresOn'],
    message: 'must not be before validFrom',
  })
  .describe('The agreement (samarbejdsaftale): number, validFrom, expiresOn.');

/** contract.yaml of an authority. */
export const authorityContract = z.strictObject({
  authority: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*$/, 'must be kebab-case')
    .refine((name) => name !== 'gateway', 'is taken by the gateway itself')
    .describe('Short name of the authority, the same as the folder.'),
  ...declaration,
  agreement,
  service: service.prefault({}),
  texts,
  selfService: z
    .strictObject({ da: webAddress(), en: webAddress() })
    .describe('Page of the authority where the citizen can see and act, in da and en, https.'),
});

/** contract.yaml of the gateway's own subgraph: it has no agreement with itself, and it is never a failing source. */
export const gatewayContract = z.strictObject({ authority: z.literal('gateway'), ...declaration });

/** A group of fields as read: the coordinates spelled out, no wildcard left. */
type WithFields<T extends { fieldGroups: readonly object[] }> = Omit<T, 'fieldGroups'> & {
  readonly fieldGroups: readonly (T['fieldGroups'][number] & { readonly fields: readonly string[] })[];
};

export type DeclaredContract = z.output<typeof authorityContract>;
export type DeclaredGatewayContract = z.output<typeof gatewayContract>;

/** What an authority and Mit Overblik agreed on: contracts/<authority>/contract.yaml, checked against the schema beside it. */
export type Contract = WithFields<DeclaredContract>;
export type GatewayContract = WithFields<DeclaredGatewayContract>;
export type FieldGroup = Contract['fieldGroups'][number];
