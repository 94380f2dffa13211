import { addDays, type CalendarDate } from '@app/domain';

const MINUTE_MS = 60_000;
const WINTER_OFFSET_MS = 60 * MINUTE_MS;
const SUMMER_OFFSET_MS = 120 * MINUTE_MS;

const clockInDenmark = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/**
 * The instant at which clocks in Denmark show a time (`HH:MM`; `24:00` is the next midnight).
 *
 * Note: a time that comes twice (autumn) is its first occurrence; a time that does not come (spring, 02:00 to 03:00)
 *       is the moment at which clocks are put forward.
 */
export function instantInDenmark(day: CalendarDate, time: string): Date {
  if (time === '24:00') return instantInDenmark(addDays(day, 1), '00:00');
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const candidates = [asUtc - SUMMER_OFFSET_MS, asUtc - WINTER_OFFSET_MS].map((ms) => new Date(ms));
  const shown = candidates.find((candidate) => clockInDenmark.format(candidate) === `${day} ${time}:00`);
  return shown ?? new Date(Math.floor(asUtc / WINTER_OFFSET_MS) * WINTER_OFFSET_MS - WINTER_OFFSET_MS);
}
