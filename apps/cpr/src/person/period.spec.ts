import type { CalendarDate } from '@app/domain';
import { currentOf, earlierOf, isInForce, type Period } from './period.js';

const today: CalendarDate = '2026-06-15';

describe('isInForce', () => {
  it.each<[Period, boolean]>([
    [{}, true],
    [{ from: '2026-06-15' }, true],
    [{ from: '2026-06-16' }, false],
    [{ from: '2020-01-01', to: '2026-06-15' }, true],
    [{ from: '2020-01-01', to: '2026-06-14' }, false],
    [{ to: '2026-06-14' }, false],
    [{ to: '2027-01-01' }, true],
  ])('%j is %s today', (period, expected) => {
    expect(isInForce(period, today)).toBe(expected);
  });
});

describe('current and earlier registrations', () => {
  const row = (name: string, period: Period) => ({ name, period });
  const old = row('old', { from: '2001-01-01', to: '2010-12-31' });
  const middle = row('middle', { from: '2011-01-01', to: '2026-06-15' });
  const present = row('present', { from: '2026-06-15' });
  const planned = row('planned', { from: '2026-09-01' });

  it.each([
    ['in order', [old, middle, present, planned]],
    ['backwards', [planned, present, middle, old]],
  ])('the newest in force is current, those before are earlier, planned ones are neither (%s)', (_order, rows) => {
    expect(currentOf(rows, today)?.name).toBe('present');
    expect(earlierOf(rows, today).map(({ name }) => name)).toEqual(['middle', 'old']);
  });

  it('there may be none in force, and all are earlier', () => {
    expect(currentOf([old], today)).toBeUndefined();
    expect(earlierOf([old], today)).toEqual([old]);
  });

  it('a registration since ever is in force until one with a date takes over', () => {
    const sinceEver = row('since ever', {});
    expect(currentOf([sinceEver], today)?.name).toBe('since ever');
    expect(currentOf([sinceEver, present], today)?.name).toBe('present');
  });
});
