import type { ClaimStatus } from './payment-status.js';

/**
 * Statuses of a payment or of a balance (betalingsstatus), in the order of their official numbers 1 to 7.
 * Source: common data model BorgervendtGaeldogBetaling, list Betalingsstatus.
 */
export const PAYMENT_STATUSES = [
  'UPCOMING',
  'PAID',
  'OVERDUE',
  'SENT_TO_COLLECTION',
  'PARTLY_OVERDUE',
  'PARTLY_SENT_TO_COLLECTION',
  'PARTLY_OVERDUE_PARTLY_SENT',
] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/**
 * Status of the balance over claims. Depends on which statuses occur, not on how often or in which order.
 *
 * Shape: `undefined` without claims: a balance over nothing has no status.
 * Note:  read by the letter. "One is sent, one is not" counts a paid claim among those that are not sent.
 *        7 is 5 and 6 together, and 5 needs a claim that is still upcoming: overdue and sent alone are 6.
 */
export function balanceStatusOf(statuses: Iterable<ClaimStatus>): PaymentStatus | undefined {
  const occurring = new Set(statuses);
  const isPartlyOverdue = occurring.has('OVERDUE') && occurring.has('UPCOMING');
  const isPartlySent = occurring.has('SENT_TO_COLLECTION') && occurring.size > 1;

  if (isPartlySent) return isPartlyOverdue ? 'PARTLY_OVERDUE_PARTLY_SENT' : 'PARTLY_SENT_TO_COLLECTION';
  if (isPartlyOverdue) return 'PARTLY_OVERDUE';
  return BY_WEIGHT.find((status) => occurring.has(status));
}

/** What decides when no rule for mixtures applies: something overdue outweighs what is paid, as does something upcoming. */
const BY_WEIGHT: readonly ClaimStatus[] = ['SENT_TO_COLLECTION', 'OVERDUE', 'UPCOMING', 'PAID'];
