import type { SubjectAccess } from '@app/subgraph';
import type { Payment } from './payment.js';

export abstract class PaymentSource {
  /**
   * The payments that were made to the citizen, in any order. Empty: none.
   * Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`.
   */
  abstract findMadeTo(access: SubjectAccess): Promise<readonly Payment[]>;
}
