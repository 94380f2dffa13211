import type { AuthorityName } from '@app/domain';
import type { ErrorCode } from '@app/errors';

/** One step of a plan: an authority that is going to be asked. */
export interface ExpectedStep {
  readonly authority: AuthorityName;
  /** Response paths of the request that this step answers, e.g. `me.person`. */
  readonly paths: readonly string[];
}

/** How one step of a plan ended at one authority. */
export interface StepOutcome extends ExpectedStep {
  /** When the answer was there; absent when there was none. */
  readonly answeredAt?: Date;
  /** Whether what was answered tells nothing. */
  readonly isEmpty: boolean;
  readonly faults: readonly { readonly code: ErrorCode; readonly path: string }[];
  /** When it is worth trying again: the breaker's next probe, or the end of a closed window. */
  readonly retryAt?: Date;
}

/** Collects how every authority did in one request. */
export interface SourceReport {
  /** All steps of the request, before the first is taken. One that is expected and not recorded is under way. */
  expect(steps: readonly ExpectedStep[]): void;
  record(outcome: StepOutcome): void;
}
