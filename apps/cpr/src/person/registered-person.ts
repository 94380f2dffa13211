import type { CalendarDate, CprNumber } from '@app/domain';
import type { RegisteredCustody } from './custody.js';
import type { Period } from './period.js';
import type { RegisteredProtections } from './protection.js';

export type PersonStatus =
  | 'ACTIVE'
  | 'ACTIVE_SPECIAL_ROAD_CODE'
  | 'ACTIVE_GREENLAND'
  | 'ACTIVE_GREENLAND_SPECIAL_ROAD_CODE'
  | 'INACTIVE_TAX'
  | 'ANNULLED'
  | 'DELETED'
  | 'NUMBER_CHANGED'
  | 'DISAPPEARED'
  | 'EMIGRATED'
  | 'DEAD';

export type CivilStatusKind =
  | 'UNMARRIED'
  | 'MARRIED'
  | 'DIVORCED'
  | 'WIDOWED'
  | 'REGISTERED_PARTNER'
  | 'DISSOLVED_PARTNERSHIP'
  | 'SURVIVING_PARTNER'
  | 'DEAD';

export interface PersonName {
  readonly given: string;
  readonly middle: string | null;
  readonly family: string;
  readonly full: string;
}

export interface RegisteredAddress {
  readonly line: string;
  readonly postalCode: string;
  readonly postalDistrict: string;
  readonly municipalityCode: string;
  readonly municipality: string;
  /** The same for all who live there. */
  readonly homeKey: string;
  readonly period: Period;
}

/** What the register has on a person: all rows, past and future ones included, before any protection is applied. */
export interface RegisteredPerson {
  readonly numbers: PersonNumbers;
  readonly bornOn: CalendarDate | undefined;
  readonly status: PersonStatus;
  readonly names: readonly { readonly name: PersonName; readonly period: Period }[];
  readonly addresses: readonly RegisteredAddress[];
  readonly protections: RegisteredProtections;
  readonly civilStatuses: readonly { readonly kind: CivilStatusKind; readonly period: Period }[];
  readonly citizenships: readonly { readonly countryCode: string; readonly period: Period }[];
  readonly custody: readonly RegisteredCustody[];
}

/** A person's numbers, of which one is in force. */
export interface PersonNumbers {
  readonly inForce: CprNumber;
  /** Newest first. */
  readonly replaced: readonly { readonly cprNumber: CprNumber; readonly replacedOn: CalendarDate | null }[];
}

/** What the register has on a child of the citizen. */
export interface RegisteredChild {
  readonly numbers: PersonNumbers;
  readonly bornOn: CalendarDate | undefined;
  readonly status: PersonStatus;
  readonly names: RegisteredPerson['names'];
  readonly addresses: RegisteredPerson['addresses'];
  readonly protections: RegisteredProtections;
}

/**
 * Whose record it is, for one who asked by `asked`: the number asked for when it is one of the record's own, be it in
 * force or replaced (it is the same person), else the number in force.
 */
export function ownerOf({ inForce, replaced }: PersonNumbers, asked: CprNumber): CprNumber {
  return replaced.some(({ cprNumber }) => cprNumber === asked) ? asked : inForce;
}
