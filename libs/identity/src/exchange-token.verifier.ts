import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { audienceOf, parseCprNumber, systemClock, type AuthorityName, type Clock, type CprNumber } from '@app/domain';
import { ExposureError, errorCodeOf } from '@app/errors';
import { CLAIMS } from './claims.js';
import { EXCHANGE_LIFETIME_SECONDS } from './exchange-token.signer.js';
import type { KeySource } from './key-set.js';
import { isSubstantial, parseNsisLevel } from './nsis-level.js';
import { verifySignedToken } from './signed-token.js';
import { refusedToken } from './token-parts.js';

/** The citizen whom the gateway asks about. */
export interface ExchangedSubject {
  /** Key `id` of the citizen in the query. */
  readonly citizenId: string;
  readonly cprNumber: CprNumber;
  readonly acr: string;
  readonly sessionReference: string;
  readonly clientId: string;
  /** Transaction in which the token was issued. */
  readonly transactionId: string;
  readonly expiresAt: Date;
}

export interface ExchangeTokenVerifierOptions {
  /** The gateway as issuer. */
  readonly issuer: string;
  /** This authority; tokens for another one are refused. */
  readonly authority: AuthorityName;
  readonly keys: KeySource;
  readonly clock?: Clock;
}

const identifier = z.string().regex(/^[\x21-\x7e]{1,255}$/);

const ExchangeClaims = z.object({
  aud: z.string(), // one audience, not a list
  sub: identifier,
  exp: z.number(),
  jti: identifier,
  acr: z.string().refine((acr) => isSubstantial(parseNsisLevel(acr))),
  [CLAIMS.sessionId]: identifier,
  [CLAIMS.clientId]: identifier,
  [CLAIMS.transactionId]: identifier,
});

/**
 * Lets a subgraph answer its gateway and nobody else.
 *
 * Errors: `DIRECT_CALL_REFUSED` for anything but a fresh token of the gateway for this authority, with the fact
 *         `reason`; `KEYS_UNAVAILABLE` when the gateway's keys were never seen and cannot be fetched.
 */
export class ExchangeTokenVerifier {
  private readonly clock: Clock;

  constructor(private readonly options: ExchangeTokenVerifierOptions) {
    this.clock = options.clock ?? systemClock;
  }

  async verify(token: string): Promise<ExchangedSubject> {
    const { issuer, authority, keys } = this.options;
    try {
      const { claims } = await verifySignedToken(token, {
        issuer,
        keys,
        audience: audienceOf(authority),
        algorithms: ['ES256'],
        lifetimeSecondsMax: EXCHANGE_LIFETIME_SECONDS,
        clock: this.clock,
      });
      return readSubject(claims);
    } catch (fault) {
      throw errorCodeOf(fault) === 'KEYS_UNAVAILABLE' ? fault : refusedCall(fault);
    }
  }
}

function refusedCall(fault: unknown): ExposureError {
  if (!(fault instanceof ExposureError)) throw fault;
  const reason = fault.code === 'TOKEN_EXPIRED' ? 'expired' : fault.facts['reason'];
  return new ExposureError('DIRECT_CALL_REFUSED', reason === undefined ? {} : { reason });
}

function readSubject(claims: JWTPayload): ExchangedSubject {
  const cprNumber = parseCprNumber(claims[CLAIMS.cprNumber]);
  if (cprNumber === undefined) throw refusedToken('cpr');
  const known = ExchangeClaims.safeParse(claims);
  if (!known.success) throw refusedToken(String(known.error.issues[0]?.path[0]));
  return {
    citizenId: known.data.sub,
    cprNumber,
    acr: known.data.acr,
    sessionReference: known.data[CLAIMS.sessionId],
    clientId: known.data[CLAIMS.clientId],
    transactionId: known.data[CLAIMS.transactionId],
    expiresAt: new Date(known.data.exp * 1000),
  };
}
