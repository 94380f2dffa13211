import { BreakerOpenError } from './breaker-open-error.js';
import { BulkheadFullError } from './bulkhead.js';
import type {
  BreakerChange,
  BreakerCounts,
  BreakerReason,
  BreakerState,
  CircuitBreaker,
  CircuitBreakerOptions,
  Verdict,
} from './circuit-breaker.js';
import { openPeriodMs } from './open-period.js';
import { OpossumCircuit } from './opossum-circuit.js';
import { runProbe } from './probe.js';
import { Ramp } from './ramp.js';
import { LONGEST_TIMER_MS, systemTimers, type CancelTimer } from './timers.js';

const DEFAULTS = {
  consecutiveFailures: 5,
  failureSharePercent: 50,
  minimumCalls: 20,
  windowMs: 10_000,
  openMs: 5_000,
  openMsMax: 60_000,
  jitterPercent: 20,
  probesToClose: 3,
  probeGapMs: 100,
  probeTimeLimitMs: 3_000,
  rampMs: 10_000,
  classify: (error: unknown): Verdict =>
    error instanceof BulkheadFullError || error instanceof BreakerOpenError ? 'ignored' : 'failure',
  random: Math.random,
  timers: systemTimers,
};

type Counts = { -readonly [Count in keyof BreakerCounts]: number };
type OpossumMutant = ConstructorParameters<typeof OpossumCircuit>[3];

const COUNTED_AS = { success: 'successes', failure: 'failures', ignored: 'ignored' } as const;

const nothing = (): void => undefined;

/** Starts closed. Errors: `RangeError` for options that cannot work. */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  return new GuardedBreaker(options);
}

/**
 * CLOSED ─ failures ─▶ OPEN ─ time over ─▶ HALF_OPEN ─ probes succeeded ─▶ CLOSED, ramping up
 *                       ▲──── probe failed ────┘
 */
export class GuardedBreaker implements CircuitBreaker {
  readonly #options: CircuitBreakerOptions & typeof DEFAULTS;
  readonly #listeners = new Set<(change: BreakerChange) => void>();
  readonly #counts: Counts = {
    calls: 0,
    successes: 0,
    failures: 0,
    ignored: 0,
    late: 0,
    refused: 0,
    opened: 0,
    probes: 0,
  };
  readonly #mutant: OpossumMutant;
  #state: BreakerState = 'CLOSED';
  /** Grows with each change of state: a call that began in an earlier period says nothing about this one. */
  #period = 0;
  #circuit: OpossumCircuit;
  #ramp: Ramp | undefined;
  #failuresInARow = 0;
  #openingsInARow = 0;
  #provenInARow = 0;
  #trialUnderWay = false;
  #quarantined = false;
  #stopped = false;
  #opensUntil: number | undefined;
  /** Ends what the present period waits for: its timer or its probe. */
  #endWait: CancelTimer = nothing;

  constructor(options: CircuitBreakerOptions, mutant?: OpossumMutant) {
    this.#options = { ...DEFAULTS, ...options };
    this.#mutant = mutant;
    requireUsable(this.#options);
    this.#circuit = this.#newCircuit();
  }

  get name(): string {
    return this.#options.name;
  }

  get state(): BreakerState {
    return this.#state;
  }

  get quarantined(): boolean {
    return this.#quarantined;
  }

  get counts(): BreakerCounts {
    return { ...this.#counts };
  }

  get retryAt(): Date | undefined {
    if (this.#opensUntil === undefined) return undefined;
    const { timers } = this.#options;
    return new Date(timers.wallNow() + this.#opensUntil - timers.now());
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    const period = this.#admit();
    let result: T;
    try {
      result = await call();
    } catch (error) {
      await this.#ended(period, this.#options.classify(error));
      throw error;
    }
    await this.#ended(period, 'success');
    return result;
  }

  open(): void {
    if (this.#state !== 'OPEN') this.#open('OPENED_BY_HAND');
  }

  quarantine(): void {
    if (this.#quarantined) return;
    this.#quarantined = true;
    this.#open('QUARANTINE');
  }

  release(): void {
    if (!this.#quarantined) return;
    this.#quarantined = false;
    this.#halfOpen('RELEASED');
  }

  onStateChange(listener: (change: BreakerChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopped = true;
    this.#opensUntil = undefined;
    this.#endWait();
    this.#endWait = nothing;
  }

  /** Returns the period that the call belongs to. */
  #admit(): number {
    const admitted = this.#state === 'CLOSED' ? this.#rampAdmits() : this.#state === 'HALF_OPEN' && this.#startTrial();
    if (!admitted) {
      this.#counts.refused += 1;
      throw new BreakerOpenError(this.name, this.retryAt, this.#quarantined);
    }
    this.#counts.calls += 1;
    return this.#period;
  }

  #rampAdmits(): boolean {
    return this.#ramp === undefined || this.#ramp.admits(this.#options.timers.now());
  }

  /** Half-open without a probe: one citizen's call at a time shows whether the other side is back. */
  #startTrial(): boolean {
    if (this.#options.probe !== undefined || this.#trialUnderWay || this.#stopped) return false;
    this.#trialUnderWay = true;
    this.#endWait = this.#options.timers.after(this.#options.probeTimeLimitMs, () => this.#open('PROBE_FAILED'));
    return true;
  }

  async #ended(period: number, verdict: Verdict | 'success'): Promise<void> {
    if (period !== this.#period) {
      this.#counts.late += 1;
      return;
    }
    this.#counts[COUNTED_AS[verdict]] += 1;
    if (this.#state === 'HALF_OPEN') this.#trialEnded(verdict);
    else if (verdict !== 'ignored') await this.#judge(verdict === 'success');
  }

  async #judge(succeeded: boolean): Promise<void> {
    this.#failuresInARow = succeeded ? 0 : this.#failuresInARow + 1;
    if (this.#failuresInARow >= this.#options.consecutiveFailures) return this.#open('CONSECUTIVE_FAILURES');
    const noted = this.#circuit.note(succeeded);
    if (!succeeded) await noted; // opens, if it does, before the caller goes on; a success opens nothing
  }

  #trialEnded(verdict: Verdict | 'success'): void {
    this.#trialUnderWay = false;
    this.#endWait();
    if (verdict === 'success') this.#proven(nothing);
    else if (verdict === 'failure') this.#open('PROBE_FAILED');
  }

  #open(reason: BreakerReason): void {
    const { timers, random, quarantineMs } = this.#options;
    if (this.#state !== 'OPEN') {
      const recovered = this.#state === 'CLOSED' && (this.#ramp === undefined || this.#ramp.isOver(timers.now()));
      this.#openingsInARow = recovered ? 1 : this.#openingsInARow + 1;
      this.#counts.opened += 1;
    }
    const openMs = this.#quarantined ? quarantineMs : openPeriodMs(this.#options, this.#openingsInARow, random);
    this.#enter('OPEN', reason, () => {
      if (openMs === undefined || this.#stopped) return;
      this.#opensUntil = timers.now() + openMs;
      this.#wait(openMs, () => (this.#quarantined ? this.release() : this.#halfOpen('OPEN_TIME_OVER')));
    });
  }

  #halfOpen(reason: BreakerReason): void {
    this.#enter('HALF_OPEN', reason, () => {
      this.#provenInARow = 0;
      this.#trialUnderWay = false;
      this.#probe();
    });
  }

  #probe(): void {
    const { probe, probeTimeLimitMs, probeGapMs, timers } = this.#options;
    if (probe === undefined || this.#stopped) return;
    this.#counts.probes += 1;
    this.#endWait = runProbe(probe, probeTimeLimitMs, timers, (succeeded) => {
      if (succeeded) this.#proven(() => this.#wait(probeGapMs, () => this.#probe()));
      else this.#open('PROBE_FAILED');
    });
  }

  #proven(more: () => void): void {
    this.#provenInARow += 1;
    if (this.#provenInARow >= this.#options.probesToClose) this.#close();
    else more();
  }

  #close(): void {
    const { rampMs, timers } = this.#options;
    this.#enter('CLOSED', 'PROBES_SUCCEEDED', () => {
      this.#failuresInARow = 0;
      this.#circuit = this.#newCircuit();
      this.#ramp = new Ramp(timers.now(), rampMs);
    });
  }

  /** `begin` sets up the new state; listeners hear of it when it stands, as they may act on it. */
  #enter(to: BreakerState, reason: BreakerReason, begin: () => void): void {
    const from = this.#state;
    if (from === 'CLOSED') this.#circuit.stop();
    this.#endWait();
    this.#endWait = nothing;
    this.#opensUntil = undefined;
    this.#period += 1;
    this.#state = to;
    begin();
    const change: BreakerChange = { breaker: this.name, from, to, reason, retryAt: this.retryAt };
    for (const listener of this.#listeners) tell(listener, change);
  }

  #wait(ms: number, then: () => void): void {
    this.#endWait = this.#options.timers.after(ms, then);
  }

  #newCircuit(): OpossumCircuit {
    return new OpossumCircuit(this.#options, this.#options.timers, () => this.#open('FAILURE_SHARE'), this.#mutant);
  }
}

/** A listener's fault must not become the fault of a citizen's call. */
function tell(listener: (change: BreakerChange) => void, change: BreakerChange): void {
  try {
    listener(change);
  } catch {
    process.emitWarning(`a listener of the breaker "${change.breaker}" threw`);
  }
}

function requireUsable(options: CircuitBreakerOptions & typeof DEFAULTS): void {
  const { openMs, openMsMax, quarantineMs, windowMs, probesToClose, consecutiveFailures, probeTimeLimitMs } = options;
  const times = [openMs, openMsMax, windowMs, probeTimeLimitMs, ...(quarantineMs === undefined ? [] : [quarantineMs])];
  if (!times.every((ms) => ms > 0 && ms <= LONGEST_TIMER_MS))
    throw new RangeError('a time of the breaker cannot be kept by a timer');
  if (openMs > openMsMax) throw new RangeError('openMs is above openMsMax');
  if (!(consecutiveFailures >= 1 && probesToClose >= 1))
    throw new RangeError('a breaker needs at least one failure and one probe');
}
