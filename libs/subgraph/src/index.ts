export { RecordLedger, type BrokenOnPurpose } from './access/record-ledger.js';
export { PerRequest, requireSubject, type SubgraphContext, type SubjectAccess } from './access/subject-access.js';
export { runSubgraph, type SubgraphRun } from './running/run-subgraph.js';
export {
  sourceOptionsOf,
  startSubgraph,
  subgraphOptionsOf,
  type RunningSubgraph,
  type SubgraphStart,
  type SubgraphTools,
} from './running/start-subgraph.js';
export { readSubgraphConfig, subgraphVariables, type SubgraphConfig } from './running/subgraph-config.js';
export { SubgraphMetrics, type SourceOutcome } from './running/subgraph-metrics.js';
export { SourceClient, type SourceClientOptions, type SourceOptions } from './source/source-client.js';
export type { SourceReply } from './source/source-reply.js';
export { Sources } from './source/sources.js';
export { SubgraphModule, type SubgraphOptions } from './subgraph.module.js';
