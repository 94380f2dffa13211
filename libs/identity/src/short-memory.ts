/** How long something may lie about after its time, milliseconds; so many entries are not looked through at every one's end. */
const SWEEP_GAP_MS = 1_000;

/**
 * What need not be found out again for a short while: a session costs one check and one signature, not one per request.
 * Bounded, and emptied by time even when nobody asks: what is in here tells of a person.
 */
export class ShortMemory<Value> {
  private readonly entries = new Map<string, { readonly value: Value; readonly usableUntilMs: number }>();
  private sweep: NodeJS.Timeout | undefined;

  /** `capacity`: most entries at a time; the oldest goes first. 0 keeps nothing. */
  constructor(
    private readonly capacity: number,
    private readonly nowMs: () => number,
  ) {}

  find(key: string): Value | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && this.nowMs() < entry.usableUntilMs ? entry.value : undefined;
  }

  /** Unit: milliseconds. Entries come with the same age limit, so the oldest is always the first. */
  keep(key: string, value: Value, usableForMs: number): void {
    if (this.capacity === 0) return;
    this.entries.delete(key);
    this.entries.set(key, { value, usableUntilMs: this.nowMs() + usableForMs });
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.capacity && oldest.done !== true) this.entries.delete(oldest.value);
    this.sweepLater(usableForMs);
  }

  get size(): number {
    return this.entries.size;
  }

  private sweepLater(afterMs: number): void {
    this.sweep ??= setTimeout(() => {
      this.sweep = undefined;
      let nextMs = Infinity;
      for (const [key, { usableUntilMs }] of this.entries) {
        const leftMs = usableUntilMs - this.nowMs();
        if (leftMs <= 0) this.entries.delete(key);
        else nextMs = Math.min(nextMs, leftMs);
      }
      if (this.entries.size > 0) this.sweepLater(Math.max(nextMs, SWEEP_GAP_MS));
    }, afterMs).unref();
  }
}
