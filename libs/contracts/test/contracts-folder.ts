import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ContractsFolder extends Disposable {
  readonly path: string;
}

/** A contracts folder of a test, gone when the test ends. Keys are paths within it. */
export function contractsFolder(files: Readonly<Record<string, string>>): ContractsFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'contracts-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export const GOOD_SCHEMA = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible"])
"The citizen (borger)." type Citizen @key(fields: "id") {
  "Reference (reference)." id: ID!
  "Owner (ejer)." recordOwner: String @shareable @inaccessible
  "Benefits (ydelser)." benefits: [Benefit!]
}
"A benefit (ydelse)." type Benefit {
  "Name (navn)." name: String!
  "Amount (beløb)." amount: Int
}
`;

export const GOOD_CONTRACT = `authority: udk
version: 1.0.0
displayName: { da: Udbetaling Danmark, en: Udbetaling Danmark }
owner: Udbetaling Danmark
agreement:
  number: A-1
  validFrom: 2026-01-01
  expiresOn: 2029-12-31
contacts:
  dataOwner: { name: Dataejer, email: dataejer@udk.example }
  technical: { name: Driftsvagt, email: drift@udk.example }
  dataProtection: { name: Rådgiver, email: dpo@udk.example }
role: processor
legalBasis:
  - { law: Lov om Udbetaling Danmark, section: § 1, url: https://www.retsinformation.dk/eli/lta/2021/240 }
purpose: { da: Formål., en: Purpose. }
fieldGroups:
  - name: benefits
    classification: CONFIDENTIAL
    coordinates: [Citizen.benefits, Benefit.*]
  - name: amounts
    classification: CONFIDENTIAL
    coordinates: [Benefit.amount]
texts:
  empty:
    da: Intet.
    en: Nothing.
  unavailable:
    what: { da: Vi kan ikke hente dine oplysninger., en: We cannot get your information. }
    doesNotMean: { da: Det betyder intet., en: It means nothing. }
    elsewhere: { da: Se dem på æøå.dk., en: See it on æøå.dk. }
  closed: { da: Lukket., en: Closed. }
  notConnected: { da: Ikke her., en: Not here. }
selfService:
  da: https://www.borger.dk
  en: https://lifeindenmark.borger.dk
`;

export const GOOD_GATEWAY = {
  'gateway/schema.graphql': `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { "Me (mig)." me: Citizen! }
"The citizen (borger)." type Citizen @key(fields: "id") { "Reference (reference)." id: ID! }
`,
  'gateway/contract.yaml': `authority: gateway
version: 1.0.0
displayName: { da: Mit Overblik, en: Mit Overblik }
owner: Digitaliseringsstyrelsen
contacts:
  dataOwner: { name: Dataejer, email: dataejer@udk.example }
  technical: { name: Driftsvagt, email: drift@udk.example }
  dataProtection: { name: Rådgiver, email: dpo@udk.example }
role: controller
legalBasis: [{ law: GDPR, section: art. 6, url: https://eur-lex.europa.eu/eli/reg/2016/679/oj }]
purpose: { da: Formål., en: Purpose. }
fieldGroups: [{ name: session, classification: ORDINARY, coordinates: [Query.me, Citizen.id] }]
`,
};
