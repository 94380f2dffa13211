import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ageOn,
  calendarDate,
  dayInDenmark,
  isoWeekday,
  parseCalendarDate,
  partsOf,
} from './calendar-date.js';

const anyDate = () => fc.integer({ min: 0, max: 146_096 }).map((days) => addDays('1850-01-01', days));

describe('calendar dates', () => {
  it.each(['2026-06-15', '2024-02-29', '1858-01-01', '9999-12-31'])('reads %s', (text) => {
    expect(parseCalendarDate(text)).toBe(text);
  });

  it.each([
    '2026-6-15',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '32.13.2026',
    '2026-06-15T00:00:00Z',
    ' 2026-06-15',
    '',
    null,
    20260615,
    ['2026-06-15'],
  ])('refuses %j', (value) => {
    expect(parseCalendarDate(value)).toBeUndefined();
  });

  it.each([
    ['2026-03-28T22:59:59Z', '2026-03-28', 'winter time is one hour ahead'],
    ['2026-03-28T23:00:00Z', '2026-03-29', 'midnight in winter time'],
    ['2026-06-14T21:59:59Z', '2026-06-14', 'summer time is two hours ahead'],
    ['2026-06-14T22:00:00Z', '2026-06-15', 'midnight in summer time'],
  ])('sees %s as %s in Denmark: %s', (instant, day) => {
    expect(dayInDenmark(new Date(instant))).toBe(day);
  });

  it('sees any instant in the day that a calendar of Copenhagen shows', () => {
    const copenhagen = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });
    const aroundMidnight = fc
      .integer({ min: -30_000, max: 30_000 })
      .chain((day) =>
        fc.integer({ min: -3 * 3_600_000, max: 3 * 3_600_000 }).map((ms) => new Date(day * 86_400_000 + ms)),
      );
    fc.assert(
      fc.property(fc.oneof(fc.date({ noInvalidDate: true }), aroundMidnight), (at) => {
        expect(dayInDenmark(at)).toBe(copenhagen.format(at));
      }),
      { numRuns: 500 },
    );
    expect(() => dayInDenmark(new Date(Number.NaN))).toThrow(RangeError);
  });

  it('are read when they exist, and then only', () => {
    const number = (digits: number) =>
      fc.integer({ min: 0, max: 10 ** digits - 1 }).map((value) => String(value).padStart(digits, '0'));
    const date = fc.tuple(number(4), fc.oneof(number(2), fc.constant('02')), number(2)).map((parts) => parts.join('-'));
    fc.assert(
      fc.property(date, (text) => {
        const ms = Date.parse(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
        expect(parseCalendarDate(text)).toBe(exists ? text : undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-06-15', -18, '2024-12-15'],
    ['1963-01-01', 816, '2031-01-01'],
  ] as const)('moves %s by %i months to %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  it.each([
    ['2026-06-14', '2008-06-15', 17],
    ['2026-06-15', '2008-06-15', 18],
    ['2026-02-28', '2008-02-29', 17],
    ['2026-03-01', '2008-02-29', 18],
    ['2028-02-29', '2008-02-29', 20],
  ] as const)('on %s someone born on %s is %i', (on, bornOn, age) => {
    expect(ageOn(on, bornOn)).toBe(age);
  });

  it.each([
    ['2026-06-15', 1],
    ['2026-06-20', 6],
    ['2026-06-21', 7],
  ] as const)('%s is weekday %i', (date, weekday) => {
    expect(isoWeekday(date)).toBe(weekday);
  });

  it('reads back every date that it writes', () => {
    fc.assert(
      fc.property(anyDate(), (date) => {
        const { year, month, day } = partsOf(date);
        expect(parseCalendarDate(date)).toBe(date);
        expect(calendarDate(year, month, day)).toBe(date);
      }),
    );
  });

  it('comes back after going there, and the weekday moves with the days', () => {
    fc.assert(
      fc.property(anyDate(), fc.integer({ min: -10_000, max: 10_000 }), (date, days) => {
        const other = addDays(date, days);
        expect(addDays(other, -days)).toBe(date);
        expect((isoWeekday(other) - isoWeekday(date) - days) % 7).toBeCloseTo(0);
      }),
    );
  });

  it('never leaves the month it moves to', () => {
    fc.assert(
      fc.property(anyDate(), fc.integer({ min: -600, max: 600 }), (date, months) => {
        const [from, to] = [partsOf(date), partsOf(addMonths(date, months))];
        expect(to.year * 12 + to.month - (from.year * 12 + from.month)).toBe(months);
        expect(to.day).toBeLessThanOrEqual(from.day);
      }),
    );
  });
});
