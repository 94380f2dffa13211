import type { ErrorCode } from '@app/errors';

export type ResponsePath = readonly (string | number)[];

/** An error of an execution. Hosts turn it into words; it holds no data. */
export interface ExecutionError {
  readonly code: ErrorCode;
  /** Path in the client's answer; absent when nothing was executed. */
  readonly path?: ResponsePath;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  /** Name of the subgraph that caused it. */
  readonly service?: string;
  /** What a subgraph, a validator or the engine said about it. Not for clients, unless the host trusts every subgraph. */
  readonly detail?: string;
  /** For our own log. */
  readonly cause?: unknown;
}

export type ResponseData = { readonly [key: string]: unknown };

/** An answer in one piece. */
export interface CompleteExecution {
  readonly kind: 'complete';
  /** Absent when nothing was executed, because the document or the variables are wrong. */
  readonly data?: ResponseData | null;
  readonly errors: readonly ExecutionError[];
}

/** A deferred fragment at one place of the answer. */
export interface PendingPart {
  /** Unique in the answer. */
  readonly id: string;
  /** The client's label, if it gave one. */
  readonly label?: string;
  /** Where its data belongs. */
  readonly path: ResponsePath;
}

export interface DeliveredPart {
  readonly part: PendingPart;
  /** `null` when a null rose to the fragment itself. */
  readonly data: ResponseData | null;
  readonly errors: readonly ExecutionError[];
  /** Deferred fragments inside this one, announced with it. */
  readonly pending: readonly PendingPart[];
}

/** Parts that became ready together. */
export interface DeliveredParts {
  readonly parts: readonly DeliveredPart[];
  readonly hasNext: boolean;
}

/** An answer whose deferred fragments come later. */
export interface IncrementalExecution {
  readonly kind: 'incremental';
  readonly data: ResponseData | null;
  readonly errors: readonly ExecutionError[];
  /** Never empty: an answer with nothing to wait for is complete. */
  readonly pending: readonly PendingPart[];
  /** Ends after the batch that says so. Who leaves it early ends the deadline of the request, which cancels what is under way. */
  readonly later: AsyncIterable<DeliveredParts>;
}

export type Execution = CompleteExecution | IncrementalExecution;
