/** A calendar date in Denmark, `YYYY-MM-DD`. Dates compare as text. */
export type CalendarDate = `${number}-${number}-${number}`;

const FORM = /^\d{4}-\d{2}-\d{2}$/;

/** Reads `YYYY-MM-DD`; `undefined` for any other text and for days that do not exist. */
export function parseCalendarDate(text: unknown): CalendarDate | undefined {
  if (typeof text !== 'string' || !FORM.test(text)) return undefined;
  const date = text as CalendarDate;
  const { year, month, day } = partsOf(date);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? date : undefined;
}

/** Month and day may lie outside the year or month; they are carried over, as `Date.UTC` does. */
export function calendarDate(year: number, month: number, day: number): CalendarDate {
  // Most dates are within bounds, and dates are made by the million.
  const isPlain = month >= 1 && month <= 12 && day >= 1 && day <= DAYS_IN_EVERY_MONTH;
  return isPlain ? written(year, month, day) : fromMs(Date.UTC(year, month - 1, day));
}

const copenhagenDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/** Since 1894 a day in Denmark begins with a full hour of UTC, so within a quarter of an hour it is the same. */
const QUARTER_MS = 15 * 60_000;
let known: { readonly quarter: number; readonly day: CalendarDate } | undefined;

/** The day in Denmark at an instant. */
export function dayInDenmark(at: Date): CalendarDate {
  const quarter = Math.floor(at.getTime() / QUARTER_MS);
  if (known?.quarter === quarter) return known.day;
  const day = copenhagenDay.format(at) as CalendarDate;
  if (quarter > 0) known = { quarter, day };
  return day;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  const { year, month, day } = partsOf(date);
  return calendarDate(year, month, day + days);
}

/** Same day of a later month; the last day of that month where it is shorter. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = partsOf(date);
  const monthsSinceYear0 = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(monthsSinceYear0 / 12), (((monthsSinceYear0 % 12) + 12) % 12) + 1];
  return written(toYear, toMonth, Math.min(day, daysIn(toYear, toMonth)));
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(date: CalendarDate): number {
  return new Date(toMs(date)).getUTCDay() || 7;
}

export function partsOf(date: CalendarDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8)) };
}

/** Whole years from birth to the date. Someone born on 29 February turns a year older on 1 March in common years. */
export function ageOn(date: CalendarDate, bornOn: CalendarDate): number {
  const years = partsOf(date).year - partsOf(bornOn).year;
  return date.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

const DAYS_IN_EVERY_MONTH = 28;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function toMs(date: CalendarDate): number {
  const { year, month, day } = partsOf(date);
  return Date.UTC(year, month - 1, day);
}

function fromMs(ms: number): CalendarDate {
  const date = new Date(ms);
  return written(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function written(year: number, month: number, day: number): CalendarDate {
  const text = `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
  return text as CalendarDate;
}
