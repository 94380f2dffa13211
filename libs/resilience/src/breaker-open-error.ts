/** The call was not made: the breaker is open, tries out recovery, or lets only a part through yet. */
export class BreakerOpenError extends Error {
  constructor(
    readonly breaker: string,
    /** When the breaker will next look whether the other side is back; `undefined` where that is not known. */
    readonly retryAt: Date | undefined,
    /** Opened by hand because of a wrong answer; it does not close by itself. */
    readonly quarantined: boolean,
  ) {
    super(`the breaker "${breaker}" refused the call`);
    this.name = 'BreakerOpenError';
  }
}
