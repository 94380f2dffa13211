/** The call was not made: as many as allowed are under way. */
export class BulkheadFullError extends Error {
  constructor(readonly limit: number) {
    super(`the limit of ${limit} calls at a time is reached`);
    this.name = 'BulkheadFullError';
  }
}

/**
 * Bounds how many calls are under way to one side, so that a slow one cannot take all there is.
 * Refuses at once instead of queueing: a citizen's second is better spent on an answer. Goes outside the breaker.
 */
export class Bulkhead {
  #inFlight = 0;
  #refused = 0;

  constructor(readonly limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('a bulkhead needs a limit of at least 1');
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Calls refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Errors: `BulkheadFullError` at once when full; whatever the call throws. A call holds its place until it settles. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#inFlight >= this.limit) {
      this.#refused += 1;
      throw new BulkheadFullError(this.limit);
    }
    this.#inFlight += 1;
    try {
      return await call();
    } finally {
      this.#inFlight -= 1;
    }
  }
}
