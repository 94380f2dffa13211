import type { ResponseData, ResponsePath } from '../ports/execution.js';

/**
 * Whether an error is about something that is missing in a part of the answer: what was fetched for other steps only, left
 * out by a condition, brought by another step, or belongs to another part is no concern of this one.
 *
 * `base`: where in the answer the part is.
 */
export function isAbout(
  data: ResponseData | null,
  { path }: { readonly path?: ResponsePath },
  base: ResponsePath = [],
): boolean {
  if (path === undefined) return true;
  if (path.length < base.length || base.some((segment, index) => path[index] !== segment)) return false;
  let value: unknown = data;
  for (const segment of path.slice(base.length)) {
    if (value === null) return true;
    if (typeof value !== 'object' || !Object.hasOwn(value, segment)) return false;
    value = Reflect.get(value, segment);
  }
  return value === null;
}
