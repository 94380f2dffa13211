import type { CancelTimer, Timers } from '../src/timers.js';

/** Time that stands still until a test moves it. */
export class ManualTime implements Timers {
  readonly #timers = new Set<{ at: number; run: () => void }>();
  #now = 1_000;

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return Date.UTC(2026, 10, 23, 12) + this.#now;
  }

  after(ms: number, run: () => void): CancelTimer {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Runs what falls due on the way, in order, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      this.#now = next.at;
      this.#timers.delete(next);
      next.run();
      await settled();
    }
    this.#now = end;
  }

  #nextUntil(end: number): { at: number; run: () => void } | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

/** Lets everything that is ready run; takes no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** A promise that the test settles. */
export class Pending<T = string> {
  readonly #settlers = Promise.withResolvers<T>();
  readonly promise = this.#settlers.promise;
  readonly resolve = this.#settlers.resolve;
  readonly reject = this.#settlers.reject;

  constructor() {
    this.promise.catch(() => undefined); // a refused call leaves nobody who would hear of it
  }
}
