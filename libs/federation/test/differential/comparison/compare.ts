import type { Answer, AnswerPath } from '../subjects/subject.js';

/** How an answer differs from what it should be, in one line each; none when it does not. Order of keys counts. */
export function differences(expected: Answer, got: Answer): readonly string[] {
  const found: string[] = [];
  if (JSON.stringify(expected.data) !== JSON.stringify(got.data))
    found.push(`data: expected ${JSON.stringify(expected.data)}\n      got      ${JSON.stringify(got.data)}`);
  const [expectedNulls, gotNulls] = [nulledBy(expected), nulledBy(got)];
  for (const place of expectedNulls) if (!gotNulls.has(place)) found.push(`errors: none for ${place}`);
  for (const place of gotNulls) if (!expectedNulls.has(place)) found.push(`errors: one too many for ${place}`);
  return found;
}

/**
 * Which nulls of the answer its errors explain, and whether it is the field itself that failed or something below it.
 *
 * Of several non-null fields that fail below the same null, executors report those that they met, so only the null counts.
 */
function nulledBy({ data, errors }: Answer): ReadonlySet<string> {
  return new Set(
    errors.map(({ path }) => {
      if (path === undefined) return 'the whole answer';
      const nulled = nullAbove(data, path);
      if (nulled === undefined) return `${path.join('.')} (which is not null)`;
      return nulled.length === path.length ? path.join('.') : `${nulled.join('.')} (from below)`;
    }),
  );
}

/** Path of the null at this path or above it. */
export function nullAbove(data: unknown, path: AnswerPath): AnswerPath | undefined {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null) return path.slice(0, depth);
    value = typeof value === 'object' && value !== undefined ? Reflect.get(value, key) : undefined;
  }
  return value === null ? path : undefined;
}
