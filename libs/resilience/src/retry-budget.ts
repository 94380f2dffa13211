import { systemTimers, type Timers } from './timers.js';

export interface RetryBudgetOptions {
  /** Retries allowed as a share of the calls of the window. Default 10. */
  readonly sharePercent?: number;
  /** Retries that are always allowed in a window. Default 3. */
  readonly minimum?: number;
  /** Default 10 000. */
  readonly windowMs?: number;
  readonly timers?: Timers;
}

/** Keeps retries from making an outage worse: beyond the budget, the first error stands. Windows follow one another. */
export class RetryBudget {
  readonly #options: Required<RetryBudgetOptions>;
  #startedAt: number;
  #calls = 0;
  #retries = 0;

  constructor(options: RetryBudgetOptions = {}) {
    this.#options = { sharePercent: 10, minimum: 3, windowMs: 10_000, timers: systemTimers, ...options };
    this.#startedAt = this.#options.timers.now();
  }

  /** Notes a first attempt. */
  noteCall(): void {
    this.#roll();
    this.#calls += 1;
  }

  /** Takes a retry out of the budget; `false` when there is none left. */
  takeRetry(): boolean {
    this.#roll();
    const allowed = Math.max(this.#options.minimum, Math.floor((this.#calls * this.#options.sharePercent) / 100));
    if (this.#retries >= allowed) return false;
    this.#retries += 1;
    return true;
  }

  #roll(): void {
    const now = this.#options.timers.now();
    if (now - this.#startedAt < this.#options.windowMs) return;
    this.#startedAt = now;
    this.#calls = 0;
    this.#retries = 0;
  }
}
