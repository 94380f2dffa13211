import { calendarDate, partsOf, RateTable, type CalendarDate, type DatedRow } from '@app/domain';
import type { AnnualTaxFacts, TaxFacts } from './citizen-facts.js';

/** Days of the tax year, by the year in which they lie. */
interface TaxDays extends DatedRow {
  readonly opensOn: readonly [month: number, day: number];
  readonly correctBy: readonly [month: number, day: number];
}

const TAX_DAYS = new RateTable<TaxDays>([
  {
    from: '2000-01-01',
    opensOn: [3, 23],
    correctBy: [5, 1],
    source: 'pensionist.dk: last day was 1 May before 2026; opening day as in 2026',
  },
  {
    from: '2026-01-01',
    opensOn: [3, 23],
    correctBy: [5, 20],
    source: 'pensionist.dk: opened 23 March 2026, last day moved to 20 May',
  },
]);
/** First run of refunds (tv2ostjylland.dk: about 5 April), last day before surcharge (1 July), preliminary assessment (mid-November). */
const REFUND_DUE = [4, 5] as const;
const RESIDUAL_PAY_BY = [7, 1] as const;
const PRELIMINARY_ON = [11, 15] as const;

/** The accounts of a year. Refund where more was paid than the tax, residual tax where less. */
export interface YearAccounts {
  readonly taxableIncomeOere: number;
  readonly taxOere: number;
  readonly paidOere: number;
  readonly offsetOere?: number;
}

export interface Preliminary {
  readonly expectedIncomeOere: number;
  readonly monthlyDeductionOere: number;
  readonly withholdingPercent: number;
}

/** Preliminary assessment of this year and the annual ones that are open, newest first. `accounts`: newest year first. */
export function taxOf(
  preliminary: Preliminary | undefined,
  accounts: readonly YearAccounts[],
  today: CalendarDate,
): TaxFacts {
  const { year } = partsOf(today);
  const isOpen = dayIn(year, daysOf(year).opensOn) <= today;
  const newest = isOpen ? year - 1 : year - 2;
  return {
    ...(preliminary === undefined
      ? {}
      : { preliminary: { incomeYear: year, ...preliminary, assessedOn: dayIn(year - 1, PRELIMINARY_ON) } }),
    annual: accounts.map((account, index) => annualOf(newest - index, account)),
  };
}

export const NO_TAX: TaxFacts = { annual: [] };

function annualOf(incomeYear: number, { offsetOere, ...account }: YearAccounts): AnnualTaxFacts {
  const year = incomeYear + 1;
  const days = daysOf(year);
  const balance = account.paidOere - account.taxOere;
  return {
    incomeYear,
    assessedOn: dayIn(year, days.opensOn),
    correctBy: dayIn(year, days.correctBy),
    ...account,
    ...(balance > 0 ? { refundDueOn: dayIn(year, REFUND_DUE) } : {}),
    ...(balance > 0 && offsetOere !== undefined ? { offsetOere } : {}),
    ...(balance < 0 ? { residualPayBy: dayIn(year, RESIDUAL_PAY_BY) } : {}),
  };
}

function daysOf(year: number): TaxDays {
  return TAX_DAYS.on(calendarDate(year, 1, 1)) ?? TAX_DAYS.rows[0]!;
}

function dayIn(year: number, [month, day]: readonly [number, number]): CalendarDate {
  return calendarDate(year, month, day);
}
