import { addMonths, type CalendarDate } from '@app/domain';
import { plannedPayments } from '../benefit/pay-days.js';
import type { Grant } from '../benefit/grant.js';
import { grantOn } from '../benefit/benefit.js';

/** A payment to the citizen (udbetaling), planned or made. */
export interface Payment {
  readonly benefitId: string;
  readonly benefitName: string;
  /** Bank day on which the money is in the NemKonto. */
  readonly payOn: CalendarDate;
  /** Øre before tax. */
  readonly amountOere: number;
}

export interface PaymentPlan {
  /** Soonest first. */
  readonly next: readonly Payment[];
  /** Newest first. */
  readonly earlier: readonly Payment[];
}

const HISTORY_MONTHS = 12;

/** What is planned follows from the grants; what was paid is what the source says was carried out (effektuering). */
export function paymentPlanOn(today: CalendarDate, grants: readonly Grant[], made: readonly Payment[]): PaymentPlan {
  const since = addMonths(today, -HISTORY_MONTHS);
  const earlier = made.filter(({ payOn }) => payOn >= since && payOn <= today);
  const paid = new Set(earlier.map(keyOf));
  const next = grants
    .flatMap((grant) => planned(today, grantOn(today, grant)))
    .filter((payment) => !paid.has(keyOf(payment)));
  return { next: next.toSorted(byDay), earlier: earlier.toSorted((left, right) => byDay(right, left)) };
}

/** Payments whose amount is not known are left out: the benefit itself tells the day. */
function planned(today: CalendarDate, grant: Grant): readonly Payment[] {
  return plannedPayments(today, grant).flatMap(({ payOn, amountOere }) =>
    amountOere === null ? [] : [{ benefitId: grant.id, benefitName: grant.name, payOn, amountOere }],
  );
}

/** A payment of today may be carried out already. */
function keyOf({ benefitId, payOn }: Payment): string {
  return `${payOn} ${benefitId}`;
}

function byDay(left: Payment, right: Payment): number {
  if (left.payOn === right.payOn) return 0;
  return left.payOn < right.payOn ? -1 : 1;
}
