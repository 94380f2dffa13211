import { addDays, birthDateOf, parseCprNumber, partsOf, type CalendarDate, type CprNumber } from '@app/domain';
import { testDateDigits, type Gender } from '../test-number.js';

/**
 * How a household and a place in it become a person number, and back, without a table.
 *
 * Range:  day + 60; seventh digit 0 to 3 for births before 2000 and 4 to 7 from 2000 on. Test persons have a 9 there,
 *         so the two never meet. Born 1940 to 2032.
 * Digits: 7 to 9 are the block (0 to 399) of the household; 10 is twice the place in the household plus the gender.
 *         The birth date of the head comes from the household's number inside its block; those of the others come from
 *         the head's by a reversible shuffle of days, so that ages in a household fit and any number leads back to it.
 * Size:   8,192,000 households.
 */
export const ROLES = ['HEAD', 'PARTNER', 'CHILD_1', 'CHILD_2', 'CHILD_3'] as const;
export type Role = (typeof ROLES)[number];

const FIRST_BIRTHDAY: CalendarDate = '1940-01-01';
/** Days over which heads are born: 56 years, a whole number of every window below. */
const DAYS = 20_480;
const BLOCKS = 400;
export const HOUSEHOLDS = DAYS * BLOCKS;

/** Spreads neighbouring households over the ages; odd and no multiple of 5, so it is reversible modulo DAYS. */
const STRIDE = 12_347;
const STRIDE_BACK = inverse(STRIDE, DAYS);

/** Days of a role: the head's, shuffled inside windows, and moved. Windows keep ages in proportion. */
const SHUFFLES: Readonly<
  Record<Role, { readonly window: number; readonly factor: number; readonly offset: number; readonly movedBy: number }>
> = {
  HEAD: { window: 1, factor: 1, offset: 0, movedBy: 0 },
  PARTNER: { window: 4_096, factor: 1_021, offset: 517, movedBy: 0 },
  CHILD_1: { window: 1_024, factor: 333, offset: 91, movedBy: 22 * 365 },
  CHILD_2: { window: 1_024, factor: 613, offset: 402, movedBy: 28 * 365 },
  CHILD_3: { window: 1_024, factor: 845, offset: 777, movedBy: 34 * 365 },
};

export interface Seat {
  readonly household: number;
  readonly role: Role;
}

export function birthDateAt({ household, role }: Seat): CalendarDate {
  return addDays(FIRST_BIRTHDAY, shuffled((household * STRIDE) % DAYS, role));
}

export function numberAt(seat: Seat, gender: Gender): CprNumber {
  const bornOn = birthDateAt(seat);
  const block = Math.floor(seat.household / DAYS) + (partsOf(bornOn).year < 2000 ? 0 : 400);
  const last = ROLES.indexOf(seat.role) * 2 + (gender === 'MALE' ? 1 : 0);
  const number = parseCprNumber(`${testDateDigits(bornOn)}${String(block).padStart(3, '0')}${last}`);
  if (number === undefined) throw new RangeError('a seat without a number');
  return number;
}

/** The seat that a number would have; `undefined` for numbers outside the range. Whether someone sits there is another question. */
export function seatOf(number: CprNumber): Seat | undefined {
  const digits = Number(number.slice(6, 9));
  const bornOn = birthDateOf(number) as CalendarDate;
  const block = digits - (partsOf(bornOn).year < 2000 ? 0 : 400);
  const role = ROLES[Math.floor(Number(number[9]) / 2)];
  if (block < 0 || block >= BLOCKS || role === undefined) return undefined;
  const headDay = unshuffled(daysFrom(FIRST_BIRTHDAY, bornOn), role);
  if (headDay < 0 || headDay >= DAYS) return undefined;
  return { household: block * DAYS + ((headDay * STRIDE_BACK) % DAYS), role };
}

function shuffled(day: number, role: Role): number {
  const { window, factor, offset, movedBy } = SHUFFLES[role];
  const inWindow = day % window;
  return day - inWindow + ((inWindow * factor + offset) % window) + movedBy;
}

function unshuffled(day: number, role: Role): number {
  const { window, factor, offset, movedBy } = SHUFFLES[role];
  const moved = day - movedBy;
  if (moved < 0) return -1;
  const inWindow = moved % window;
  return moved - inWindow + (((((inWindow - offset) % window) + window) * inverse(factor, window)) % window);
}

function daysFrom(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Extended Euclid. */
function inverse(value: number, modulus: number): number {
  let [a, b, x, y] = [value % modulus, modulus, 1, 0];
  while (b !== 0) [a, b, x, y] = [b, a % b, y, x - Math.floor(a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}
