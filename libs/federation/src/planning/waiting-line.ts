import { ExposureError } from '@app/errors';

/** Runs tasks one after the other, in the order in which they came. */
export class WaitingLine {
  private last: Promise<unknown> = Promise.resolve();
  private length = 0;

  constructor(private readonly limit: number) {}

  /** Errors: `ExposureError` `TOO_BUSY` when as many wait as may. */
  async runInTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.length > this.limit) throw new ExposureError('TOO_BUSY', { limit: 'operations to plan' });
    return this.runSurely(task);
  }

  /** The same for what must not be refused. */
  async runSurely<Result>(task: () => Promise<Result>): Promise<Result> {
    const before = this.last;
    this.length += 1;
    const ran = before.then(task).finally(() => (this.length -= 1));
    this.last = ran.catch(() => undefined);
    return ran;
  }
}
