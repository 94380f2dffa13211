import { addDays, addMonths, calendarDate, isoWeekday, partsOf, type CalendarDate } from './calendar-date.js';

/** A weekday on which Danish banks are closed, fixed in the year or counted from Easter Sunday. */
interface ClosedDay {
  /** Danish name of the day. */
  readonly name: string;
  readonly on: { readonly month: number; readonly day: number } | { readonly daysAfterEaster: number };
  /** Last year in which the banks were closed; absent while it is in force. */
  readonly untilYear?: number;
}

/**
 * Source: Danmarks Nationalbank, "Banklukkedage" (lists of 2026 and 2027);
 *         store bededag: lov nr. 214 af 06/03/2023, a working day from 2024.
 * Note:   the Friday after Ascension Day is in the banks' list of 2016 and not in that of 2006; it is not dated here.
 */
const CLOSED_DAYS: readonly ClosedDay[] = [
  { name: 'nytårsdag', on: { month: 1, day: 1 } },
  { name: 'skærtorsdag', on: { daysAfterEaster: -3 } },
  { name: 'langfredag', on: { daysAfterEaster: -2 } },
  { name: '2. påskedag', on: { daysAfterEaster: 1 } },
  { name: 'store bededag', on: { daysAfterEaster: 26 }, untilYear: 2023 },
  { name: 'Kristi himmelfartsdag', on: { daysAfterEaster: 39 } },
  { name: 'banklukkedag efter Kristi himmelfartsdag', on: { daysAfterEaster: 40 } },
  { name: '2. pinsedag', on: { daysAfterEaster: 50 } },
  { name: 'grundlovsdag', on: { month: 6, day: 5 } },
  { name: 'juleaftensdag', on: { month: 12, day: 24 } },
  { name: 'juledag', on: { month: 12, day: 25 } },
  { name: '2. juledag', on: { month: 12, day: 26 } },
  { name: 'nytårsaftensdag', on: { month: 12, day: 31 } },
];

const SATURDAY = 6;

/** Whether Danish banks are open (bankdag): Monday to Friday, no holiday and no day on which the banks close. */
export function isBankDay(date: CalendarDate): boolean {
  return isoWeekday(date) < SATURDAY && !bankClosedDaysOf(partsOf(date).year).has(date);
}

/** The day on which money that is due by the calendar is paid: that day, or the bank day before it. */
export function payDayOf(due: CalendarDate): CalendarDate {
  return isBankDay(due) ? due : payDayOf(addDays(due, -1));
}

/** Last bank day (sidste bankdag) of the month of the date; pensions are paid on it. */
export function lastBankDayOfMonth(date: CalendarDate): CalendarDate {
  return payDayOf(lastDayOfMonth(date));
}

/** First bank day (første bankdag) of the month of the date. */
export function firstBankDayOfMonth(date: CalendarDate): CalendarDate {
  const { year, month } = partsOf(date);
  let day = calendarDate(year, month, 1);
  while (!isBankDay(day)) day = addDays(day, 1);
  return day;
}

export function lastDayOfMonth(date: CalendarDate): CalendarDate {
  const { year, month } = partsOf(date);
  return addDays(addMonths(calendarDate(year, month, 1), 1), -1);
}

/** The days of a year on which banks are closed, weekends apart, with their Danish names. */
export function bankClosedDaysOf(year: number): ReadonlyMap<CalendarDate, string> {
  const known = closedDaysByYear.get(year);
  if (known !== undefined) return known;
  const easter = easterSundayOf(year);
  const days = new Map(
    CLOSED_DAYS.filter(({ untilYear }) => untilYear === undefined || year <= untilYear).map(({ name, on }) => [
      'month' in on ? calendarDate(year, on.month, on.day) : addDays(easter, on.daysAfterEaster),
      name,
    ]),
  );
  closedDaysByYear.set(year, days);
  return days;
}

/** A few years are asked for over and over. */
const closedDaysByYear = new Map<number, ReadonlyMap<CalendarDate, string>>();

/** Easter Sunday of the Gregorian calendar. Source: the anonymous computus of 1876 (Meeus, "Astronomical Algorithms", ch. 8). */
export function easterSundayOf(year: number): CalendarDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return calendarDate(year, Math.floor(sum / 31), (sum % 31) + 1);
}
