import type { CompleteExecution, ExecutionError, IncrementalExecution, ResponsePath } from '../ports/execution.js';

/**
 * Waits for all parts and puts them in their places.
 * Note: better ask the engine for one piece. A part that failed leaves places empty that the client may not see empty,
 *       and how far a null rises only the schema knows; so `data` is null then, as it always may be.
 */
export async function gatherAnswer(execution: IncrementalExecution): Promise<CompleteExecution> {
  const errors: ExecutionError[] = [...execution.errors];
  let data = execution.data;
  for await (const { parts } of execution.later)
    for (const delivered of parts) {
      errors.push(...delivered.errors);
      data = data && delivered.data && asObject(withPart(data, delivered.part.path, delivered.data));
    }
  return { kind: 'complete', data, errors };
}

type DataObject = { readonly [key: string]: unknown };

/** A copy of what is at a place, with the part in it. What is not an object takes no part. */
function withPart(place: unknown, [key, ...rest]: ResponsePath, part: DataObject): unknown {
  if (key === undefined) return merged(place, part);
  if (Array.isArray(place)) return place.map((item, index) => (index === key ? withPart(item, rest, part) : item));
  if (!isObject(place) || !Object.hasOwn(place, key)) return place;
  return { ...place, [key]: withPart(place[key], rest, part) };
}

/** Fragments may ask for the same field, and each brings what it asked below it. */
function merged(known: unknown, part: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(part)) return part.map((item, index) => merged(known[index], item));
  if (!isObject(known) || !isObject(part)) return part;
  // Not by assignment: that would take a response key `__proto__` for the prototype.
  const additions = Object.entries(part).map(([key, value]) => [
    key,
    Object.hasOwn(known, key) ? merged(known[key], value) : value,
  ]);
  return { ...known, ...Object.fromEntries(additions) };
}

function isObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): DataObject | null {
  return isObject(value) ? value : null;
}
