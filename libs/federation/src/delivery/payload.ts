import type { GraphQLFormattedError } from 'graphql';
import type {
  CompleteExecution,
  DeliveredPart,
  DeliveredParts,
  ExecutionError,
  IncrementalExecution,
  PendingPart,
} from '../ports/execution.js';
import type { IncrementalFormat } from './delivery.js';

/** How an error looks to clients. */
export type DescribeError = (error: ExecutionError) => GraphQLFormattedError;

export type ResponseExtensions = Readonly<Record<string, unknown>>;

/** An answer in one piece as an object for `JSON.stringify`, which leaves out what is `undefined`. */
export function completePayload(
  { data, errors }: CompleteExecution,
  describe: DescribeError,
  extensions: ResponseExtensions | undefined,
): object {
  return { errors: described(errors, describe), data, extensions };
}

/** The payloads of an answer in parts, for `JSON.stringify`. Extensions go with the first, which no client overlooks. */
export interface IncrementalPayloads {
  first(execution: IncrementalExecution, describe: DescribeError, extensions: ResponseExtensions | undefined): object;
  later(delivered: DeliveredParts, describe: DescribeError): object;
}

/** Each part says by path and label where it belongs. */
const byPath: IncrementalPayloads = {
  first: ({ data, errors }, describe, extensions) => ({
    data,
    errors: described(errors, describe),
    extensions,
    hasNext: true,
  }),
  later: ({ parts, hasNext }, describe) => ({
    incremental: unlessEmpty(
      parts.map(({ part, data, errors }) => ({
        label: part.label,
        path: part.path,
        data,
        errors: described(errors, describe),
      })),
    ),
    hasNext,
  }),
};

/** Each part is announced with an id, delivered under it unless its data is null, and completed. */
const byId: IncrementalPayloads = {
  first: ({ data, errors, pending }, describe, extensions) => ({
    data,
    errors: described(errors, describe),
    extensions,
    pending: pending.map(announced),
    hasNext: true,
  }),
  later: ({ parts, hasNext }, describe) => ({
    pending: unlessEmpty(parts.flatMap(({ pending }) => pending.map(announced))),
    incremental: unlessEmpty(
      parts
        .filter(({ data }) => data !== null)
        .map(({ part, data, errors }) => ({ id: part.id, data, errors: described(errors, describe) })),
    ),
    completed: unlessEmpty(parts.map((part) => completed(part, describe))),
    hasNext,
  }),
};

export const INCREMENTAL_PAYLOADS: Readonly<Record<IncrementalFormat, IncrementalPayloads>> = {
  'deferSpec=20220824': byPath,
  'incrementalSpec=v0.2': byId,
};

function announced({ id, path, label }: PendingPart): object {
  return { id, path, label };
}

/** Errors go with the data they belong to; where it is null there is none, and they say why it does not come. */
function completed({ part, data, errors }: DeliveredPart, describe: DescribeError): object {
  return { id: part.id, errors: data === null ? described(errors, describe) : undefined };
}

function described(errors: readonly ExecutionError[], describe: DescribeError): GraphQLFormattedError[] | undefined {
  return errors.length === 0 ? undefined : errors.map((error) => describe(error));
}

function unlessEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
