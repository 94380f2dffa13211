import { randomUUID, sign } from 'node:crypto';
import type { JWK } from 'jose';
import { audienceOf, systemClock, type AuthorityName, type Clock, type CprNumber } from '@app/domain';
import { CLAIMS } from './claims.js';
import { ShortMemory } from './short-memory.js';
import type { SigningKey } from './signing-key.js';

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
  private readonly signed: ShortMemory<string>;
  private readonly header: string;

  constructor(private readonly options: ExchangeTokenSignerOptions) {
    this.clock = options.clock ?? systemClock;
    this.signed = new ShortMemory(options.cacheCapacity ?? CACHE_CAPACITY, () => this.clock.now().getTime());
    this.header = encode({ alg: 'ES256', typ: 'at+jwt', kid: options.key.keyId });
  }

  async sign(request: ExchangeRequest): Promise<string> {
    const cacheKey = this.cacheKeyOf(request);
    const kept = this.signed.find(cacheKey);
    if (kept !== undefined) return kept;
    const token = this.issue(request);
    this.signed.keep(cacheKey, token, (EXCHANGE_LIFETIME_SECONDS - UNUSED_TAIL_SECONDS) * 1000);
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

  /**
   * Signed here and now: jose goes through WebCrypto, whose way over a thread costs more CPU than the signature, and
   * makes nothing safer when the key is ours. Whoever reads the token checks it with jose.
   */
  private issue(request: ExchangeRequest): string {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const claims = encode({
      [CLAIMS.cprNumber]: request.cprNumber,
      [CLAIMS.sessionId]: request.sessionReference,
      [CLAIMS.clientId]: request.clientId,
      [CLAIMS.transactionId]: request.transactionId,
      acr: request.acr,
      iss: this.options.issuer,
      aud: audienceOf(request.authority),
      sub: request.citizenId,
      iat: issuedAt,
      exp: issuedAt + EXCHANGE_LIFETIME_SECONDS,
      jti: randomUUID(),
    });
    const input = `${this.header}.${claims}`;
    const key = { key: this.options.key.privateKey, dsaEncoding: 'ieee-p1363' } as const;
    const signature = sign('sha256', Buffer.from(input), key);
    return `${input}.${signature.toString('base64url')}`;
  }
}

function encode(members: object): string {
  return Buffer.from(JSON.stringify(members)).toString('base64url');
}
