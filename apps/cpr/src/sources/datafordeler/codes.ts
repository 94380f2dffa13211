import type { CivilStatusKind, PersonStatus } from '../../person/registered-person.js';
import type { CustodyKind } from '../../person/custody.js';
import type { ProtectionKind } from '../../person/protection.js';

/**
 * Code lists of the Datafordeler's CPR services.
 * Source: enumerations of the JSON schemas `PersonSimpel` and `PersonFullCurrent` of Datafordeleren (seen in public
 * client code); numbers and letters are those of CPR.
 */

/** Codes 50 and 60 share one text; `statusOf` tells them apart by the person's numbers. */
const STATUS: Readonly<Record<string, PersonStatus>> = {
  bopael_i_danmark: 'ACTIVE', // 01
  bopael_i_danmark_hoej_vejkode: 'ACTIVE_SPECIAL_ROAD_CODE', // 03
  bopael_i_groenland: 'ACTIVE_GREENLAND', // 05
  bopael_i_groenland_hoej_vejkode: 'ACTIVE_GREENLAND_SPECIAL_ROAD_CODE', // 07
  ej_bopael: 'INACTIVE_TAX', // 20
  annulleret: 'ANNULLED', // 30
  nedlagt_person: 'DELETED', // 50, 60
  forsvundet: 'DISAPPEARED', // 70
  udrejst: 'EMIGRATED', // 80
  doed: 'DEAD', // 90
};

/** Registration status; `undefined` for a text that is not on the list. */
export function statusOf(text: string, hasReplacedNumbers: boolean): PersonStatus | undefined {
  const status = Object.hasOwn(STATUS, text) ? STATUS[text] : undefined;
  return status === 'DELETED' && hasReplacedNumbers ? 'NUMBER_CHANGED' : status;
}

const CIVIL_STATUS: Readonly<Record<string, CivilStatusKind>> = {
  ugift: 'UNMARRIED', // U
  gift: 'MARRIED', // G
  fraskilt: 'DIVORCED', // F
  enke_enkemand: 'WIDOWED', // E
  registreret_partnerskab: 'REGISTERED_PARTNER', // P
  ophoert_partnerskab: 'DISSOLVED_PARTNERSHIP', // O
  laengstlevende_partner: 'SURVIVING_PARTNER', // L
  doed: 'DEAD', // D
};

/** Civil status; `undefined` for a text that is not on the list. */
export function civilStatusOf(text: string): CivilStatusKind | undefined {
  return Object.hasOwn(CIVIL_STATUS, text) ? CIVIL_STATUS[text] : undefined;
}

const PROTECTION: Readonly<Record<string, ProtectionKind>> = {
  navne_og_adresse: 'NAME_AND_ADDRESS',
  lokal_vejviser: 'LOCAL_DIRECTORY',
  markedsfoering: 'MARKETING',
  forsker: 'RESEARCH',
};

/** Kind of protection; `UNKNOWN` for anything that is not on the list. */
export function protectionKindOf(text: unknown): ProtectionKind {
  return typeof text === 'string' && Object.hasOwn(PROTECTION, text) ? (PROTECTION[text] ?? 'UNKNOWN') : 'UNKNOWN';
}

export const CUSTODY: Readonly<Record<'faelles' | 'ene', CustodyKind>> = { faelles: 'SHARED', ene: 'SOLE' };
