import { dayInDenmark, parseCalendarDate, type CalendarDate } from '@app/domain';
import { ExposureError } from '@app/errors';
import type { Period } from '../../person/period.js';

export const SOURCE = 'datafordeler';

interface Bitemporal {
  readonly registreringtil?: string | null | undefined;
  readonly virkningfra?: string | null | undefined;
  readonly virkningtil?: string | null | undefined;
}

/** Whether the row is what the register holds today. A row whose registration has ended was corrected by another one. */
export function isRegistered({ registreringtil }: Bitemporal): boolean {
  return registreringtil === undefined || registreringtil === null;
}

/** Period of effect (virkning). Errors: `SOURCE_REPLY_INVALID` for a day that cannot be read. */
export function periodOf({ virkningfra, virkningtil }: Bitemporal): Period {
  return { from: dayOf(virkningfra), to: dayOf(virkningtil) };
}

/** The day of a date or an instant of the source; `undefined` where there is none. Errors: `SOURCE_REPLY_INVALID`. */
export function dayOf(text: string | null | undefined): CalendarDate | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  const day = parseDay(text);
  if (day === undefined) throw new ExposureError('SOURCE_REPLY_INVALID', { source: SOURCE, reason: 'date' });
  return day;
}

/** Reads a date `YYYY-MM-DD` or an instant with zone, as the day in Denmark; `undefined` for any other text. */
export function parseDay(text: unknown): CalendarDate | undefined {
  if (typeof text !== 'string') return undefined;
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (!isInstant) return parseCalendarDate(text);
  const at = new Date(text);
  return parseCalendarDate(text.slice(0, 10)) === undefined || Number.isNaN(at.getTime())
    ? undefined
    : dayInDenmark(at);
}
