/** A sequence of numbers that is the same for the same seed, everywhere. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  of<T>(values: readonly T[]): T;
}

/** Marsaglia's xorshift over 32 bits: enough to make data, not to hide any. */
export function randomFrom(seed: number): Random {
  // Seeds next to each other must not begin alike; 0 is the one state that never changes.
  let state = Math.imul(seed + 1, 0x9e37_79b1) | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return { below, of: (values) => values[below(values.length)]! };
}
