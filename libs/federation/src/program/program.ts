import type { OperationDefinitionNode } from 'graphql';
import type { Run } from '../execution/run.js';
import type { ExecutionError } from '../ports/execution.js';
import type { ExpectedStep } from '../ports/source-report.js';
import type { VariableValues } from './condition.js';
import type { JsonObject } from './json-object.js';
import type { ObjectProjection } from './projection.js';
import type { Task } from './step.js';

/**
 * An operation ready to run, as often as it is asked: what to fetch, and how the client's answer is read from what was
 * fetched. Immutable; bound to the services of its generation.
 */
export interface Program {
  /** For the variables that it declares. */
  readonly definition: OperationDefinitionNode;
  /** Variables that decide `@include`, `@skip` or `@defer`. */
  readonly conditionVariables: readonly string[];
  /** Everything that is not deferred; starts what is. */
  readonly fetch: Task;
  /** By label of a part: own root fields that wait until everything else of the part has settled. */
  readonly late: ReadonlyMap<string, readonly Task[]>;
  readonly projection: ObjectProjection;
  /** `__schema` and `__type` of this request. */
  introspect(variables: VariableValues): JsonObject;
  /** Authorities that are going to be asked. */
  expectedSteps(run: Run): readonly ExpectedStep[];
  /** Fields that were left out for want of authorisation. */
  readonly unauthorised: readonly ExecutionError[];
  /** Labels that the client gave, by our own. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}
