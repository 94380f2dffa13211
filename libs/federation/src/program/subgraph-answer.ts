import { ExposureError } from '@app/errors';
import { isObject, ownValue, type JsonObject } from './json-object.js';

/** What a subgraph says went wrong. */
export interface SubgraphError {
  readonly message: string;
  readonly path: readonly unknown[];
  /** For our own log. */
  readonly cause?: unknown;
}

export interface SubgraphAnswer {
  readonly data: JsonObject | null;
  readonly errors: readonly SubgraphError[];
}

/** Errors: `AUTHORITY_BAD_SHAPE` for a body that is no GraphQL response. */
export function readSubgraphAnswer(body: unknown): SubgraphAnswer {
  if (!isObject(body)) throw new ExposureError('AUTHORITY_BAD_SHAPE');
  const data = ownValue(body, 'data') ?? null;
  const errors = ownValue(body, 'errors') ?? [];
  if (!Array.isArray(errors) || !(data === null || isObject(data))) throw new ExposureError('AUTHORITY_BAD_SHAPE');
  if (data === null && errors.length === 0) throw new ExposureError('AUTHORITY_BAD_SHAPE');
  return { data, errors: errors.map(readError) };
}

function readError(error: unknown): SubgraphError {
  const message = isObject(error) ? ownValue(error, 'message') : undefined;
  const path = isObject(error) ? ownValue(error, 'path') : undefined;
  return { message: typeof message === 'string' ? message : '', path: Array.isArray(path) ? path : [] };
}
