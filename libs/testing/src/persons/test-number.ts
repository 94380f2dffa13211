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
  return candidates(bornOn, gender).filter(passesModulus11)[nth] ?? fail();
}

export function testNumberWithoutCheckDigit(bornOn: CalendarDate, gender: Gender): CprNumber {
  return candidates(bornOn, gender).find((number) => !passesModulus11(number)) ?? fail();
}

export function passesModulus11(number: CprNumber): boolean {
  return [...number].reduce((sum, digit, index) => sum + Number(digit) * WEIGHTS[index]!, 0) % 11 === 0;
}

/** Six digits of the date of a test number: `DDMMYY` with day + 60. */
export function testDateDigits(bornOn: CalendarDate): string {
  const { year, month, day } = partsOf(bornOn);
  return [day + 60, month, year % 100].map((part) => String(part).padStart(2, '0')).join('');
}

function candidates(bornOn: CalendarDate, gender: Gender): readonly CprNumber[] {
  const parity = gender === 'MALE' ? 1 : 0;
  return Array.from({ length: 500 }, (_, index) => {
    const serial = String(index * 2 + parity).padStart(3, '0');
    return parseCprNumber(`${testDateDigits(bornOn)}${SEVENTH_DIGIT}${serial}`) ?? fail();
  });
}

function fail(): never {
  throw new RangeError('no test number for that day');
}
