import { ageOn, type CalendarDate, type CprNumber } from '@app/domain';
import type { AddressFacts, ChildFacts, NameFacts } from '../citizen-facts.js';
import { between, choose, fraction } from '../hash.js';
import { PLACES, type Place } from '../places.js';
import type { Gender } from '../test-number.js';
import { FAMILY_NAMES, GIVEN_NAMES, STREETS } from './names.js';
import { birthDateAt, numberAt, ROLES, type Role } from './synthetic-number.js';

/** How the adults of a household live. */
export type Living = 'SINGLE' | 'MARRIED' | 'COHABITING' | 'PARTED';

export interface Adult {
  readonly role: 'HEAD' | 'PARTNER';
  readonly cprNumber: CprNumber;
  readonly bornOn: CalendarDate;
  readonly gender: Gender;
  readonly name: NameFacts;
  readonly address: AddressFacts;
}

export interface Child {
  readonly role: Role;
  readonly cprNumber: CprNumber;
  readonly bornOn: CalendarDate;
  readonly name: NameFacts;
}

/** Everyone in a household; a pure function of seed and number, the same from whichever member one comes. */
export interface Household {
  readonly living: Living;
  readonly since: CalendarDate;
  readonly adults: readonly Adult[];
  /** All children ever born to it, also those not born yet on some day. */
  readonly children: readonly Child[];
}

const places: readonly Place[] = Object.values(PLACES);
const CHILD_ROLES = ROLES.slice(2);

export function householdOf(seed: number, household: number): Household {
  const draw = (what: string) => fraction(seed, household, what);
  const living = livingOf(draw('living'));
  const since =
    `${between(2008, 2024, seed, household, 'since')}-${two(between(1, 12, seed, household, 'month'))}-01` as CalendarDate;
  const family = choose(FAMILY_NAMES, seed, household, 'family');
  const home = addressOf(seed, household, 'HEAD', since);
  const adultRoles = living === 'SINGLE' ? (['HEAD'] as const) : (['HEAD', 'PARTNER'] as const);
  const headGender: Gender = draw('gender') < 0.5 ? 'FEMALE' : 'MALE';
  const adults = adultRoles.map((role): Adult => {
    const gender = role === 'HEAD' || draw('same gender') < 0.05 ? headGender : opposite(headGender);
    const bornOn = birthDateAt({ household, role });
    return {
      role,
      cprNumber: numberAt({ household, role }, gender),
      bornOn,
      gender,
      name: {
        given: choose(GIVEN_NAMES[gender], seed, household, role),
        family:
          role === 'HEAD' || living === 'MARRIED' ? family : choose(FAMILY_NAMES, seed, household, 'other family'),
      },
      address: role === 'PARTNER' && living === 'PARTED' ? addressOf(seed, household, role, since) : home,
    };
  });
  const children = CHILD_ROLES.slice(0, childCountOf(draw('children'))).map((role): Child => {
    const gender: Gender = fraction(seed, household, role, 'gender') < 0.5 ? 'FEMALE' : 'MALE';
    return {
      role,
      cprNumber: numberAt({ household, role }, gender),
      bornOn: birthDateAt({ household, role }),
      name: { given: choose(GIVEN_NAMES[gender], seed, household, role), family },
    };
  });
  return { living, since, adults, children };
}

/** The children born by today, as one parent is told about them. Custody ends at 18. */
export function childrenFor(adult: Adult, household: Household, today: CalendarDate): readonly ChildFacts[] {
  return household.children
    .filter(({ bornOn }) => bornOn <= today)
    .map(({ cprNumber, name, bornOn }) => {
      const isMinor = ageOn(today, bornOn) < AGE_OF_MAJORITY;
      return {
        cprNumber,
        name,
        bornOn,
        custody: !isMinor ? 'NONE' : household.living === 'SINGLE' ? 'SOLE' : 'SHARED',
        livesWithCitizen: isMinor && (household.living !== 'PARTED' || adult.role === 'HEAD'),
        isProtected: false,
      };
    });
}

const AGE_OF_MAJORITY = 18;

function livingOf(draw: number): Living {
  if (draw < 0.3) return 'SINGLE';
  if (draw < 0.7) return 'MARRIED';
  return draw < 0.85 ? 'COHABITING' : 'PARTED';
}

function childCountOf(draw: number): number {
  if (draw < 0.25) return 0;
  if (draw < 0.5) return 1;
  return draw < 0.85 ? 2 : 3;
}

function addressOf(seed: number, household: number, role: Role, from: CalendarDate): AddressFacts {
  const floor = between(0, 4, seed, household, role, 'floor');
  return {
    street: choose(STREETS, seed, household, role, 'street'),
    houseNumber: String(between(1, 199, seed, household, role, 'house')),
    ...(floor === 0 ? {} : { floor: String(floor), door: choose(['tv', 'mf', 'th'], seed, household, role, 'door') }),
    ...choose(places, seed, household, role, 'place'),
    from,
  };
}

function opposite(gender: Gender): Gender {
  return gender === 'MALE' ? 'FEMALE' : 'MALE';
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
