/** Choices in the order in which they are made; when they run out, the plainest. */
export class Choices {
  #next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** One of 0 to `count` - 1. */
  among(count: number): number {
    const number = this.numbers[this.#next] ?? 0;
    this.#next += 1;
    return number % count;
  }

  of<T>(options: readonly T[]): T {
    return pick(options, this.among(options.length));
  }
}

/** Errors: throws when there is nothing to choose from. */
export function pick<T>(options: readonly T[], choice: number): T {
  const picked = options[choice % options.length];
  if (picked === undefined) throw new RangeError('there is nothing to choose from');
  return picked;
}
