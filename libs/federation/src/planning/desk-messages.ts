import { ExposureError, type ErrorCode, type ErrorFacts } from '@app/errors';
import { InvalidOperation, UnsupportedSupergraph, type OperationFault, type PlanRequest } from './planner.js';

/** What crosses the thread, in plain data. */
export type DeskTask =
  | { readonly kind: 'load'; readonly sdl: string }
  | { readonly kind: 'plan'; readonly id: string; readonly request: PlanRequest }
  | { readonly kind: 'release'; readonly id: string };

export type DeskReply<Result> =
  { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'failed'; readonly error: ErrorData };

export type ErrorData =
  | { readonly kind: 'operation'; readonly faults: readonly OperationFault[] }
  | { readonly kind: 'supergraph'; readonly message: string }
  | { readonly kind: 'exposure'; readonly code: ErrorCode; readonly facts: ErrorFacts };

/** Words and stacks of errors that are not ours stay behind: they may quote the client's document. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof InvalidOperation) return { kind: 'operation', faults: thrown.faults };
  if (thrown instanceof UnsupportedSupergraph) return { kind: 'supergraph', message: thrown.message };
  if (thrown instanceof ExposureError) return { kind: 'exposure', code: thrown.code, facts: thrown.facts };
  return { kind: 'exposure', code: 'INTERNAL', facts: { during: 'planning' } };
}

export function toError(data: ErrorData): Error {
  switch (data.kind) {
    case 'operation':
      return new InvalidOperation(data.faults);
    case 'supergraph':
      return new UnsupportedSupergraph(data.message);
    case 'exposure':
      return new ExposureError(data.code, data.facts);
  }
}
