import { randomUUID } from 'node:crypto';
import { SignJWT, type JWK } from 'jose';
import { audienceOf, systemClock, type AuthorityName, type Clock, type CprNumber } from '@app/domain';
import { CLAIMS } from './claims.js';
import type { SigningKey } from './signing-key.js';
import { TokenCache } from './token-cache.js';

/** What the token for one authority says. */
export interface ExchangeRequest {
  readonly authority: AuthorityName;
  /** Key `id` of the citizen in the query; see `citizenReference`. */
  readonly citizenId: string;
  readonly cprNumber: CprNumber;
  readonly acr: string;
  /** See `sessionReference`. */
  readonly sessionReference: string;
  readonly clientId: string;
  readonly transactionId: string;
}

export interface ExchangeTokenSignerOptions {
  /** The gateway's own name as issuer. */
  readonly issuer: string;
  readonly key: SigningKey;
  /** Real time. */
  readonly clock?: Clock;
  /** Most tokens kept at a time; 0 signs each anew. */
  readonly cacheCapacity?: number;
}

/** Lifetime of a token for an authority, seconds. */
export const EXCHANGE_LIFETIME_SECONDS = 60;
/** A token with less left than this is not sent any more: the call itself takes time, and clocks differ. */
const UNUSED_TAIL_SECONDS = 20;
const CACHE_CAPACITY = 10_000;

/**
 * Signs the tokens that go to authorities instead of the citizen's own (RFC 8693 in spirit, in-process).
 *
 * Note: a token may be used again within its session for 40 s; `txn` then names the transaction that it was issued in,
 *       and the header `x-transaction-id` the present one.
 */
export class ExchangeTokenSigner {
  private readonly clock: Clock;
  private readonly cache: TokenCache;

  constructor(private readonly options: ExchangeTokenSignerOptions) {
    this.clock = options.clock ?? systemClock;
    this.cache = new TokenCache(options.cacheCapacity ?? CACHE_CAPACITY, () => this.clock.now().getTime());
  }

  async sign(request: ExchangeRequest): Promise<string> {
    const cacheKey = this.cacheKeyOf(request);
    const kept = this.cache.find(cacheKey);
    if (kept !== undefined) return kept;
    const token = await this.issue(request);
    this.cache.keep(cacheKey, token, (EXCHANGE_LIFETIME_SECONDS - UNUSED_TAIL_SECONDS) * 1000);
    return token;
  }

  /** What authorities fetch to check the tokens. */
  publicJwks(): { readonly keys: readonly JWK[] } {
    return { keys: [this.options.key.publicJwk] };
  }

  /** All that the token says about the citizen: two citizens can never meet in one entry. */
  protected cacheKeyOf({ authority, citizenId, cprNumber, acr, sessionReference, clientId }: ExchangeRequest): string {
    return JSON.stringify([authority, citizenId, cprNumber, acr, sessionReference, clientId]);
  }

  private issue(request: ExchangeRequest): Promise<string> {
    const { issuer, key } = this.options;
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT({
      [CLAIMS.cprNumber]: request.cprNumber,
      [CLAIMS.sessionId]: request.sessionReference,
      [CLAIMS.clientId]: request.clientId,
      [CLAIMS.transactionId]: request.transactionId,
      acr: request.acr,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.keyId })
      .setIssuer(issuer)
      .setAudience(audienceOf(request.authority))
      .setSubject(request.citizenId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + EXCHANGE_LIFETIME_SECONDS)
      .setJti(randomUUID())
      .sign(key.privateKey);
  }
}
