declare const brand: unique symbol;

/** A person number (CPR-nummer): ten digits `DDMMYYSSSS`. Made by {@link parseCprNumber} only. */
export type CprNumber = string & { readonly [brand]: 'CprNumber' };

/** Test numbers add 60 to the day of birth, a range that is never issued. */
const TEST_DAY_OFFSET = 60;

/**
 * Reads a person number (CPR-nummer).
 *
 * Shape:  ten digits `DDMMYYSSSS` whose first six are a date; one hyphen after the sixth is accepted and dropped.
 *         Test numbers (day + 60) are person numbers too; `isTestCprNumber` tells them apart.
 * Errors: `undefined` for any other text. The text is never logged or put into an error.
 * Note:   no modulus 11 test; valid numbers without it have been issued since 2007.
 * Source: cpr.dk, "Opbygning af CPR-nummeret" and "Personnumre uden kontrolciffer". docs/glossary.md#person-number
 */
export function parseCprNumber(text: unknown): CprNumber | undefined {
  if (typeof text !== 'string' || !/^\d{6}-?\d{4}$/.test(text)) return undefined;
  const digits = text.replace('-', '') as CprNumber;
  return birthDateParts(digits) === undefined ? undefined : digits;
}

/** Whether the number is of the range for test persons (day of birth + 60). */
export function isTestCprNumber(number: CprNumber): boolean {
  return Number(number.slice(0, 2)) > TEST_DAY_OFFSET;
}

/** Date of birth that the number tells, `YYYY-MM-DD`. The register, not the number, has the last word. */
export function birthDateOf(number: CprNumber): string {
  const parts = birthDateParts(number);
  if (parts === undefined) throw new TypeError('not a person number');
  const [year, month, day] = parts;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function birthDateParts(digits: string): readonly [year: number, month: number, day: number] | undefined {
  const written = Number(digits.slice(0, 2));
  const day = written > TEST_DAY_OFFSET ? written - TEST_DAY_OFFSET : written;
  const month = Number(digits.slice(2, 4));
  const year = centuryOf(Number(digits[6]), Number(digits.slice(4, 6))) + Number(digits.slice(4, 6));
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? [year, month, day] : undefined;
}

/** Century by the seventh digit and the year (cpr.dk, "Opbygning af CPR-nummeret"). */
function centuryOf(seventhDigit: number, yearInCentury: number): number {
  if (seventhDigit <= 3) return 1900;
  if (seventhDigit === 4 || seventhDigit === 9) return yearInCentury <= 36 ? 2000 : 1900;
  return yearInCentury <= 57 ? 2000 : 1800;
}
