import { hash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { isTestCprNumber, parseCprNumber, systemClock, type Clock, type CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import { CLAIMS, PROFESSIONAL_CLAIMS, PROFESSIONAL_CLAIM_PREFIXES } from './claims.js';
import { SIGNATURE_ALGORITHMS, type KeySource } from './key-set.js';
import { ACCEPTED_ACR_VALUES, isSubstantial, parseNsisLevel } from './nsis-level.js';
import { ShortMemory } from './short-memory.js';
import { isWithinItsTime, verifySignedToken, type CheckedToken } from './signed-token.js';
import { refusedToken } from './token-parts.js';

/** The citizen whom a valid access token is about. */
export interface VerifiedCitizen {
  /** The identity provider's pseudonym for the citizen. Never a person number. */
  readonly subject: string;
  readonly cprNumber: CprNumber;
  /** NSIS level of the login, as URI; Substantial or High. */
  readonly acr: string;
  readonly sessionId: string;
  readonly clientId: string;
  /** What the client may see on the citizen's behalf. */
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  /** Whether the person is invented: told by the number, not by a claim. */
  readonly isTestPerson: boolean;
}

export interface AccessTokenVerifierOptions {
  /** Compared as text: no trailing slash is added or dropped. */
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  /** Longest `exp - iat` that is accepted, seconds. OIO IDWS allows an hour; a leaked token should die sooner. */
  readonly lifetimeSecondsMax?: number;
  /** Real time; not the clock of the rules, which may be frozen. */
  readonly clock?: Clock;
  /** Most tokens remembered at a time; 0 checks each anew. */
  readonly rememberedMax?: number;
}

/** A token that passed, and whom it is about. */
interface KnownToken extends CheckedToken {
  readonly citizen: VerifiedCitizen;
}

const LIFETIME_SECONDS = 15 * 60;
/** How long the signature of a token is not checked again. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 10_000;

/** Printable ASCII without spaces: an identifier of 10 KB or with line breaks comes from no identity provider. */
const identifier = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** RFC 6749 §3.3. */
const scopes = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/)
  .transform((text) => text.split(' '));

const CitizenClaims = z.object({
  // A person number as pseudonym would travel into logs and audit records.
  sub: identifier.refine((text) => parseCprNumber(text) === undefined),
  exp: z.number(),
  jti: identifier,
  [CLAIMS.sessionId]: identifier,
  [CLAIMS.clientId]: identifier,
  [CLAIMS.scope]: scopes.optional(),
});

/**
 * Tells who is logged in, from the citizen's access token alone.
 *
 * What passed is remembered for a minute, by the hash of the whole token, so that a page of several requests costs one
 * signature. Its times and its key are looked at each time: a token that has expired, or whose key was withdrawn,
 * is refused no later than without this memory. The same token gives the same object.
 *
 * Errors: `TOKEN_INVALID`, `TOKEN_EXPIRED`, `ASSURANCE_TOO_LOW` with the fact `acr_values`, `SUBJECT_NOT_ALLOWED`,
 *         `KEYS_UNAVAILABLE`. None quotes the token or a claim's value.
 * Source: reliability.md §4.1, T1 to T9 and T12 to T17.
 */
export class AccessTokenVerifier {
  private readonly clock: Clock;
  private readonly lifetimeSecondsMax: number;
  private readonly known: ShortMemory<KnownToken>;

  constructor(private readonly options: AccessTokenVerifierOptions) {
    this.clock = options.clock ?? systemClock;
    this.lifetimeSecondsMax = options.lifetimeSecondsMax ?? LIFETIME_SECONDS;
    this.known = new ShortMemory(options.rememberedMax ?? REMEMBERED_MAX, () => this.clock.now().getTime());
  }

  async verify(token: string): Promise<VerifiedCitizen> {
    const fingerprint = hash('sha256', token, 'base64');
    const known = this.known.find(fingerprint);
    if (known !== undefined && (await this.stillHolds(known))) return known.citizen;
    const checked = await this.check(token);
    this.known.keep(fingerprint, checked, REMEMBERED_MS);
    return checked.citizen;
  }

  /** Errors: `TOKEN_INVALID`, `KEYS_UNAVAILABLE` for a key that a new token would be refused for as well. */
  private async stillHolds({ claims, keyId, algorithm, key }: KnownToken): Promise<boolean> {
    return isWithinItsTime(claims, this.clock.now()) && (await this.options.keys.keyFor(keyId, algorithm)) === key;
  }

  private async check(token: string): Promise<KnownToken> {
    const { issuer, audience, keys } = this.options;
    const { clock, lifetimeSecondsMax } = this;
    const algorithms = SIGNATURE_ALGORITHMS;
    const checked = await verifySignedToken(token, { issuer, audience, keys, clock, lifetimeSecondsMax, algorithms });
    requirePrivateCitizen(checked.claims);
    const acr = requireAssurance(checked.claims);
    return { ...checked, citizen: readCitizen(checked.claims, acr) };
  }
}

/** Professional identities and deputies have their own rights, which nobody has granted here yet. */
function requirePrivateCitizen(claims: JWTPayload): void {
  const names = Object.keys(claims);
  const isProfessional = names.some(
    (name) =>
      PROFESSIONAL_CLAIM_PREFIXES.some((prefix) => name.startsWith(prefix)) ||
      PROFESSIONAL_CLAIMS.some((professional) => name === professional),
  );
  if (isProfessional || names.includes(CLAIMS.actor)) throw new ExposureError('SUBJECT_NOT_ALLOWED');
  if (names.includes(CLAIMS.confirmation)) throw refusedToken(CLAIMS.confirmation);
}

/** The weakest of the levels counts: a strong means of login does not mend an identity that was never proven. */
function requireAssurance(claims: JWTPayload): string {
  const parts = [CLAIMS.loa, CLAIMS.ial, CLAIMS.aal].filter((name) => Object.hasOwn(claims, name));
  const acr = ACCEPTED_ACR_VALUES.find((accepted) => accepted === claims['acr']);
  if (acr === undefined || !parts.every((name) => isSubstantial(parseNsisLevel(claims[name]))))
    throw new ExposureError('ASSURANCE_TOO_LOW', { acr_values: ACCEPTED_ACR_VALUES.join(' ') });
  return acr;
}

function readCitizen(claims: JWTPayload, acr: string): VerifiedCitizen {
  const cprNumber = parseCprNumber(claims[CLAIMS.cprNumber]);
  if (cprNumber === undefined) throw refusedToken('cpr');
  const known = CitizenClaims.safeParse(claims);
  if (!known.success) throw refusedToken(String(known.error.issues[0]?.path[0]));
  return {
    subject: known.data.sub,
    cprNumber,
    acr,
    sessionId: known.data[CLAIMS.sessionId],
    clientId: known.data[CLAIMS.clientId],
    scopes: known.data[CLAIMS.scope] ?? [],
    expiresAt: new Date(known.data.exp * 1000),
    isTestPerson: isTestCprNumber(cprNumber),
  };
}
