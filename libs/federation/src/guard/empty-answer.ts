import { isObject } from '../program/json-object.js';

/** Whether an answer tells nothing: null, an empty list, or an object all of whose values tell nothing. */
export function isEmptyAnswer(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  return Object.entries(value).every(([key, inner]) => key === '__typename' || isEmptyAnswer(inner));
}
