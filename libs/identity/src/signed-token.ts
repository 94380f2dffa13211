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

/**
 * What every access token has to pass, whoever it is for: form, type `at+jwt`, algorithm, key, signature, issuer,
 * audience and times.
 *
 * Errors: `TOKEN_INVALID`, `TOKEN_EXPIRED`, `KEYS_UNAVAILABLE`. jose's own errors carry the claims, so none is passed
 *         on, not even as a cause.
 */
export async function verifySignedToken(token: string, rules: SignedTokenRules): Promise<JWTPayload> {
  const { keyId } = requireWellFormedToken(token);
  const now = rules.clock.now();
  const claims = await verifyWithJose(token, keyId, now, rules);
  requireBoundedLifetime(claims, now, rules.lifetimeSecondsMax);
  return claims;
}

async function verifyWithJose(token: string, keyId: string, now: Date, rules: SignedTokenRules): Promise<JWTPayload> {
  const keyOf = async ({ alg }: { alg?: string | undefined }): Promise<CryptoKey> => {
    const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === alg);
    if (algorithm === undefined) throw refusedToken('algorithm');
    return rules.keys.keyFor(keyId, algorithm);
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [...rules.algorithms],
      typ: 'at+jwt',
      issuer: rules.issuer,
      audience: rules.audience,
      requiredClaims: ['exp', 'iat'],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    });
    return payload;
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
