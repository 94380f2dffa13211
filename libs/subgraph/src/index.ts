export { RecordLedger, type BrokenOnPurpose } from './access/record-ledger.js';
export { PerRequest, requireSubject, type SubgraphContext, type SubjectAccess } from './access/subject-access.js';
export { SubgraphMetrics } from './running/subgraph-metrics.js';
export { SourceClient, type SourceClientOptions } from './source/source-client.js';
export type { SourceReply } from './source/source-reply.js';
export { SubgraphModule, type SubgraphOptions } from './subgraph.module.js';
