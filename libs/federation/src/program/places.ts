import { isObject, ownValue, type JsonObject } from './json-object.js';

/** A path of a plan: response keys, and `@` for the items of a list. */
export type PlanPath = readonly (string | number)[];

const ITEMS = '@';

/** The objects at a path, in order. Nulls and whatever is missing have none. */
export function objectsAt(root: JsonObject, path: PlanPath): JsonObject[] {
  const found: JsonObject[] = [];
  walk(root, path, 0, found);
  return found;
}

function walk(value: unknown, path: PlanPath, index: number, found: JsonObject[]): void {
  if (Array.isArray(value)) {
    // The planner marks lists with `@`; a list of lists has one mark for each.
    const next = path[index] === ITEMS ? index + 1 : index;
    for (const item of value) walk(item, path, next, found);
    return;
  }
  if (!isObject(value)) return;
  const segment = path[index];
  if (segment === undefined) found.push(value);
  else if (segment === ITEMS) walk(value, path, index + 1, found);
  else walk(ownValue(value, String(segment)), path, index + 1, found);
}

/** Response paths of `objectsAt`, in the same order. Only errors need them. */
export function pathsAt(root: JsonObject, path: PlanPath): (string | number)[][] {
  const found: (string | number)[][] = [];
  walkPaths(root, path, 0, [], found);
  return found;
}

function walkPaths(
  value: unknown,
  path: PlanPath,
  index: number,
  above: readonly (string | number)[],
  found: (string | number)[][],
): void {
  if (Array.isArray(value)) {
    const next = path[index] === ITEMS ? index + 1 : index;
    for (const [item, inner] of value.entries()) walkPaths(inner, path, next, [...above, item], found);
    return;
  }
  if (!isObject(value)) return;
  const segment = path[index];
  if (segment === undefined) found.push([...above]);
  else if (segment === ITEMS) walkPaths(value, path, index + 1, above, found);
  else walkPaths(ownValue(value, String(segment)), path, index + 1, [...above, segment], found);
}

/** The path with its list marks taken off: where in the operation it is. */
export function keysOf(path: PlanPath): string[] {
  return path.filter((segment) => segment !== ITEMS).map(String);
}
