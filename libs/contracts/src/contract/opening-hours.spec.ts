import fc from 'fast-check';
import { isOpen } from './opening-hours.js';
import { WEEKDAYS, type ServiceTerms } from './service-terms.js';

type Hours = Pick<ServiceTerms, 'openingHours' | 'closedWindows'>;

const service = (openingHours: Hours['openingHours'], closedWindows: Hours['closedWindows'] = []) => ({
  service: { openingHours, closedWindows },
});
const weekdays = service([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '16:00' }]);
const night = service([{ days: [...WEEKDAYS], from: '02:30', to: '04:00' }]);
const reason = { da: 'Vi opdaterer systemet.', en: 'We are updating the system.' };

it.each([
  ['Monday at opening', weekdays, '2026-11-23T08:00:00+01:00', undefined],
  ['Monday a moment before opening', weekdays, '2026-11-23T07:59:59.999+01:00', '2026-11-23T08:00:00+01:00'],
  ['Monday at closing', weekdays, '2026-11-23T16:00:00+01:00', '2026-11-24T08:00:00+01:00'],
  ['Friday evening, until Monday', weekdays, '2026-11-27T20:00:00+01:00', '2026-11-30T08:00:00+01:00'],
  ['the evening before clocks go forward', weekdays, '2026-03-27T17:00:00+01:00', '2026-03-30T08:00:00+02:00'],
  ['the evening before clocks go back', weekdays, '2026-10-23T17:00:00+02:00', '2026-10-26T08:00:00+01:00'],
  [
    'an opening that does not come in spring, just before',
    night,
    '2026-03-29T01:59:00+01:00',
    '2026-03-29T03:00:00+02:00',
  ],
  ['an opening that does not come in spring, just after', night, '2026-03-29T03:00:00+02:00', undefined],
  ['a time that comes twice in autumn, first', night, '2026-10-25T02:30:00+02:00', undefined],
  ['a time that comes twice in autumn, between', night, '2026-10-25T02:15:00+01:00', undefined],
  ['a time that comes twice in autumn, second', night, '2026-10-25T02:30:00+01:00', undefined],
  ['always', service('always'), '2026-12-24T20:00:00+01:00', undefined],
])('%s', (_when, contract, at, opensAt) => {
  expect(isOpen(contract, new Date(at))).toEqual(
    opensAt === undefined ? { open: true } : { open: false, opensAt: new Date(opensAt) },
  );
});

it('stays open over midnight when one interval ends and the next begins there', () => {
  const contract = service([
    { days: ['mon'], from: '20:00', to: '24:00' },
    { days: ['tue'], from: '00:00', to: '04:00' },
  ]);

  expect(isOpen(contract, new Date('2026-11-24T00:00:00+01:00'))).toEqual({ open: true });
});

it('closes for a window, says why, and opens at its end', () => {
  const contract = service('always', [{ from: '2026-12-06T22:00:00+01:00', to: '2026-12-07T04:00:00+01:00', reason }]);

  expect(isOpen(contract, new Date('2026-12-06T21:59:59+01:00'))).toEqual({ open: true });
  expect(isOpen(contract, new Date('2026-12-06T22:00:00+01:00'))).toEqual({
    open: false,
    opensAt: new Date('2026-12-07T04:00:00+01:00'),
    reason,
  });
  expect(isOpen(contract, new Date('2026-12-07T04:00:00+01:00'))).toEqual({ open: true });
});

it('waits for the next opening of the week when a window ends at night, and through windows that touch', () => {
  const contract = service(weekdays.service.openingHours, [
    { from: '2026-11-23T12:00:00+01:00', to: '2026-11-23T15:00:00+01:00', reason },
    { from: '2026-11-23T15:00:00+01:00', to: '2026-11-23T22:00:00+01:00', reason },
  ]);

  expect(isOpen(contract, new Date('2026-11-23T13:00:00+01:00'))).toMatchObject({
    opensAt: new Date('2026-11-24T08:00:00+01:00'),
  });
});

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const interval = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    a: time,
    length: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ days, a, length }) => ({ days, from: clock(a), to: clock(Math.min(a + length * 15, 1440)) }));
const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
const window = fc.record({ from: instant, hours: fc.integer({ min: 1, max: 100 }) }).map(({ from, hours }) => ({
  from: from.toISOString(),
  to: new Date(from.getTime() + hours * 3_600_000).toISOString(),
  reason,
}));

it('names the first moment at which it is open: closed until then, open from then on', () => {
  fc.assert(
    fc.property(
      fc.array(interval, { minLength: 1, maxLength: 4 }),
      fc.array(window, { maxLength: 3 }),
      instant,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (openingHours, closedWindows, at, share) => {
        const contract = service(openingHours, closedWindows);
        const opening = isOpen(contract, at);
        if (opening.open) return;
        const { opensAt } = opening;
        const between = new Date(at.getTime() + Math.floor(share * (opensAt.getTime() - at.getTime())));
        expect(opensAt.getTime()).toBeGreaterThan(at.getTime());
        expect(isOpen(contract, between)).toMatchObject({ open: false, opensAt });
        expect(isOpen(contract, opensAt)).toEqual({ open: true });
      },
    ),
  );
});

it('agrees with the clock on the wall on all days without a change of the clocks', () => {
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Copenhagen',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const shown = (at: Date) => new Map(wall.formatToParts(at).map(({ type, value }) => [type, value]));
  const isChangeDay = (at: Date) =>
    [2, 9].includes(at.getUTCMonth()) && at.getUTCDate() >= 24 && at.getUTCDay() % 6 === 0;

  fc.assert(
    fc.property(fc.array(interval, { minLength: 1, maxLength: 4 }), instant, (openingHours, at) => {
      fc.pre(!isChangeDay(at));
      const parts = shown(at);
      const now = `${parts.get('hour')}:${parts.get('minute')}`;
      const expected = openingHours.some(
        ({ days, from, to }) =>
          days.some((day) => parts.get('weekday')?.toLowerCase() === day) && from <= now && now < to,
      );
      expect(isOpen(service(openingHours), at).open).toBe(expected);
    }),
  );
});
