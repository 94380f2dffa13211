import { payDayOf, type CalendarDate } from '@app/domain';

/** Preliminary assessment (forskudsopgørelse): the budget of a year. */
export interface PreliminaryTaxAssessment {
  readonly incomeYear: number;
  readonly expectedIncomeOere: number;
  readonly monthlyDeductionOere: number;
  readonly withholdingPercent: number;
  readonly assessedOn: CalendarDate;
}

/** Annual assessment (årsopgørelse): the accounts of a year. */
export interface AnnualTaxAssessment {
  readonly incomeYear: number;
  readonly assessedOn: CalendarDate;
  readonly correctBy: CalendarDate;
  readonly taxableIncomeOere: number;
  readonly taxOere: number;
  readonly paidOere: number;
  /** `null`: the year balances. */
  readonly settlement: TaxSettlement | null;
}

export type TaxSettlement = TaxRefund | ResidualTax;

/** Tax refund (overskydende skat). */
export interface TaxRefund {
  readonly kind: 'REFUND';
  readonly amountOere: number;
  /** A bank day; `null` when not yet known. */
  readonly payOn: CalendarDate | null;
  /** Part of the amount that covers a claim instead of being paid out. */
  readonly offsetOere: number;
}

/** Residual tax (restskat). */
export interface ResidualTax {
  readonly kind: 'RESIDUAL';
  readonly amountOere: number;
  readonly payBy: CalendarDate;
}

/** Both assessments of a citizen; they come from the authority in one answer. */
export interface TaxAssessments {
  readonly preliminary: PreliminaryTaxAssessment | null;
  /** Newest income year first. */
  readonly annual: readonly AnnualTaxAssessment[];
}

/**
 * How a year with money back is settled. The day that the authority plans is one of the calendar; money moves on bank days.
 *
 * Unit: øre. `offsetOere` is a part of `amountOere`.
 */
export function refundOf(amountOere: number, dueOn: CalendarDate | null, offsetOere: number): TaxRefund | null {
  if (amountOere === 0) return null;
  return { kind: 'REFUND', amountOere, offsetOere, payOn: dueOn === null ? null : payDayOf(dueOn) };
}

/** How a year with tax left to pay is settled. */
export function residualTaxOf(amountOere: number, payBy: CalendarDate): ResidualTax | null {
  return amountOere === 0 ? null : { kind: 'RESIDUAL', amountOere, payBy };
}

/** Newest income year first; of two versions of a year, the newer first. */
export function newestFirst(assessments: readonly AnnualTaxAssessment[]): readonly AnnualTaxAssessment[] {
  return assessments.toSorted((a, b) => b.incomeYear - a.incomeYear || b.assessedOn.localeCompare(a.assessedOn));
}
