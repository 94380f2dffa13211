/** What several rounds came to. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Errors: `RangeError` without values, as everywhere here: a figure out of nothing would look like a good one. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: medianOf(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The middle value; between two, their mean. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...requireSome(values)].toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The least value that `share` (0 to 1) of all values do not exceed (nearest rank). `sorted`: ascending. */
export function percentileOf(sorted: ArrayLike<number>, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError('a share lies between 0 and 1');
  requireSome(sorted);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/**
 * One variant against another: the ratio of the medians, and the least and greatest ratio within one round, because
 * rounds of both ran next to each other in time.
 */
export function ratioOf(values: readonly number[], others: readonly number[]): Spread {
  if (values.length !== others.length) throw new RangeError('both sides need the same rounds');
  const perRound = values.map((value, round) => value / others[round]!);
  return { median: medianOf(values) / medianOf(others), min: Math.min(...perRound), max: Math.max(...perRound) };
}

function requireSome<T extends ArrayLike<number>>(values: T): T {
  if (values.length === 0) throw new RangeError('no values');
  return values;
}
