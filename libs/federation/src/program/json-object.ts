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
