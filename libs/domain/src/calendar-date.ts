/** A calendar date in Denmark, `YYYY-MM-DD`. Dates compare as text. */
export type CalendarDate = `${number}-${number}-${number}`;

const FORM = /^\d{4}-\d{2}-\d{2}$/;
const MS_PER_DAY = 86_400_000;

/** Reads `YYYY-MM-DD`; `undefined` for any other text and for days that do not exist. */
export function parseCalendarDate(text: unknown): CalendarDate | undefined {
  if (typeof text !== 'string' || !FORM.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && fromMs(ms) === text ? (text as CalendarDate) : undefined;
}

export function calendarDate(year: number, month: number, day: number): CalendarDate {
  return fromMs(Date.UTC(year, month - 1, day));
}

const copenhagenDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/** The day in Denmark at an instant. */
export function dayInDenmark(at: Date): CalendarDate {
  return copenhagenDay.format(at) as CalendarDate;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromMs(toMs(date) + days * MS_PER_DAY);
}

/** Same day of a later month; the last day of that month where it is shorter. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = partsOf(date);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return calendarDate(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(day, last));
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(date: CalendarDate): number {
  return new Date(toMs(date)).getUTCDay() || 7;
}

export function partsOf(date: CalendarDate): { year: number; month: number; day: number } {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return { year, month, day };
}

/** Whole years from birth to the date. Someone born on 29 February turns a year older on 1 March in common years. */
export function ageOn(date: CalendarDate, bornOn: CalendarDate): number {
  const years = partsOf(date).year - partsOf(bornOn).year;
  return date.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

function toMs(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function fromMs(ms: number): CalendarDate {
  return new Date(ms).toISOString().slice(0, 10) as CalendarDate;
}
