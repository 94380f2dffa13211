import type { CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import type { RecordLedger } from './record-ledger.js';

/** One request on behalf of one citizen: who, how long, and whose records were read. The GraphQL context is `{ access }`. */
export interface SubjectAccess {
  /** Opaque reference of the session (`sub` of the exchanged token), the only key that is answered. */
  readonly citizenId: string;
  readonly cprNumber: CprNumber;
  /** NSIS level of the citizen's login, as URI. */
  readonly acr: string;
  readonly transactionId: string;
  /** Aborts when the time is up or the gateway has hung up. Pass it on to everything that waits. */
  readonly signal: AbortSignal;
  /** Milliseconds until the answer must be on its way; never below 0. */
  remainingMs(): number;
  readonly records: RecordLedger;
}

/** The GraphQL context value. */
export interface SubgraphContext {
  readonly access: SubjectAccess;
}

/**
 * The entity for a key, for `@ResolveReference()`.
 *
 * Errors: `SUBJECT_NOT_ASKED` when the key is not the subject of the token.
 */
export function requireSubject(
  key: { readonly id: string },
  access: SubjectAccess,
): { __typename: 'Citizen'; id: string } {
  if (key.id !== access.citizenId) throw new ExposureError('SUBJECT_NOT_ASKED');
  return { __typename: 'Citizen', id: access.citizenId };
}

/** Something computed once per request and shared by the fields that need it, such as one call to a source. */
export class PerRequest<Value> {
  private readonly values = new WeakMap<SubjectAccess, Promise<Value>>();

  get(access: SubjectAccess, make: () => Promise<Value>): Promise<Value> {
    const known = this.values.get(access);
    if (known !== undefined) return known;
    const made = make();
    this.values.set(access, made);
    return made;
  }
}
