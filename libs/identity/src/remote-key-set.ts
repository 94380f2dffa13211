import type { CryptoKey } from 'jose';
import { systemClock, type Clock } from '@app/domain';
import { ExposureError } from '@app/errors';
import { chooseKey, parseKeySet, type KeySource, type PublicKey, type SignatureAlgorithm } from './key-set.js';
import { KeySetLoader, type KeySetLocation, type LoaderOptions } from './key-set.loader.js';

export interface RemoteKeySetOptions extends LoaderOptions {
  /** A set of this age is used without asking. At half of it a refresh starts in the background. */
  readonly freshMs?: number;
  /** A set of this age is still used while the provider fails. */
  readonly staleIfErrorMs?: number;
  /** Least time between two fetches, however many unknown key ids come in. */
  readonly coolDownMs?: number;
  /** The same while there is no key at all: nobody can log in, so ask more often. */
  readonly emptyCoolDownMs?: number;
  readonly clock?: Clock;
  readonly onRefresh?: (outcome: KeyRefresh) => void;
}

/** For logs and metrics. */
export type KeyRefresh = { readonly ok: true; readonly keys: number } | { readonly ok: false; readonly reason: string };

const MINUTE_MS = 60_000;
const DEFAULTS = {
  freshMs: 10 * MINUTE_MS,
  staleIfErrorMs: 24 * 60 * MINUTE_MS,
  coolDownMs: 30_000,
  emptyCoolDownMs: 100,
};

/**
 * An issuer's public keys over the network, which outlive the issuer's outages: the last good set stays in use for a
 * day, and whoever floods us with unknown key ids does not flood the issuer.
 *
 * Errors: `TOKEN_INVALID` for an unknown key; `KEYS_UNAVAILABLE` while the set cannot be fetched and so nobody knows.
 * Note:   a withdrawn key is refused after `freshMs` at the latest, unless the issuer fails at that time.
 */
export class RemoteKeySet implements KeySource {
  private readonly limits: typeof DEFAULTS;
  private readonly clock: Clock;
  private readonly loader: KeySetLoader;
  private readonly onRefresh: (outcome: KeyRefresh) => void;
  private current: { readonly keys: ReadonlyMap<string, PublicKey>; readonly fetchedAtMs: number } | undefined;
  private lastAttempt: { readonly atMs: number; readonly failed: boolean } | undefined;
  private underWay: Promise<void> | undefined;

  constructor(location: KeySetLocation, options: RemoteKeySetOptions = {}) {
    const { freshMs, staleIfErrorMs, coolDownMs, emptyCoolDownMs } = { ...DEFAULTS, ...options };
    this.limits = { freshMs, staleIfErrorMs, coolDownMs, emptyCoolDownMs };
    this.clock = options.clock ?? systemClock;
    this.onRefresh = options.onRefresh ?? (() => undefined);
    this.loader = new KeySetLoader(location, options);
  }

  async keyFor(keyId: string, algorithm: SignatureAlgorithm): Promise<CryptoKey> {
    const isStale = this.ageMs() > this.limits.freshMs;
    const isKnownToFail = this.lastFailed() && !this.isUseless();
    const mustWait = this.current?.keys.has(keyId) !== true || (isStale && !isKnownToFail);
    if (mustWait) await this.refreshUnlessCool();
    else if (this.ageMs() > this.limits.freshMs / 2) void this.refreshUnlessCool();
    return chooseKey(this.usableKeys(keyId), keyId, algorithm);
  }

  /** Fetches now, for a start with warm keys. Never throws: `keyFor` tells what is missing when it matters. */
  refresh(): Promise<void> {
    this.underWay ??= this.fetchOnce().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  /**
   * Fetches now and again every `everyMs` until there is a key, so that it does not matter who of issuer and verifier
   * starts first. Returns a function that gives up. Never keeps the process alive.
   */
  refreshUntilKnown(everyMs = 500): () => void {
    let timer: NodeJS.Timeout | undefined;
    let isGivenUp = false;
    const attempt = async (): Promise<void> => {
      await this.refresh();
      if (this.current !== undefined || isGivenUp) return;
      timer = setTimeout(() => void attempt(), everyMs);
      timer.unref();
    };
    void attempt();
    return () => {
      isGivenUp = true;
      clearTimeout(timer);
    };
  }

  private refreshUnlessCool(): Promise<void> {
    if (this.underWay !== undefined) return this.underWay;
    const coolDownMs = this.isUseless() ? this.limits.emptyCoolDownMs : this.limits.coolDownMs;
    const isCool = this.lastAttempt === undefined || this.nowMs() - this.lastAttempt.atMs >= coolDownMs;
    return isCool ? this.refresh() : Promise.resolve();
  }

  private usableKeys(keyId: string): ReadonlyMap<string, PublicKey> {
    const isUnknown = this.current?.keys.has(keyId) !== true;
    if (this.current === undefined || this.isUseless() || (isUnknown && this.lastFailed()))
      throw new ExposureError('KEYS_UNAVAILABLE');
    return this.current.keys;
  }

  private async fetchOnce(): Promise<void> {
    const atMs = this.nowMs();
    try {
      const keys = await parseKeySet(await this.loader.load());
      if (keys === undefined) throw new Error('no usable key');
      this.current = { keys, fetchedAtMs: atMs };
      this.lastAttempt = { atMs, failed: false };
      this.onRefresh({ ok: true, keys: keys.size });
    } catch (fault) {
      this.lastAttempt = { atMs, failed: true };
      this.onRefresh({ ok: false, reason: fault instanceof Error ? fault.message : 'unknown' });
    }
  }

  private lastFailed(): boolean {
    return this.lastAttempt?.failed === true;
  }

  /** No key at all, or only keys that are too old to be believed. */
  private isUseless(): boolean {
    return this.ageMs() > this.limits.staleIfErrorMs;
  }

  private ageMs(): number {
    return this.current === undefined ? Infinity : this.nowMs() - this.current.fetchedAtMs;
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}
