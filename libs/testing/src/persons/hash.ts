/** A number from text and numbers, 32 bits, the same everywhere and always. Not for secrets. */
export function hash(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5;
  for (const part of parts) {
    for (const character of `${part}\u0000`) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
    state = mix(state);
  }
  return mix(state) >>> 0;
}

/** A number of [0, 1). */
export function fraction(...parts: readonly (string | number)[]): number {
  return hash(...parts) / 2 ** 32;
}

export function choose<T>(from: readonly T[], ...parts: readonly (string | number)[]): T {
  const chosen = from[hash(...parts) % from.length];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}

/** An integer from `min` to `max`, both included. */
export function between(min: number, max: number, ...parts: readonly (string | number)[]): number {
  return min + (hash(...parts) % (max - min + 1));
}

/** A short reference as an authority writes them; no ten digits in a row, so it can never look like a person number. */
export function reference(prefix: string, ...parts: readonly (string | number)[]): string {
  return `${prefix}-${hash(prefix, ...parts)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')}`;
}

/** Finalizer of MurmurHash3. */
function mix(value: number): number {
  let state = value;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}
