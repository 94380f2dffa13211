import { addDays, addMonths, type CalendarDate } from './calendar-date.js';
import { lastDayOfMonth } from './bank-day.js';

export type PaymentFrequency = 'MONTHLY' | 'QUARTERLY' | 'FORTNIGHTLY' | 'ONCE';

const MONTHS: Readonly<Record<'MONTHLY' | 'QUARTERLY', number>> = { MONTHLY: 1, QUARTERLY: 3 };

/**
 * The dates on which payments are due by the calendar, from the first one up to a day, both included.
 * A payment at the end of a month stays at the end of each month: 30 June is followed by 31 July.
 */
export function dueDates(
  first: CalendarDate,
  frequency: PaymentFrequency,
  until: CalendarDate,
): readonly CalendarDate[] {
  const dates: CalendarDate[] = [];
  for (let index = 0, due = first; due <= until; index += 1, due = nthDue(first, frequency, index)) {
    dates.push(due);
    if (frequency === 'ONCE') break;
  }
  return dates;
}

function nthDue(first: CalendarDate, frequency: PaymentFrequency, index: number): CalendarDate {
  if (frequency === 'ONCE') return first;
  if (frequency === 'FORTNIGHTLY') return addDays(first, 14 * index);
  const due = addMonths(first, MONTHS[frequency] * index);
  return first === lastDayOfMonth(first) ? lastDayOfMonth(due) : due;
}
