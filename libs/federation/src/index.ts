export {
  chooseDelivery,
  type Delivery,
  type IncrementalFormat,
  type JsonDelivery,
  type JsonMediaType,
  type StreamDelivery,
} from './delivery/delivery.js';
export type { DescribeError, ResponseExtensions } from './delivery/payload.js';
export { writeExecution, type WriteOptions } from './delivery/write-execution.js';
export { ALL_CHECKS, type GuardChecks } from './guard/answer-guard.js';
export type { Engine, EngineOperation } from './ports/engine.js';
export type { EngineContext, SubjectContext } from './ports/engine-context.js';
export { CompiledEngine, createEngine, type EngineOptions, type NextGeneration } from './generation/compiled-engine.js';
export type { GenerationParts, RegisteredOperation } from './generation/generation.js';
export type * from './ports/execution.js';
export type { OwnSubgraph } from './ports/own-subgraph.js';
export { FailedAnswer, type Service, type ServiceCall } from './ports/service.js';
export type { ExpectedStep, SourceReport, StepOutcome } from './ports/source-report.js';
export type { Subject } from './ports/subject.js';
export { createInThreadPlanner } from './planning/in-thread-planner.js';
export { createThreadPlanner, type ThreadPlannerOptions } from './planning/thread-planner.js';
export {
  InvalidOperation,
  NO_GRANTS,
  UnsupportedSupergraph,
  type Grants,
  type OperationFault,
  type PlannedOperation,
  type PlannedSupergraph,
  type Planner,
  type PlanRequest,
} from './planning/planner.js';
export { createReferenceEngine, type EngineLogger, type ReferenceEngineOptions } from './reference/reference-engine.js';
export {
  Authority,
  type AuthorityObserver,
  type AuthorityOptions,
  type AuthorityTerms,
  type Availability,
} from './services/authority.js';
export { HttpService, type HttpServiceOptions } from './services/http-service.js';
export { parseSupergraph, readSupergraph, type Supergraph } from './supergraph/supergraph.js';
