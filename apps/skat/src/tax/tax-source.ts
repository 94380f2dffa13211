import type { SubjectAccess } from '@app/subgraph';
import type { TaxAssessments } from './tax-assessment.js';

/** Where the assessments come from (Skattestyrelsen). */
export abstract class TaxSource {
  /** Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`. Empty: no assessments. */
  abstract findFor(access: SubjectAccess): Promise<TaxAssessments>;
}
