import type { GatheredAnswer } from '../subjects/gather.js';
import type { Answer, AnswerPath } from '../subjects/subject.js';
import { differences } from './compare.js';

/**
 * How the parts of an answer, put together, differ from the answer of the same operation without `@defer`.
 *
 * A null that rises stops at the deferred fragment, so what is above it stays. Order of keys is that of arrival.
 */
export function incrementalDifferences(expected: Answer, got: GatheredAnswer): readonly string[] {
  const found = [...got.violations];
  if (got.failedParts.length === 0)
    found.push(...differences(inOrder(expected), { ...inOrder(got), errors: got.errors }));
  else compareAround(expected.data, got.data, got.failedParts, [], found);
  return found;
}

function compareAround(
  expected: unknown,
  got: unknown,
  failed: readonly AnswerPath[],
  path: AnswerPath,
  found: string[],
): void {
  const isAboveFailed = failed.some((part) => path.every((key, index) => part[index] === key));
  if (expected === null && got !== null && isAboveFailed) return;
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    for (const [index, item] of expected.entries()) compareAround(item, got[index], failed, [...path, index], found);
  } else if (isObject(expected) && isObject(got)) {
    const isFailed = failed.some((part) => part.length === path.length && part.join() === path.join());
    for (const [key, value] of Object.entries(expected))
      if (key in got) compareAround(value, got[key], failed, [...path, key], found);
      else if (!isFailed) found.push(`data: ${[...path, key].join('.')} is missing`);
    for (const key of Object.keys(got))
      if (!(key in expected)) found.push(`data: ${[...path, key].join('.')} is one too many`);
  } else if (JSON.stringify(expected) !== JSON.stringify(got))
    found.push(`data: ${path.join('.')} is ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inOrder(answer: Answer): Answer {
  return { ...answer, data: sortKeys(answer.data) };
}

/** A copy in which the keys of each object stand in alphabetical order. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}
