import type { AuthorityName } from '@app/domain';

/** The person a request is about, as far as the engine needs to know: references and hashes, no person number. */
export interface Subject {
  /** Opaque reference, the key `id` of `Citizen`. */
  readonly citizenId: string;
  /** What `recordOwner` must be in an authority's answer about this person. */
  recordOwnerFor(authority: AuthorityName): string;
  /** Token for one authority about this person; the citizen's own token goes no further. */
  tokenFor(authority: AuthorityName): Promise<string>;
}
