import type { CprNumber } from '@app/domain';
import { SLOTS, ownAmountOf } from './bench-citizen.js';
import { randomFrom, type Random } from './random.js';
import type { Shape, ShapeAuthority } from './shape.js';

/** Another seed gives other authorities of the same size. */
export const WIDE_SEED = 2_026;
const AUTHORITIES = 12;
/** Different citizens that each authority has answers about. */
const RECORDS = 8;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** A prime for each authority, so that none of their amounts agree. */
const FACTORS = [7_919, 104_729, 1_299_709, 611_953, 15_487, 32_452, 49_979, 67_867, 86_028, 86_453, 22_801, 99_991];

const PLACES = ['Rønne', 'Ærøskøbing', 'Ålborg', 'Holbæk', 'Tønder', 'Nakskov', 'Skærbæk', 'Kolding'];
const MATTERS = ['Støtte', 'Tilskud', 'Tilladelse', 'Afgift', 'Godtgørelse', 'Ansøgning', 'Klage', 'Bevilling'];
const STATUSES = ['OPEN', 'AWAITING_CITIZEN', 'DECIDED', 'CLOSED'];

/** The wide page: twelve synthetic authorities that each tell something about a citizen, about 40 kB in all. */
export function wideShape(seed = WIDE_SEED): Shape {
  const names = Array.from({ length: AUTHORITIES }, (_, index) => LETTERS[index]!);
  return {
    id: 'wide',
    title: 'wide: 12 authorities, about 40 kB',
    authorities: names.map((letter, index) => authorityOf(letter, FACTORS[index]!, randomFrom(seed + index))),
    selection: names.map((letter) => selectionOf(letter.toUpperCase())).join(' '),
    marksOf: (cprNumber) => FACTORS.map((factor) => `"balanceOere":${ownAmountOf(cprNumber, factor)}`),
  };
}

function authorityOf(letter: string, factor: number, random: Random): ShapeAuthority {
  const suffix = letter.toUpperCase();
  return {
    name: `authority-${letter}`,
    sdl: sdlOf(suffix),
    records: Array.from({ length: RECORDS }, () => ({
      __typename: 'Citizen',
      id: SLOTS.id,
      recordOwner: SLOTS.owner,
      [`account${suffix}`]: accountOf(suffix, random),
    })),
    amountOf: (cprNumber: CprNumber) => ownAmountOf(cprNumber, factor),
  };
}

function sdlOf(suffix: string): string {
  const common = `
  "Reference (sagsnummer)."
  id: ID!
  "What it is about (emne)."
  title: String!
  "Status (status)."
  status: CaseStatus${suffix}!
  "First day (oprettet den)."
  openedOn: Date!
  "Last day (afsluttet den)."
  closedOn: Date
  "Amount (beløb)."
  amountOere: Oere
  "Whether the citizen has to act (afventer borgeren)."
  needsAction: Boolean!`;
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible"])

"""
A citizen (borger), seen by every authority through its own fields.
"""
type Citizen @key(fields: "id") {
  "Opaque reference that lives as long as the session (sessionsreference); never a person number."
  id: ID!
  "Keyed hash of the person number of the record that was read (postens ejer); the gateway compares it. See docs/architecture.md."
  recordOwner: String @shareable @inaccessible
  "What authority ${suffix} has on the citizen (oplysninger)."
  account${suffix}: Account${suffix}
}

"What an authority has on a citizen (oplysninger)."
type Account${suffix} {
  "Balance (saldo)."
  balanceOere: Oere!
  "Newest change (senest ændret)."
  updatedOn: Date!
  "Cases (sager), newest first."
  cases: [Case${suffix}!]!
  "Office (kontor)."
  office: Office${suffix}
}

"A case (sag)."
interface Case${suffix} {${common}
}

"A grant (bevilling)."
type Grant${suffix} implements Case${suffix} {${common}
  "Share in percent (andel)."
  sharePercent: Int
}

"A permit (tilladelse)."
type Permit${suffix} implements Case${suffix} {${common}
  "Conditions (vilkår)."
  conditions: [String!]!
}

"Status of a case (sagsstatus)."
enum CaseStatus${suffix} {
${STATUSES.map((status) => `  "${status.toLowerCase()} (status)."\n  ${status}`).join('\n')}
}

"An office (kontor)."
type Office${suffix} {
  "Place (by)."
  place: String!
  "Distance from the citizen in kilometres (afstand)."
  distanceKm: Float
}

"Calendar date (dato) in Denmark, \`YYYY-MM-DD\`."
scalar Date

"Amount (beløb) in øre, an integer within ±2^53. 100 øre = 1 krone."
scalar Oere
`;
}

function selectionOf(suffix: string): string {
  return `account${suffix} { balanceOere updatedOn cases { __typename id title status openedOn closedOn amountOere needsAction ... on Grant${suffix} { sharePercent } ... on Permit${suffix} { conditions } } office { place distanceKm } }`;
}

function accountOf(suffix: string, random: Random) {
  return {
    balanceOere: SLOTS.amount,
    updatedOn: dateOf(random),
    cases: Array.from({ length: 13 + random.below(5) }, (_, number) => caseOf(suffix, number, random)),
    office: random.below(5) === 0 ? null : { place: random.of(PLACES), distanceKm: random.below(900) / 10 },
  };
}

function caseOf(suffix: string, number: number, random: Random) {
  const common = {
    id: `${suffix}-${1_000 + number}-${random.below(100_000)}`,
    title: `${random.of(MATTERS)} vedrørende ${random.of(PLACES)}`,
    status: random.of(STATUSES),
    openedOn: dateOf(random),
    closedOn: random.below(2) === 0 ? null : dateOf(random),
    amountOere: random.below(3) === 0 ? null : random.below(5_000_000),
    needsAction: random.below(4) === 0,
  };
  return random.below(2) === 0
    ? { __typename: `Grant${suffix}`, ...common, sharePercent: random.of([null, 50, 100]) }
    : { __typename: `Permit${suffix}`, ...common, conditions: MATTERS.slice(0, random.below(4)) };
}

function dateOf(random: Random): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${2_018 + random.below(9)}-${pad(1 + random.below(12))}-${pad(1 + random.below(28))}`;
}
