import fc from 'fast-check';
import { addDays, partsOf } from './calendar-date.js';
import { birthDateOf, isTestCprNumber, parseCprNumber } from './cpr-number.js';

const read = (text: string) => {
  const number = parseCprNumber(text);
  if (number === undefined) throw new Error('not read');
  return number;
};

describe('person numbers', () => {
  it.each([
    ['0101701234', '1970-01-01', 'no modulus 11 test: such numbers are issued'],
    ['010170-1234', '1970-01-01', 'one hyphen is dropped'],
    ['6101701234', '1970-01-01', 'day + 60 is a test number'],
    ['2902001234', undefined, '29 February 1900 did not exist'],
    ['2902004234', '2000-02-29', '29 February 2000 did'],
    ['3106701234', undefined, 'June has no 31st'],
    ['0001701234', undefined, 'no day 0'],
    ['6001701234', undefined, 'no day 60: day 0 of a test number'],
    ['9201701234', undefined, 'no day 32 of a test number'],
    ['0113701234', undefined, 'no month 13'],
    ['010170 1234', undefined, 'a space is no hyphen'],
    ['0101-701234', undefined, 'the hyphen comes after the sixth digit'],
    ['01017012345', undefined, 'eleven digits'],
    ['010170123', undefined, 'nine digits'],
    ['٠١٠١٧٠١٢٣٤', undefined, 'digits of another script'],
    ['', undefined, 'nothing'],
  ])('reads %s as %s: %s', (text, bornOn, _why) => {
    const number = parseCprNumber(text);
    expect(number === undefined ? undefined : birthDateOf(number)).toBe(bornOn);
  });

  it.each([[101701234], [null], [undefined], [['0101701234']], [{}]])('refuses %j, which is no text', (value) => {
    expect(parseCprNumber(value)).toBeUndefined();
  });

  it.each([
    [0, '00', 1900],
    [3, '36', 1936],
    [0, '37', 1937],
    [3, '57', 1957],
    [0, '58', 1958],
    [3, '99', 1999],
    [4, '00', 2000],
    [9, '36', 2036],
    [4, '37', 1937],
    [9, '57', 1957],
    [4, '58', 1958],
    [9, '99', 1999],
    [5, '00', 2000],
    [8, '36', 2036],
    [5, '37', 2037],
    [8, '57', 2057],
    [5, '58', 1858],
    [8, '99', 1899],
  ])('reads seventh digit %i with year %s as %i', (digit, year, expected) => {
    expect(birthDateOf(read(`1506${year}${digit}000`))).toBe(`${expected}-06-15`);
  });

  it('tells test numbers apart', () => {
    expect(isTestCprNumber(read('6101701234'))).toBe(true);
    expect(isTestCprNumber(read('9112701234'))).toBe(true);
    expect(isTestCprNumber(read('3112701234'))).toBe(false);
  });

  it('finds the same date of birth in the number and in the test number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_500 }), fc.integer({ min: 0, max: 999 }), (days, serial) => {
        const date = addDays('1900-01-01', days);
        const { year, month, day } = partsOf(date);
        const two = (value: number) => String(value % 100).padStart(2, '0');
        const tail = `${two(month)}${two(year)}3${String(serial).padStart(3, '0')}`;
        expect(birthDateOf(read(`${two(day)}${tail}`))).toBe(date);
        expect(birthDateOf(read(`${two(day + 60)}${tail}`))).toBe(date);
      }),
    );
  });

  it('reads what it read once more without change', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{6}-?\d{4}$/), (text) => {
        const number = parseCprNumber(text);
        if (number !== undefined) expect(parseCprNumber(number)).toBe(number);
      }),
    );
  });
});
