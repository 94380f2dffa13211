export { audienceOf, type AuthorityName } from './authority.js';
export { PAYMENT_STATUSES, balanceStatusOf, type PaymentStatus } from './balance-status.js';
export {
  bankClosedDaysOf,
  easterSundayOf,
  firstBankDayOfMonth,
  isBankDay,
  lastBankDayOfMonth,
  lastDayOfMonth,
  payDayOf,
} from './bank-day.js';
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
export {
  childBenefitPayments,
  childBenefitShare,
  nextChildBenefitPayment,
  type ChildBenefitParents,
  type ChildBenefitPayment,
  type ChildBenefitShare,
} from './child-benefit.js';
export { frozenClock, systemClock, type Clock } from './clock.js';
export { birthDateOf, isTestCprNumber, parseCprNumber, type CprNumber } from './cpr-number.js';
export { claimStatusOn, type ClaimStanding, type ClaimStatus } from './payment-status.js';
export { dueDates, type PaymentFrequency } from './payment-schedule.js';
export { RateTable, type DatedRow } from './rate-table.js';
export {
  CHILD_ALLOWANCE_RATES,
  CHILD_BENEFIT_RATES,
  HOLIDAY_PAY_RATES,
  PARENTAL_LEAVE_RATES,
  STATE_PENSION_RATES,
  type ChildAllowanceRates,
  type ChildBenefitBand,
  type ChildBenefitRates,
  type HolidayPayRates,
  type ParentalLeaveRates,
  type StatePensionRates,
} from './rates.js';
export { statePensionAgeMonths, statePensionOutlook, type StatePensionDates } from './state-pension.js';
