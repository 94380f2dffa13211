import { addMonths, calendarDate, partsOf, type CalendarDate } from './calendar-date.js';
import { RateTable, type DatedRow } from './rate-table.js';

/** State pension age for those born from a day on. Unit: months, as half years exist. */
interface PensionAge extends DatedRow {
  readonly ageMonths: number;
}

const LAW = 'lov om social pension § 1 a, stk. 1 (danskelove.dk/pensionsloven/1a)';

/** Folkepensionsalder by date of birth; `from` is the first date of birth. */
const PENSION_AGES = new RateTable<PensionAge>([
  { from: '1800-01-01', ageMonths: 65 * 12, source: `${LAW}, nr. 1` },
  { from: '1954-01-01', ageMonths: 65 * 12 + 6, source: `${LAW}, nr. 2` },
  { from: '1954-07-01', ageMonths: 66 * 12, source: `${LAW}, nr. 3` },
  { from: '1955-01-01', ageMonths: 66 * 12 + 6, source: `${LAW}, nr. 4` },
  { from: '1955-07-01', ageMonths: 67 * 12, source: `${LAW}, nr. 5` },
  { from: '1963-01-01', ageMonths: 68 * 12, source: `${LAW}, nr. 6` },
  { from: '1967-01-01', ageMonths: 69 * 12, source: `${LAW}, nr. 7` },
  {
    from: '1971-01-01',
    ageMonths: 70 * 12,
    source: 'aeldresagen.dk: 70 from 2040, adopted in May 2025; later steps are not adopted',
  },
]);

/** How early one may apply, by the day on which the pension can be paid first. Unit: months before that day. */
interface ApplicationLead extends DatedRow {
  readonly months: number;
}

const APPLICATION_LEADS = new RateTable<ApplicationLead>([
  { from: '1800-01-01', months: 6, source: 'bronderslev.dk, "Folkepension": up to 6 months before' },
]);

export interface StatePensionDates {
  readonly pensionAgeMonths: number;
  /** Day on which the age is reached. */
  readonly reachedOn: CalendarDate;
  /** First day for which it can be paid: the 1st of the month after. */
  readonly payableFrom: CalendarDate;
  /** First day on which one may apply. */
  readonly applyFrom: CalendarDate;
}

/** State pension age (folkepensionsalder) by date of birth. Unit: months. */
export function statePensionAgeMonths(bornOn: CalendarDate): number {
  return rowOn(PENSION_AGES, bornOn).ageMonths;
}

/**
 * When someone reaches the state pension age, can be paid and may apply (udsigt til folkepension).
 *
 * Note:   someone born on the last day of a long month reaches a half-year age on the last day of the shorter one.
 * Source: lov om social pension § 1 a; aeldresagen.dk, "Folkepension" (the 1st of the month after).
 */
export function statePensionOutlook(bornOn: CalendarDate): StatePensionDates {
  const pensionAgeMonths = statePensionAgeMonths(bornOn);
  const reachedOn = addMonths(bornOn, pensionAgeMonths);
  const { year, month } = partsOf(reachedOn);
  const payableFrom = addMonths(calendarDate(year, month, 1), 1);
  const applyFrom = addMonths(payableFrom, -rowOn(APPLICATION_LEADS, payableFrom).months);
  return { pensionAgeMonths, reachedOn, payableFrom, applyFrom };
}

function rowOn<Row extends DatedRow>(table: RateTable<Row>, date: CalendarDate): Row {
  const row = table.on(date);
  if (row === undefined) throw new RangeError('no row for a date that long ago');
  return row;
}
