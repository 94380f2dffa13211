import type { ComputedField, Thing } from './fixture.js';

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && '__typename' in value;

export const isComputed = (value: unknown): value is ComputedField => typeof value === 'function';

/** A thing as its computed fields see it in the whole data set: reading a computed field computes it. */
export function wholeSelf(thing: Thing): Readonly<Record<string, never>> {
  return new Proxy<Record<string, never>>(Object.create(null), {
    get: (_, field) => seenWhole(typeof field === 'string' ? valueOf(thing, field) : undefined) as never,
    has: (_, field) => field in thing,
  });
}

function valueOf(thing: Thing, field: string): unknown {
  const value = thing[field];
  return isComputed(value) ? value({}, wholeSelf(thing)) : value;
}

export function seenWhole(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(seenWhole);
  return isThing(value) ? wholeSelf(value) : value;
}
