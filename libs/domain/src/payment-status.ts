import type { CalendarDate } from './calendar-date.js';

/** What a single claim can be: numbers 1 to 4 of the common model (betalingsstatus). Numbers 5 to 7 are for balances. */
export type ClaimStatus = 'UPCOMING' | 'PAID' | 'OVERDUE' | 'SENT_TO_COLLECTION';

/** What decides the status of a single claim. */
export interface ClaimStanding {
  readonly remainingOere: number;
  /** Last day to pay in time (sidste rettidige betalingsdato). */
  readonly payBy: CalendarDate;
  readonly isSentToCollection: boolean;
}

/**
 * Status of a claim on a day. What is paid is paid, wherever the claim was sent; on the last day to pay itself it is
 * overdue ("reached", not "passed").
 *
 * Source: BorgervendtGaeldogBetaling, betalingsstatus (MOO 4585455617, 4506223001).
 */
export function claimStatusOn(today: CalendarDate, claim: ClaimStanding): ClaimStatus {
  if (claim.remainingOere === 0) return 'PAID';
  if (claim.isSentToCollection) return 'SENT_TO_COLLECTION';
  return claim.payBy > today ? 'UPCOMING' : 'OVERDUE';
}
