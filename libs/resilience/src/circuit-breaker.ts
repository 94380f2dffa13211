import type { Probe } from './probe.js';
import type { Timers } from './timers.js';

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export type BreakerReason =
  | 'CONSECUTIVE_FAILURES'
  | 'FAILURE_SHARE'
  | 'OPENED_BY_HAND'
  | 'QUARANTINE'
  | 'OPEN_TIME_OVER'
  | 'PROBE_FAILED'
  | 'PROBES_SUCCEEDED'
  | 'RELEASED';

export interface BreakerChange {
  readonly breaker: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly reason: BreakerReason;
  readonly retryAt: Date | undefined;
}

/** Since the start, ever growing. */
export interface BreakerCounts {
  /** Calls let through. `successes + failures + ignored + late` of them have ended. */
  readonly calls: number;
  readonly successes: number;
  readonly failures: number;
  /** Ended, but said nothing about the other side: client gone, bulkhead full. */
  readonly ignored: number;
  /** Ended after the breaker had changed its state; judged nothing. */
  readonly late: number;
  readonly refused: number;
  readonly opened: number;
  readonly probes: number;
}

/** `ignored`: counts neither as failure nor as success. */
export type Verdict = 'failure' | 'ignored';

export interface CircuitBreakerOptions {
  /** For errors, events and metrics: the authority's or the source's name. */
  readonly name: string;
  /** Failures in a row, in the order in which calls end, that open at once. Default 5. */
  readonly consecutiveFailures?: number;
  /** Opens strictly above this share of the calls that ended within the window. Default 50. */
  readonly failureSharePercent?: number;
  /** The share means nothing below this many calls. Default 20. */
  readonly minimumCalls?: number;
  /** Default 10 000. */
  readonly windowMs?: number;
  /** First open period; doubles while the other side does not recover. Default 5 000. */
  readonly openMs?: number;
  /** Default 60 000. */
  readonly openMsMax?: number;
  /** Default 20. */
  readonly jitterPercent?: number;
  /** Successful probes in a row that close. Default 3. */
  readonly probesToClose?: number;
  /** Pause between a successful probe and the next. Default 100. */
  readonly probeGapMs?: number;
  /** A probe, or a trial call where there is no probe, has failed when it takes longer. Default 3 000: above any authority's time limit. */
  readonly probeTimeLimitMs?: number;
  /** From the first tenth of the calls to all of them after closing. 0: all at once. Default 10 000. */
  readonly rampMs?: number;
  /** Ends a quarantine; then the breaker tries to recover as from any other opening. Default: by `release()` only. */
  readonly quarantineMs?: number;
  /** Runs in the background while open. Without one, citizens' calls are tried one at a time. */
  readonly probe?: Probe;
  /** Which errors speak against the other side. Default: all but `BulkheadFullError` and `BreakerOpenError`. */
  readonly classify?: (error: unknown) => Verdict;
  /** 0 to below 1, for jitter. */
  readonly random?: () => number;
  readonly timers?: Timers;
}

/** Keeps calls away from a side that fails. Wrap it by a `Bulkhead`, not the other way round. */
export interface CircuitBreaker {
  readonly name: string;
  readonly state: BreakerState;
  /** When an open breaker next looks whether the other side is back; `undefined` when closed, half-open or in quarantine without end. */
  readonly retryAt: Date | undefined;
  readonly quarantined: boolean;
  readonly counts: BreakerCounts;
  /**
   * Makes the call, unless refused.
   *
   * Errors: `BreakerOpenError` when refused; whatever the call throws, unchanged.
   * Note:   the call must settle by itself (`Deadline`); the breaker does not cut it off.
   */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Opens by hand; recovers like from any other opening. */
  open(): void;
  /** Opens and stays open, whatever probes say, until `release()` or the end of `quarantineMs`. */
  quarantine(): void;
  /** Ends a quarantine: probes start at once. */
  release(): void;
  /** Tells each change of state. Listeners must not throw. Returns a function that ends it. */
  onStateChange(listener: (change: BreakerChange) => void): () => void;
  /** Ends probes and timers for good. Calls are still let through or refused as the last state says. */
  stop(): void;
}
