import type { ExecutionError, ResponseData } from '../ports/execution.js';

/**
 * Whether an error is about something that the answer has: what was fetched for other steps only, or left out by a
 * condition, is no concern of the client's.
 */
export function isAbout(data: ResponseData | null, { code, path }: ExecutionError): boolean {
  if (path === undefined || code === 'FIELD_NOT_AUTHORISED') return true;
  let value: unknown = data;
  for (const segment of path) {
    if (value === null) return true;
    if (typeof value !== 'object' || !Object.hasOwn(value, segment)) return false;
    value = Reflect.get(value, segment);
  }
  return true;
}
