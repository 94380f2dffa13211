/** An object of parsed JSON, or one that becomes JSON. */
export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own value; `undefined` when it is not there. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own property whatever the name is, `__proto__` included. */
export function setOwnValue(object: JsonObject, key: string, value: unknown): void {
  if (key in Object.prototype)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** Whether every object answers to this name. */
export function isInheritedName(key: string): boolean {
  return key in Object.prototype;
}

/** Puts into an object what another subgraph says of the same one; objects and lists inside are joined, too. */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const known = ownValue(target, key);
    if (isObject(known) && isObject(value)) mergeInto(known, value);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) mergeLists(known, value);
    // Of a value that two subgraphs share, the one that could not tell says null.
    else if (value !== null || known === undefined) setOwnValue(target, key, value);
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (const [index, value] of source.entries()) {
    const known = target[index];
    if (isObject(known) && isObject(value)) mergeInto(known, value);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) mergeLists(known, value);
    else if (value !== null || known === undefined) target[index] = value;
  }
}
