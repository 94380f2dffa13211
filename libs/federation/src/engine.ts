import type { ApolloGateway } from '@apollo/gateway';
import type { Deadline } from '@app/resilience';
import type { SourceReport } from './source-report.js';
import type { Subject } from './subject.js';

/** What the engine is told about one request; the `contextValue` of every execution. */
export interface EngineContext {
  readonly subject: Subject;
  readonly report: SourceReport;
  /** Deadline of the whole request; its signal also ends when the client leaves. */
  readonly deadline: Deadline;
  readonly transactionId: string;
  /** Plan and prepare, but ask nobody: warms the engine before it takes requests. */
  readonly isRehearsal?: boolean;
}

/** Plans and executes operations over a supergraph, as Apollo Server wants it. */
export type Engine = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;
