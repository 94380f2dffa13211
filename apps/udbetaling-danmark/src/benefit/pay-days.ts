import {
  addMonths,
  calendarDate,
  childBenefitPayments,
  dueDates,
  firstBankDayOfMonth,
  lastDayOfMonth,
  partsOf,
  payDayOf,
  type CalendarDate,
} from '@app/domain';
import type { ChildAndYouthBenefitGrant, Grant } from './grant.js';

/** A payment that will be made if nothing changes. */
export interface PlannedPayment {
  /** Day on which the money is in the NemKonto, a bank day. */
  readonly payOn: CalendarDate;
  /** Øre before tax; null when it varies. */
  readonly amountOere: number | null;
}

const HORIZON_MONTHS = 12;

/** The payments of the next twelve months, today's included, soonest first. */
export function plannedPayments(today: CalendarDate, grant: Grant): readonly PlannedPayment[] {
  const isPaid = grant.status === 'CURRENT' || grant.status === 'UPCOMING';
  if (!isPaid || grant.nextDueOn === null) return [];
  const until = addMonths(today, HORIZON_MONTHS);
  return duePayments(grant, grant.nextDueOn, until)
    .filter(({ dueOn }) => isCoveredBy(grant, dueOn))
    .map(({ dueOn, payOn = payDayOf(dueOn), amountOere }) => ({ payOn, amountOere }))
    .filter(({ payOn }) => payOn >= today);
}

/** The next bank day on which the grant is paid, today included; null when none is planned. */
export function nextPayDay(today: CalendarDate, grant: Grant): CalendarDate | null {
  return plannedPayments(today, grant)[0]?.payOn ?? null;
}

interface DuePayment {
  readonly dueOn: CalendarDate;
  /** Where it is not the due day or the bank day before it. */
  readonly payOn?: CalendarDate;
  readonly amountOere: number | null;
}

function duePayments(grant: Grant, first: CalendarDate, until: CalendarDate): readonly DuePayment[] {
  if (grant.type === 'ChildAndYouthBenefit') return childPayments(grant, first, until);
  if (grant.type === 'HousingBenefit' && grant.frequency === 'MONTHLY' && first <= firstBankDayOfMonth(first))
    return firstBankDays(grant, first, until);
  return evenPayments(grant, first, until);
}

/** Boligstøtte is paid in advance on the first bank day of the month, never before the month begins [GEN]. */
function firstBankDays(grant: Grant, first: CalendarDate, until: CalendarDate): readonly DuePayment[] {
  const { year, month } = partsOf(first);
  return evenPayments(grant, calendarDate(year, month, 1), until).map((payment) => ({
    ...payment,
    payOn: firstBankDayOfMonth(payment.dueOn),
  }));
}

function evenPayments(grant: Grant, first: CalendarDate, until: CalendarDate): readonly DuePayment[] {
  return dueDates(first, grant.frequency, until).map((dueOn) => ({
    dueOn,
    amountOere: endsWithinMonthOf(dueOn, grant) ? null : grant.amountPerPaymentOere,
  }));
}

/** The last payment is for a part of the month only; how much that is, the source says when it is paid. */
function endsWithinMonthOf(dueOn: CalendarDate, { grantedTo }: Grant): boolean {
  return grantedTo !== null && monthOf(grantedTo) === monthOf(dueOn) && grantedTo < lastDayOfMonth(dueOn);
}

/**
 * Amount and rhythm of børne- og ungeydelse change with the age of the child. The law's amounts hold for a citizen who
 * receives them now; where the amount was reduced (by income), it is known until the child's next change only.
 */
function childPayments(
  grant: ChildAndYouthBenefitGrant,
  first: CalendarDate,
  until: CalendarDate,
): readonly DuePayment[] {
  const byLaw = childBenefitPayments(grant.childBornOn, grant.sharePercent, { from: first, until });
  const next = byLaw[0];
  if (next?.dueOn !== first) return evenPayments(grant, first, until);
  if (next.amountOere === grant.amountPerPaymentOere)
    return byLaw.map(({ dueOn, amountOere }) => ({ dueOn, amountOere: amountOere ?? null }));
  const change = byLaw.findIndex(
    ({ frequency, amountOere }) => frequency !== next.frequency || amountOere !== next.amountOere,
  );
  return byLaw
    .slice(0, change === -1 ? undefined : change)
    .map(({ dueOn }) => ({ dueOn, amountOere: grant.amountPerPaymentOere }));
}

/** Paid up to the month in which the grant ends, and not beyond a declaration that still waits for its answer. */
function isCoveredBy(grant: Grant, dueOn: CalendarDate): boolean {
  if (grant.grantedTo !== null && monthOf(dueOn) > monthOf(grant.grantedTo)) return false;
  if (grant.type !== 'ChildAllowance' || grant.declarationRequest === null) return true;
  const { answerBy, answeredOn } = grant.declarationRequest;
  return answeredOn !== null || dueOn <= answerBy;
}

function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}
