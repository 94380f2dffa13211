import type { ExecutionError, ResponsePath } from '../ports/execution.js';
import type { Fault } from '../program/projection.js';

/**
 * What a projection found wrong and nobody has reported yet. A value that is missing where there must be one is explained
 * by an error at, above or below its place (GraphQL specification §6.4.4: one error for each null that rises).
 */
export function unexplained(faults: readonly Fault[], reported: readonly ExecutionError[]): ExecutionError[] {
  return faults
    .filter(
      ({ code, path }) =>
        code !== 'VALUE_MISSING' ||
        !reported.some((error) => error.path !== undefined && areOnOneLine(error.path, path)),
    )
    .map(({ code, path }) => ({ code, path }));
}

function areOnOneLine(first: ResponsePath, second: ResponsePath): boolean {
  const shorter = Math.min(first.length, second.length);
  for (let index = 0; index < shorter; index += 1) if (first[index] !== second[index]) return false;
  return true;
}
