import type { Deadline } from '@app/resilience';
import type { SourceReport } from './source-report.js';
import type { Subject } from './subject.js';

/** What the engine is told about one request. */
export interface EngineContext {
  /** Whom the request is about; absent where nothing is guarded. */
  readonly subject?: Subject;
  readonly report: SourceReport;
  /** Deadline of the whole request; its signal also ends when the client leaves. */
  readonly deadline: Deadline;
  readonly transactionId: string;
  /** Plan and prepare, but ask nobody: warms the engine before it takes requests. */
  readonly isRehearsal?: boolean;
}

/** Of a request about a citizen. */
export type SubjectContext = EngineContext & { readonly subject: Subject };
