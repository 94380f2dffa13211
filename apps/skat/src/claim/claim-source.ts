import type { SubjectAccess } from '@app/subgraph';
import type { RegisteredClaim } from './claim.js';

/** Where the claims come from (Gældsstyrelsen). */
export abstract class ClaimSource {
  /** Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`. Empty: no claims. */
  abstract findFor(access: SubjectAccess): Promise<readonly RegisteredClaim[]>;
}
