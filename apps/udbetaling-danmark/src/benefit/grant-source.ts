import type { SubjectAccess } from '@app/subgraph';
import type { Grant } from './grant.js';

export abstract class GrantSource {
  /**
   * The citizen's grants, current and earlier. Empty: none. Several calls of one request cost one call of the source.
   * Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`.
   */
  abstract findFor(access: SubjectAccess): Promise<readonly Grant[]>;
}
