import fc from 'fast-check';
import {
  bankClosedDaysOf,
  easterSundayOf,
  firstBankDayOfMonth,
  isBankDay,
  lastBankDayOfMonth,
  payDayOf,
} from './bank-day.js';
import { addDays, isoWeekday, partsOf, type CalendarDate } from './calendar-date.js';

const anyDate = () => fc.integer({ min: 0, max: 36_524 }).map((days) => addDays('2000-01-01', days));

describe('bank days', () => {
  it.each([
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter of %i is on %s', (year, date) => {
    expect(easterSundayOf(year)).toBe(date);
  });

  // Danmarks Nationalbank, "Banklukkedage".
  it.each([
    [
      2026,
      ['01-01', '04-02', '04-03', '04-06', '05-14', '05-15', '05-25', '06-05', '12-24', '12-25', '12-26', '12-31'],
    ],
    [
      2027,
      ['01-01', '03-25', '03-26', '03-29', '05-06', '05-07', '05-17', '06-05', '12-24', '12-25', '12-26', '12-31'],
    ],
  ])('closes in %i on the days that Nationalbanken lists', (year, days) => {
    expect([...bankClosedDaysOf(year).keys()].toSorted()).toEqual(days.map((day) => `${year}-${day}`));
  });

  it('closed on store bededag for the last time in 2023', () => {
    expect(bankClosedDaysOf(2023).get('2023-05-05')).toBe('store bededag');
    expect([...bankClosedDaysOf(2024).values()]).not.toContain('store bededag');
    expect(isBankDay('2023-05-05')).toBe(false);
    expect(isBankDay('2024-04-26')).toBe(true);
  });

  it.each([
    ['2026-06-20', '2026-06-19', 'Saturday: paid on Friday'],
    ['2026-09-20', '2026-09-18', 'Sunday: paid on Friday'],
    ['2026-07-20', '2026-07-20', 'an ordinary Monday'],
    ['2025-04-20', '2025-04-16', 'Easter Sunday: paid before Maundy Thursday'],
    ['2026-05-31', '2026-05-29', 'Sunday at the end of a month'],
    ['2026-12-31', '2026-12-30', "New Year's Eve"],
    ['2027-01-01', '2026-12-30', "New Year's Day: two closed days in a row"],
    ['2026-12-27', '2026-12-23', 'Christmas and a weekend'],
  ] as const)('pays what is due on %s on %s: %s', (due, paid, _why) => {
    expect(payDayOf(due)).toBe(paid);
  });

  it.each([
    ['2026-06-15', '2026-06-01', '2026-06-30'],
    ['2026-05-01', '2026-05-01', '2026-05-29'],
    ['2026-12-24', '2026-12-01', '2026-12-30'],
    ['2027-01-31', '2027-01-04', '2027-01-29'],
    ['2024-02-10', '2024-02-01', '2024-02-29'],
  ] as const)('finds the first and last bank day of the month of %s: %s and %s', (date, first, last) => {
    expect(firstBankDayOfMonth(date)).toBe(first);
    expect(lastBankDayOfMonth(date)).toBe(last);
  });

  it('always pays on a bank day, never late, and never with a bank day in between', () => {
    fc.assert(
      fc.property(anyDate(), (due) => {
        const paid = payDayOf(due);
        expect(isBankDay(paid)).toBe(true);
        expect(paid <= due).toBe(true);
        for (let day: CalendarDate = addDays(paid, 1); day <= due; day = addDays(day, 1))
          expect(isBankDay(day)).toBe(false);
      }),
    );
  });

  it('never has banks open at the weekend, and closes at most five days in a row', () => {
    fc.assert(
      fc.property(anyDate(), (date) => {
        if (isoWeekday(date) > 5) expect(isBankDay(date)).toBe(false);
        expect(payDayOf(date) > addDays(date, -6)).toBe(true);
      }),
    );
  });

  it('always finds Easter on a Sunday between 22 March and 25 April', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2299 }), (year) => {
        const easter = easterSundayOf(year);
        expect(isoWeekday(easter)).toBe(7);
        expect(partsOf(easter).year).toBe(year);
        expect(easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25').toBe(true);
      }),
    );
  });
});
