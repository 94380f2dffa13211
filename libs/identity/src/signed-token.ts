import { errors, jwtVerify, type CryptoKey, type JWTPayload } from 'jose';
import type { Clock } from '@app/domain';
import { ExposureError } from '@app/errors';
import { SIGNATURE_ALGORITHMS, type KeySource, type SignatureAlgorithm } from './key-set.js';
import { refusedToken, requireWellFormedToken } from './token-parts.js';

/** Tolerated difference between our clock and the issuer's, seconds, both ways. FAPI allows 10 to 60. */
export const CLOCK_SKEW_SECONDS = 10;

export interface SignedTokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Longest `exp - iat`, seconds. */
  readonly lifetimeSecondsMax: number;
  readonly keys: KeySource;
  readonly clock: Clock;
}

/** A token that passed, with the key that it passed with. */
export interface CheckedToken {
  readonly claims: JWTPayload;
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  readonly key: CryptoKey;
}

/**
 * What every access token has to pass, whoever it is for: form, type `at+jwt`, algorithm, key, signature, issuer,
 * audience and times.
 *
 * Errors: `TOKEN_INVALID`, `TOKEN_EXPIRED`, `KEYS_UNAVAILABLE`. jose's own errors carry the claims, so none is passed
 *         on, not even as a cause.
 */
export async function verifySignedToken(token: string, rules: SignedTokenRules): Promise<CheckedToken> {
  const { keyId } = requireWellFormedToken(token);
  const now = rules.clock.now();
  const checked = await verifyWithJose(token, keyId, now, rules);
  requireBoundedLifetime(checked.claims, now, rules.lifetimeSecondsMax);
  return checked;
}

/** Whether the times of a token that passed once hold now: neither over nor, should a clock have gone back, to come. */
export function isWithinItsTime({ iat = 0, nbf = 0, exp = 0 }: JWTPayload, now: Date): boolean {
  const seconds = Math.floor(now.getTime() / 1000);
  return exp > seconds - CLOCK_SKEW_SECONDS && Math.max(iat, nbf) <= seconds + CLOCK_SKEW_SECONDS;
}

async function verifyWithJose(token: string, keyId: string, now: Date, rules: SignedTokenRules): Promise<CheckedToken> {
  let algorithm: SignatureAlgorithm | undefined;
  const keyOf = async ({ alg }: { alg?: string | undefined }): Promise<CryptoKey> => {
    algorithm = SIGNATURE_ALGORITHMS.find((known) => known === alg);
    if (algorithm === undefined) throw refusedToken('algorithm');
    return rules.keys.keyFor(keyId, algorithm);
  };
  try {
    const { payload, key } = await jwtVerify(token, keyOf, {
      algorithms: [...rules.algorithms],
      typ: 'at+jwt',
      issuer: rules.issuer,
      audience: rules.audience,
      requiredClaims: ['exp', 'iat'],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    });
    if (algorithm === undefined) throw refusedToken('algorithm');
    return { claims: payload, keyId, algorithm, key };
  } catch (fault) {
    throw fault instanceof ExposureError ? fault : translated(fault);
  }
}

/** jose looks at `exp` and `nbf`; a token for ten years or from the future is ours to refuse. */
function requireBoundedLifetime({ iat, exp }: JWTPayload, now: Date, lifetimeSecondsMax: number): void {
  if (!Number.isFinite(iat) || !Number.isFinite(exp) || iat === undefined || exp === undefined)
    throw refusedToken('lifetime');
  if (exp <= iat || exp - iat > lifetimeSecondsMax) throw refusedToken('lifetime');
  if (iat > Math.floor(now.getTime() / 1000) + CLOCK_SKEW_SECONDS) throw refusedToken('iat');
}

function translated(fault: unknown): ExposureError {
  if (fault instanceof errors.JWTExpired) return new ExposureError('TOKEN_EXPIRED');
  if (fault instanceof errors.JWTClaimValidationFailed) return refusedToken(reasonOf(fault.claim));
  if (fault instanceof errors.JWSSignatureVerificationFailed) return refusedToken('signature');
  if (fault instanceof errors.JOSEAlgNotAllowed) return refusedToken('algorithm');
  return refusedToken('form');
}

const CHECKED_CLAIMS = ['typ', 'iss', 'aud', 'exp', 'iat', 'nbf'];

function reasonOf(claim: string): string {
  return CHECKED_CLAIMS.includes(claim) ? claim : 'claims';
}
