const STEPS = 10;
const WHOLE = 100;

/**
 * Lets 10 % of the calls through in the first tenth of its time, 20 % in the second, and so on: an authority that
 * has just come back does not get everything at once. Spread evenly by counting, not by chance.
 */
export class Ramp {
  /** Percent saved up; the first call is let through. */
  #credit = WHOLE - WHOLE / STEPS;

  constructor(
    private readonly startedAt: number,
    private readonly rampMs: number,
  ) {}

  isOver(now: number): boolean {
    return now - this.startedAt >= this.rampMs;
  }

  admits(now: number): boolean {
    if (this.isOver(now)) return true;
    this.#credit += this.#sharePercent(now);
    if (this.#credit < WHOLE) return false;
    this.#credit -= WHOLE;
    return true;
  }

  #sharePercent(now: number): number {
    const step = Math.floor(((now - this.startedAt) / this.rampMs) * STEPS) + 1;
    return (step * WHOLE) / STEPS;
  }
}
