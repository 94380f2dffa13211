export { ALL_CHECKS, type GuardChecks } from './answer-guard.js';
export { Authority, type AuthorityObserver, type AuthorityOptions, type Availability } from './authority.js';
export type { Engine, EngineContext } from './engine.js';
export { createReferenceEngine, type EngineLogger, type ReferenceEngineOptions } from './reference-engine.js';
export type { SourceReport, StepOutcome } from './source-report.js';
export type { Subject } from './subject.js';
export { parseSupergraph, readSupergraph, type Supergraph } from './supergraph.js';
