import fc from 'fast-check';
import { addDays, addMonths } from './calendar-date.js';
import { statePensionAgeMonths, statePensionOutlook } from './state-pension.js';

const anyBirthDate = () => fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1910-01-01', days));

describe('state pension', () => {
  it.each([
    ['1953-12-31', 65, 0],
    ['1954-01-01', 65, 6],
    ['1954-06-30', 65, 6],
    ['1954-07-01', 66, 0],
    ['1954-12-31', 66, 0],
    ['1955-01-01', 66, 6],
    ['1955-06-30', 66, 6],
    ['1955-07-01', 67, 0],
    ['1962-12-31', 67, 0],
    ['1963-01-01', 68, 0],
    ['1966-12-31', 68, 0],
    ['1967-01-01', 69, 0],
    ['1970-12-31', 69, 0],
    ['1971-01-01', 70, 0],
    ['2009-09-09', 70, 0],
  ] as const)('begins for someone born on %s at %i years and %i months', (bornOn, years, months) => {
    expect(statePensionAgeMonths(bornOn)).toBe(years * 12 + months);
  });

  it.each([
    ['1959-10-23', '2026-10-23', '2026-11-01', '2026-05-01'],
    ['1962-12-31', '2029-12-31', '2030-01-01', '2029-07-01'],
    ['1963-01-01', '2031-01-01', '2031-02-01', '2030-08-01'],
    ['1954-06-30', '2019-12-30', '2020-01-01', '2019-07-01'],
    ['1955-03-31', '2021-09-30', '2021-10-01', '2021-04-01'],
  ] as const)(
    'of someone born on %s is reached on %s, payable from %s and open for application from %s',
    (bornOn, reachedOn, payableFrom, applyFrom) => {
      expect(statePensionOutlook(bornOn)).toMatchObject({ reachedOn, payableFrom, applyFrom });
    },
  );

  it('is always payable from the first day of a month after the age is reached, and open half a year before', () => {
    fc.assert(
      fc.property(anyBirthDate(), (bornOn) => {
        const outlook = statePensionOutlook(bornOn);
        expect(outlook.payableFrom.slice(8)).toBe('01');
        expect(outlook.reachedOn < outlook.payableFrom).toBe(true);
        expect(addMonths(outlook.reachedOn, 2) > outlook.payableFrom).toBe(true);
        expect(addMonths(outlook.applyFrom, 6)).toBe(outlook.payableFrom);
      }),
    );
  });

  it('never comes earlier for those born later', () => {
    fc.assert(
      fc.property(anyBirthDate(), fc.integer({ min: 0, max: 4_000 }), (bornOn, days) => {
        expect(statePensionAgeMonths(addDays(bornOn, days))).toBeGreaterThanOrEqual(statePensionAgeMonths(bornOn));
      }),
    );
  });
});
