import { SOURCES, type Source } from '../source.js';
import type { Fault } from './fault-kind.js';

interface Posted {
  readonly fault: Fault;
  seen: number;
  met: number;
}

/** Which source has which fault now. A source has one at a time. */
export class FaultBoard {
  private readonly posted = new Map<Source, Posted>();

  set(source: Source, fault: Fault): void {
    this.posted.set(source, { fault, seen: 0, met: 0 });
  }

  /** Whether there was one. */
  clear(source: Source): boolean {
    return this.posted.delete(source);
  }

  faultOf(source: Source): Fault | undefined {
    return this.posted.get(source)?.fault;
  }

  list(): Readonly<Record<Source, (Fault & { readonly met: number }) | null>> {
    const entries = SOURCES.map((source) => {
      const posted = this.posted.get(source);
      return [source, posted === undefined ? null : { ...posted.fault, met: posted.met }];
    });
    return Object.fromEntries(entries) as Record<Source, (Fault & { met: number }) | null>;
  }

  /**
   * The fault that this request meets, if any. Counts it.
   *
   * Note: shares are spread evenly and without chance: at 30 %, of every ten requests the same three.
   */
  take(source: Source): Fault | undefined {
    const posted = this.posted.get(source);
    if (posted === undefined) return undefined;
    const { fault } = posted;
    const before = shareOf(posted.seen, fault);
    posted.seen += 1;
    if (shareOf(posted.seen, fault) === before) return undefined;
    posted.met += 1;
    if (fault.times !== undefined && posted.met >= fault.times) this.posted.delete(source);
    return fault;
  }
}

function shareOf(requests: number, { sharePercent }: Fault): number {
  return Math.floor((requests * sharePercent) / 100);
}
