import { addMonths, ageOn, calendarDate, partsOf, type CalendarDate } from '@app/domain';

/** Date of birth of someone who has that age today and was born on that day of the year. Moves on once a year. */
export function bornAtAge(
  today: CalendarDate,
  age: number,
  birthday: { readonly month: number; readonly day: number },
): CalendarDate {
  const thisYear = calendarDate(partsOf(today).year - age, birthday.month, birthday.day);
  return ageOn(today, thisYear) === age
    ? thisYear
    : calendarDate(partsOf(today).year - age - 1, birthday.month, birthday.day);
}

/** A day of the month some months away; negative months lie before. */
export function dayOfMonthAway(today: CalendarDate, months: number, day: number): CalendarDate {
  const { year, month } = partsOf(addMonths(firstOfMonth(today), months));
  return calendarDate(year, month, day);
}

/** The newest such day of the year that lies before today. */
export function latestDayBefore(today: CalendarDate, month: number, day: number): CalendarDate {
  const { year } = partsOf(today);
  const thisYear = calendarDate(year, month, day);
  return thisYear < today ? thisYear : calendarDate(year - 1, month, day);
}

export function firstOfMonth(date: CalendarDate): CalendarDate {
  const { year, month } = partsOf(date);
  return calendarDate(year, month, 1);
}
