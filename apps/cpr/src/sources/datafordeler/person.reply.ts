import { z } from 'zod';

/**
 * What the Datafordeler sends, read strictly enough that nothing is guessed. Unknown members are left out.
 * Protections are read apart (`protections.reader`): what cannot be understood there must not fail but withhold.
 */

/** Letters as one code point each (NFC), as the sources do not agree on it. */
const text = z
  .string()
  .max(500)
  .transform((value) => value.normalize('NFC').trim());
const optionalText = text.nullish().transform((value) => (value === '' ? undefined : (value ?? undefined)));

/** Bitemporal attributes: when it was registered, and when it has effect (registrering, virkning). */
const registration = {
  registreringfra: z.string().nullish(),
  registreringtil: z.string().nullish(),
  virkningfra: z.string().nullish(),
  virkningtil: z.string().nullish(),
};

const NumberRow = z.object({ ...registration, personnummer: z.string() });

const NameRow = z.object({
  ...registration,
  fornavne: optionalText,
  mellemnavn: optionalText,
  efternavn: optionalText,
});

const AddressRow = z.object({
  ...registration,
  cprAdresse: z
    .object({
      daradresse: optionalText,
      cprkommunekode: optionalText,
      cprkommunenavn: optionalText,
      cprvejkode: optionalText,
      vejadresseringsnavn: optionalText,
      vejnavn: optionalText,
      husnummer: optionalText,
      etage: optionalText,
      sidedoer: optionalText,
      postnummer: optionalText,
      postdistrikt: optionalText,
    })
    .nullish(),
});

const rows = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .max(500)
    .nullish()
    .transform((list) => list ?? []);

export const ChildNode = z.object({
  status: z.string(),
  foedselsdato: z.string().nullish(),
  personnumre: z.array(NumberRow).min(1).max(50),
  navne: rows(NameRow),
  adresseoplysninger: rows(AddressRow),
  beskyttelser: z.unknown().optional(),
});

export const CitizenNode = ChildNode.extend({
  civilstande: rows(z.object({ ...registration, civilstandstype: z.string() })),
  statsborgerskaber: rows(
    z.object({
      registreringFra: z.string().nullish(),
      registreringTil: z.string().nullish(),
      virkningFra: z.string().nullish(),
      virkningTil: z.string().nullish(),
      cprland: z.object({ landekode: z.string().regex(/^[A-Z]{2}$/) }),
    }),
  ),
  foraeldremyndighedsoplysninger: rows(
    z.object({
      ...registration,
      foraeldremyndighedOver: z.object({ personnummer: z.string(), beskyttelser: z.unknown().optional() }),
      foraeldremyndighedstype: z.enum(['faelles', 'ene']),
    }),
  ),
});

export type ChildNode = z.output<typeof ChildNode>;
export type CitizenNode = z.output<typeof CitizenNode>;
export type AddressRow = z.output<typeof AddressRow>;

/** GraphQL answers errors with status 200. A reply with any error is not used: which part is missing cannot be told. */
export const replyOf = <Node extends z.ZodType>(node: Node) =>
  z.object({
    errors: z.undefined().optional(),
    data: z.object({ CPRCustom_PublicSectorPerson: z.object({ nodes: z.array(node).max(100) }) }),
  });
