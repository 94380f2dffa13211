export { audienceOf, type AuthorityName } from './authority.js';
export {
  addDays,
  addMonths,
  ageOn,
  calendarDate,
  dayInDenmark,
  isoWeekday,
  parseCalendarDate,
  partsOf,
  type CalendarDate,
} from './calendar-date.js';
export { frozenClock, systemClock, type Clock } from './clock.js';
export { birthDateOf, isTestCprNumber, parseCprNumber, type CprNumber } from './cpr-number.js';
