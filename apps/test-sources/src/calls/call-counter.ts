import { SOURCES, type Source } from '../source.js';

/** Calls to one source since the start or the last reset. */
export interface CallCount {
  readonly total: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
}

const NONE: CallCount = { total: 0, inFlight: 0, maxInFlight: 0 };

/** Counts the calls to each source: what tests assert instead of times. */
export class CallCounter {
  private readonly counts = new Map<Source, CallCount>();

  begin(source: Source): void {
    const { total, inFlight, maxInFlight } = this.of(source);
    this.counts.set(source, {
      total: total + 1,
      inFlight: inFlight + 1,
      maxInFlight: Math.max(maxInFlight, inFlight + 1),
    });
  }

  /** Answered or given up. */
  end(source: Source): void {
    const count = this.of(source);
    this.counts.set(source, { ...count, inFlight: count.inFlight - 1 });
  }

  list(): Readonly<Record<Source, CallCount>> {
    return Object.fromEntries(SOURCES.map((source) => [source, this.of(source)])) as Record<Source, CallCount>;
  }

  /** Starts over; what is in flight stays in flight. */
  reset(): void {
    for (const source of SOURCES) {
      const { inFlight } = this.of(source);
      this.counts.set(source, { total: 0, inFlight, maxInFlight: inFlight });
    }
  }

  private of(source: Source): CallCount {
    return this.counts.get(source) ?? NONE;
  }
}
