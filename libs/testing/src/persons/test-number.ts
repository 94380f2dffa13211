import { parseCprNumber, partsOf, type CalendarDate, type CprNumber } from '@app/domain';

export type Gender = 'FEMALE' | 'MALE';

/**
 * Seventh digit of all test persons: 1900s for years 37 to 99, 2000s for 00 to 36.
 * The synthetic population uses 0 to 7, so the two never meet.
 */
const SEVENTH_DIGIT = 9;
const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/**
 * Number of a test person: day + 60, century and gender digit right.
 * `nth` tells apart those with the same day and gender. Born 1937 to 2036.
 *
 * Note: every number passes modulus 11 except those of {@link testNumberWithoutCheckDigit}, so that this case shows something.
 */
export function testNumber(bornOn: CalendarDate, gender: Gender, nth = 0): CprNumber {
  let left = nth;
  for (const number of candidates(bornOn, gender)) if (passesModulus11(number) && left-- === 0) return number;
  return fail();
}

export function testNumberWithoutCheckDigit(bornOn: CalendarDate, gender: Gender): CprNumber {
  for (const number of candidates(bornOn, gender)) if (!passesModulus11(number)) return number;
  return fail();
}

export function passesModulus11(number: CprNumber): boolean {
  return [...number].reduce((sum, digit, index) => sum + Number(digit) * WEIGHTS[index]!, 0) % 11 === 0;
}

/** Six digits of the date of a test number: `DDMMYY` with day + 60. */
export function testDateDigits(bornOn: CalendarDate): string {
  const { year, month, day } = partsOf(bornOn);
  return [day + 60, month, year % 100].map((part) => String(part).padStart(2, '0')).join('');
}

function* candidates(bornOn: CalendarDate, gender: Gender): Generator<CprNumber> {
  const date = testDateDigits(bornOn);
  for (let serial = gender === 'MALE' ? 1 : 0; serial < 1_000; serial += 2)
    yield parseCprNumber(`${date}${SEVENTH_DIGIT}${String(serial).padStart(3, '0')}`) ?? fail();
}

function fail(): never {
  throw new RangeError('no test number for that day');
}
