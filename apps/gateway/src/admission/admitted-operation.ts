import type { Grants } from '@app/federation';

/** An operation that may be executed. */
export interface AdmittedOperation {
  readonly document: string;
  /** Name for metrics and logs: of a registered document, or `sandbox`. */
  readonly label: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the caller may see beyond what everybody may. */
  readonly grants?: Grants;
}
