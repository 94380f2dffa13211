import type { CprNumber } from '@app/domain';
import type { SubjectAccess } from '@app/subgraph';
import type { RegisteredChild, RegisteredPerson } from './registered-person.js';

/**
 * The register of persons, as this feature needs it.
 *
 * Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`.
 */
export abstract class PersonSource {
  /** The citizen's own record; `undefined` when the register has none. Tells the ledger whose record it was. */
  abstract findPerson(access: SubjectAccess): Promise<RegisteredPerson | undefined>;

  /** Exactly these children, in any order. Not called without a child. */
  abstract findChildren(children: readonly CprNumber[], access: SubjectAccess): Promise<readonly RegisteredChild[]>;
}
