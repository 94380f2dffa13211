import type { EngineContext } from './engine-context.js';

/** One question to a subgraph. */
export interface ServiceCall<Answer> {
  /** The request as it is sent: `{"query":…,"variables":…}`. */
  readonly body: string;
  /**
   * Reads the parsed body of the answer. What it throws counts as a failure of the subgraph, as does `FailedAnswer`;
   * `AUTHORITY_SUBJECT_MISMATCH` also puts it into quarantine.
   */
  read(body: unknown): Answer;
  /** What the metrics call the answer: an error code where it has faults. Default: `OK`. */
  outcomeOf?(answer: Answer): string;
  readonly context: EngineContext;
}

/** A subgraph as the engine reaches it. Nothing but the engine calls it. */
export interface Service {
  readonly name: string;
  /**
   * Errors: `ExposureError` with an `AUTHORITY_…` code or `CLIENT_GONE`, and nothing else.
   */
  call<Answer>(call: ServiceCall<Answer>): Promise<Answer>;
  /** When a subgraph that is left alone is worth asking again. */
  readonly retryAt?: Date | undefined;
}

/** Thrown by `ServiceCall.read`: counts as a failure of the subgraph, and is the answer of the call all the same. */
export class FailedAnswer<Answer> extends Error {
  constructor(readonly answer: Answer) {
    super('the subgraph reported a failure for everything that was asked');
  }
}
