import type { CprNumber } from '@app/domain';

interface Waiting {
  readonly asked: CprNumber;
  readonly meet: (other: CprNumber) => void;
}

/** Where two requests about different persons meet and leave with each other's record. */
export class SwapDesk {
  private waiting: readonly Waiting[] = [];

  /** The number of the other one; one's own when nobody else comes within the time. */
  swap(asked: CprNumber, waitMs: number): Promise<CprNumber> {
    const partner = this.waiting.find((one) => one.asked !== asked);
    if (partner !== undefined) {
      this.leave(partner);
      partner.meet(asked);
      return Promise.resolve(partner.asked);
    }
    return new Promise((resolve) => {
      const me: Waiting = {
        asked,
        meet: (other) => {
          clearTimeout(timer);
          resolve(other);
        },
      };
      const timer = setTimeout(() => {
        this.leave(me);
        resolve(asked);
      }, waitMs);
      this.waiting = [...this.waiting, me];
    });
  }

  private leave(one: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== one);
  }
}
