import type { SubjectAccess } from '@app/subgraph';
import type { ClaimOnCitizen } from './debt.js';

export abstract class DebtSource {
  /**
   * The claims of Udbetaling Danmark on the citizen, in any order. Empty: none.
   * Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`.
   */
  abstract findFor(access: SubjectAccess): Promise<readonly ClaimOnCitizen[]>;
}
