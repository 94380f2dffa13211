import { ExposureError } from '@app/errors';

/** Lets so many requests in at once and refuses one more at once: a queue would only make everybody late. */
export class LoadLimit {
  private underWay = 0;

  constructor(private readonly most: number) {}

  get inFlight(): number {
    return this.underWay;
  }

  /** Errors: `TOO_BUSY`. The caller disposes of what it gets when its request is answered. */
  enter(): Disposable {
    if (this.underWay >= this.most) throw new ExposureError('TOO_BUSY');
    this.underWay += 1;
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (isHeld) this.underWay -= 1;
        isHeld = false;
      },
    };
  }
}
