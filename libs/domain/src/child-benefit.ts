import { lastDayOfMonth, payDayOf } from './bank-day.js';
import { addMonths, ageOn, calendarDate, partsOf, type CalendarDate } from './calendar-date.js';
import { RateTable, type DatedRow } from './rate-table.js';
import { CHILD_BENEFIT_RATES, type ChildBenefitBand } from './rates.js';

/** Part of the full amount that one parent receives, in percent. */
export type ChildBenefitShare = 50 | 100;

/** One payment of børne- og ungeydelse for one child to one parent. */
export interface ChildBenefitPayment {
  /** Due by the calendar, before the bank-day rule. */
  readonly dueOn: CalendarDate;
  readonly frequency: 'QUARTERLY' | 'MONTHLY';
  /** Øre; `undefined` where the rate of that day is not known. */
  readonly amountOere: number | undefined;
}

/** Ages and day of payment. Ages in years. */
interface ChildBenefitRule extends DatedRow {
  readonly secondBandAge: number;
  readonly thirdBandAge: number;
  readonly monthlyFromAge: number;
  readonly endsAtAge: number;
  /** Day of the month on which it is due. */
  readonly dueDay: number;
}

const LAW = 'lov om en børne- og ungeydelse (danskelove.dk/børne-og-ungeydelsesloven)';

const RULES = new RateTable<ChildBenefitRule>([
  {
    from: '2011-01-01',
    source: `${LAW} § 1, stk. 1 and 2, § 5, stk. 3 and 4`,
    secondBandAge: 3,
    thirdBandAge: 7,
    monthlyFromAge: 15,
    endsAtAge: 18,
    dueDay: 20,
  },
]);

/**
 * Payments that are due from one day to another, both included, soonest first.
 *
 * Note:   quarterly below 15, first for the quarter after birth; a part of the quarter in which the child turns 15;
 *         monthly from the month after, and a part of the month in which the child turns 18.
 *         The band of a quarter is that of its first day [GEN: the law at hand does not say which day counts].
 * Source: lov om en børne- og ungeydelse § 4, stk. 1 and § 5, stk. 3 and 4.
 */
export function childBenefitPayments(
  bornOn: CalendarDate,
  share: ChildBenefitShare,
  period: { readonly from: CalendarDate; readonly until: CalendarDate },
): readonly ChildBenefitPayment[] {
  const payments: ChildBenefitPayment[] = [];
  for (let month = firstOfMonth(period.from); month <= period.until; month = addMonths(month, 1)) {
    const payment = paymentOfMonth(bornOn, share, month);
    if (payment !== undefined && payment.dueOn >= period.from && payment.dueOn <= period.until) payments.push(payment);
  }
  return payments;
}

/** The next payment that is not yet in the NemKonto before today; `undefined` when none will come. */
export function nextChildBenefitPayment(
  bornOn: CalendarDate,
  share: ChildBenefitShare,
  today: CalendarDate,
): ChildBenefitPayment | undefined {
  // Unborn children apart, two payments are never more than two quarters apart.
  const from = bornOn > today ? bornOn : today;
  return childBenefitPayments(bornOn, share, { from, until: addMonths(from, 7) }).find(
    ({ dueOn }) => payDayOf(dueOn) >= today,
  );
}

/** What is shared, by the day on which it is paid. */
interface SharingRule extends DatedRow {
  /** Parents who parted on this day or later share; `undefined` while nobody shared. */
  readonly sharedWhenPartedFrom: CalendarDate | undefined;
}

const SHARING_RULES = new RateTable<SharingRule>([
  {
    from: '2011-01-01',
    sharedWhenPartedFrom: undefined,
    source: 'borger.dk, "Børne- og ungeydelse": to one parent until 2022',
  },
  {
    from: '2022-01-01',
    sharedWhenPartedFrom: '2021-10-19',
    source: 'borger.dk, "Børne- og ungeydelse", rules of January 2022',
  },
]);

/** What decides how much of the benefit one parent receives. */
export interface ChildBenefitParents {
  readonly custody: 'SHARED' | 'SOLE' | 'NONE';
  /** Day on which the parents parted; absent while they live together. */
  readonly partedOn?: CalendarDate;
  /** Whether this parent received the whole amount before amounts were shared. */
  readonly receivedWhole: boolean;
}

/**
 * Share of børne- og ungeydelse for one parent on a day, in percent; 0 when the other parent receives it.
 *
 * Source: borger.dk, "Børne- og ungeydelse" (rules since 1 January 2022; parted on or after 19 October 2021).
 */
export function childBenefitShare(on: CalendarDate, parents: ChildBenefitParents): 0 | ChildBenefitShare {
  if (parents.custody === 'NONE') return 0;
  if (parents.custody === 'SOLE') return 100;
  const sharedFrom = SHARING_RULES.on(on)?.sharedWhenPartedFrom;
  const isShared = sharedFrom !== undefined && (parents.partedOn === undefined || parents.partedOn >= sharedFrom);
  if (isShared) return 50;
  return parents.receivedWhole ? 100 : 0;
}

function paymentOfMonth(
  bornOn: CalendarDate,
  share: ChildBenefitShare,
  month: CalendarDate,
): ChildBenefitPayment | undefined {
  const rule = RULES.on(month);
  if (rule === undefined) return undefined;
  const dueOn = addDaysInMonth(month, rule.dueDay);
  const fifteenthMonth = firstOfMonth(birthday(bornOn, rule.monthlyFromAge));
  if (month > fifteenthMonth) {
    const part = partOfMonthBefore(birthday(bornOn, rule.endsAtAge), month);
    return part === 0
      ? undefined
      : { dueOn, frequency: 'MONTHLY', amountOere: amountOf('FROM_15_TO_17', share, dueOn, part) };
  }
  const isBeforeFirstQuarter = quarterOf(month) <= quarterOf(bornOn);
  if (month !== quarterOf(month) || isBeforeFirstQuarter) return undefined;
  const months = Math.min(3, monthsBetween(month, fifteenthMonth) + 1);
  return { dueOn, frequency: 'QUARTERLY', amountOere: amountOf(bandOn(month, bornOn, rule), share, dueOn, months / 3) };
}

function bandOn(date: CalendarDate, bornOn: CalendarDate, rule: ChildBenefitRule): ChildBenefitBand {
  const age = ageOn(date, bornOn);
  if (age < rule.secondBandAge) return 'UNDER_3';
  return age < rule.thirdBandAge ? 'FROM_3_TO_6' : 'FROM_7_TO_14';
}

function amountOf(
  band: ChildBenefitBand,
  share: ChildBenefitShare,
  on: CalendarDate,
  part: number,
): number | undefined {
  const rates = CHILD_BENEFIT_RATES.on(on);
  if (rates === undefined) return undefined;
  const whole = share === 50 ? rates.halfOere[band] : rates.fullOere[band];
  return part === 1 ? whole : Math.round((whole * part) / OERE_PER_KRONE) * OERE_PER_KRONE;
}

const OERE_PER_KRONE = 100;

/** Part of a month that lies up to and including a day. */
function partOfMonthBefore(day: CalendarDate, month: CalendarDate): number {
  const last = lastDayOfMonth(month);
  if (day > last) return 1;
  return day < month ? 0 : partsOf(day).day / partsOf(last).day;
}

function birthday(bornOn: CalendarDate, age: number): CalendarDate {
  return addMonths(bornOn, age * 12);
}

function firstOfMonth(date: CalendarDate): CalendarDate {
  const { year, month } = partsOf(date);
  return calendarDate(year, month, 1);
}

/** First day of the quarter. */
function quarterOf(date: CalendarDate): CalendarDate {
  const { year, month } = partsOf(date);
  return calendarDate(year, month - ((month - 1) % 3), 1);
}

function addDaysInMonth(month: CalendarDate, day: number): CalendarDate {
  const parts = partsOf(month);
  return calendarDate(parts.year, parts.month, day);
}

function monthsBetween(from: CalendarDate, to: CalendarDate): number {
  const [a, b] = [partsOf(from), partsOf(to)];
  return (b.year - a.year) * 12 + b.month - a.month;
}
