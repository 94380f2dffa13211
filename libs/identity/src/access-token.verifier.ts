import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { isTestCprNumber, parseCprNumber, systemClock, type Clock, type CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import { CLAIMS, PROFESSIONAL_CLAIMS, PROFESSIONAL_CLAIM_PREFIXES } from './claims.js';
import { SIGNATURE_ALGORITHMS, type KeySource } from './key-set.js';
import { ACCEPTED_ACR_VALUES, isSubstantial, parseNsisLevel } from './nsis-level.js';
import { verifySignedToken } from './signed-token.js';
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
}

const LIFETIME_SECONDS = 15 * 60;

/** Printable ASCII without spaces: an identifier of 10 KB or with line breaks comes from no identity provider. */
const identifier = z.string().regex(/^[\x21-\x7e]{1,255}$/);

const CitizenClaims = z.object({
  // A person number as pseudonym would travel into logs and audit records.
  sub: identifier.refine((text) => parseCprNumber(text) === undefined),
  exp: z.number(),
  jti: identifier,
  [CLAIMS.sessionId]: identifier,
  [CLAIMS.clientId]: identifier,
});

/**
 * Tells who is logged in, from the citizen's access token alone.
 *
 * Errors: `TOKEN_INVALID`, `TOKEN_EXPIRED`, `ASSURANCE_TOO_LOW` with the fact `acr_values`, `SUBJECT_NOT_ALLOWED`,
 *         `KEYS_UNAVAILABLE`. None quotes the token or a claim's value.
 * Source: reliability.md §4.1, T1 to T9 and T12 to T17.
 */
export class AccessTokenVerifier {
  private readonly clock: Clock;
  private readonly lifetimeSecondsMax: number;

  constructor(private readonly options: AccessTokenVerifierOptions) {
    this.clock = options.clock ?? systemClock;
    this.lifetimeSecondsMax = options.lifetimeSecondsMax ?? LIFETIME_SECONDS;
  }

  async verify(token: string): Promise<VerifiedCitizen> {
    const { issuer, audience, keys } = this.options;
    const { clock, lifetimeSecondsMax } = this;
    const algorithms = SIGNATURE_ALGORITHMS;
    const claims = await verifySignedToken(token, { issuer, audience, keys, clock, lifetimeSecondsMax, algorithms });
    requirePrivateCitizen(claims);
    const acr = requireAssurance(claims);
    return readCitizen(claims, acr);
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
    expiresAt: new Date(known.data.exp * 1000),
    isTestPerson: isTestCprNumber(cprNumber),
  };
}
