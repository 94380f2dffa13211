/**
 * Tokens that may be sent again for a short while, so that one session does not cost a signature per call.
 * Bounded, and emptied by time even when nobody asks: a token holds a person number.
 */
export class TokenCache {
  private readonly entries = new Map<string, { readonly token: string; readonly usableUntilMs: number }>();
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly capacity: number,
    private readonly nowMs: () => number,
  ) {}

  find(key: string): string | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && this.nowMs() < entry.usableUntilMs ? entry.token : undefined;
  }

  /** Unit: milliseconds. Entries come with the same age limit, so the oldest is always the first. */
  keep(key: string, token: string, usableForMs: number): void {
    if (this.capacity === 0) return;
    this.entries.delete(key);
    this.entries.set(key, { token, usableUntilMs: this.nowMs() + usableForMs });
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
      for (const [key, { usableUntilMs }] of this.entries) if (usableUntilMs <= this.nowMs()) this.entries.delete(key);
      if (this.entries.size > 0) this.sweepLater(afterMs);
    }, afterMs).unref();
  }
}
