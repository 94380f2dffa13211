import type { Timers } from '@app/resilience';

/** Timers that run when they are told to; `started` holds the milliseconds of those that wait. */
export class ManualTimers implements Timers {
  private readonly open = new Set<{ readonly ms: number; readonly run: () => void }>();

  get started(): readonly number[] {
    return [...this.open].map(({ ms }) => ms);
  }

  now(): number {
    return 0;
  }

  wallNow(): number {
    return 0;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { ms, run };
    this.open.add(timer);
    return () => void this.open.delete(timer);
  }

  /** Waits until a timer of that length has been started, then runs it. */
  async fire(ms: number): Promise<void> {
    while (!this.started.includes(ms)) await new Promise((resolve) => setImmediate(resolve));
    for (const timer of this.open)
      if (timer.ms === ms) {
        this.open.delete(timer);
        timer.run();
      }
  }
}
