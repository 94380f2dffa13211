import type { AuthorityName } from '@app/domain';
import { ExposureError, type ErrorCode } from '@app/errors';
import {
  BreakerOpenError,
  Bulkhead,
  BulkheadFullError,
  Deadline,
  DeadlineExceededError,
  RetryBudget,
  createCircuitBreaker,
  type BreakerReason,
  type BreakerState,
  type CircuitBreaker,
} from '@app/resilience';
import { FailedAnswer, type Service, type ServiceCall } from '../ports/service.js';
import { SubgraphClient } from './subgraph-client.js';

/** Whether an authority is to be asked at all, by its agreement and its opening hours. */
export type Availability =
  | { readonly state: 'OPEN' }
  | { readonly state: 'CLOSED'; readonly opensAt?: Date }
  | { readonly state: 'NOT_CONNECTED' };

export interface AuthorityOptions {
  readonly name: AuthorityName;
  /** Address of its GraphQL endpoint; absent while it is not connected. */
  readonly url?: string;
  /** Whole call, milliseconds (contract, `service.timeLimitMs`). */
  readonly timeLimitMs: number;
  /** Calls under way at most; one more is refused at once. */
  readonly concurrency: number;
  availability(): Availability;
  /** How long an answer about another person keeps the authority out, milliseconds. */
  readonly quarantineMs: number;
  readonly observer: AuthorityObserver;
}

/** Told what happens at an authority; for metrics, logs and alarms. Never sees data. */
export interface AuthorityObserver {
  /** `outcome`: `OK` or an error code. */
  callEnded(authority: AuthorityName, outcome: string, durationMs: number): void;
  stateChanged(authority: AuthorityName, state: BreakerState, reason: BreakerReason): void;
  /** An answer was about another person. `check`: which check of the guard found it. */
  mismatchFound(authority: AuthorityName, check: string, transactionId: string): void;
}

/** Kept back from the time told to an authority, so that its answer still arrives in time, milliseconds. */
const TRANSIT_MS = 50;
const PROBE_TIME_LIMIT_MS = 2_000;
/** The same for every call. */
const HEADERS = [
  ['content-type', 'application/json'],
  ['accept', 'application/json, application/graphql-response+json'],
  ['accept-encoding', 'identity'],
].flat();

/**
 * One authority as the engine sees it: asked within its time limit, never more than so many times at once, left alone
 * while it fails, and believed only about the person asked for.
 */
export class Authority implements Service {
  readonly name: AuthorityName;
  private readonly breaker: CircuitBreaker;
  private readonly bulkhead: Bulkhead;
  private readonly client: SubgraphClient | undefined;

  constructor(private readonly options: AuthorityOptions) {
    const { name, url, concurrency, observer } = options;
    this.name = name;
    this.bulkhead = new Bulkhead(concurrency);
    this.client =
      url === undefined
        ? undefined
        : new SubgraphClient({ url, connections: concurrency, retryBudget: new RetryBudget() });
    this.breaker = createCircuitBreaker({
      name,
      probe: () => this.probe(),
      quarantineMs: options.quarantineMs,
      classify: (thrown) => (isFailureOfTheAuthority(thrown) ? 'failure' : 'ignored'),
    });
    this.breaker.onStateChange(({ to, reason }) => observer.stateChanged(name, to, reason));
  }

  get state(): BreakerState {
    return this.breaker.state;
  }

  /** When a skipped authority is worth asking again. */
  get retryAt(): Date | undefined {
    return this.breaker.retryAt;
  }

  get isQuarantined(): boolean {
    return this.breaker.quarantined;
  }

  availability(): Availability {
    return this.client === undefined ? { state: 'NOT_CONNECTED' } : this.options.availability();
  }

  /** Errors: as `Service`. An answer about another person quarantines the authority. */
  async call<Answer>(call: ServiceCall<Answer>): Promise<Answer> {
    const began = performance.now();
    try {
      const answer = await this.callIfAllowed(call);
      this.options.observer.callEnded(this.name, call.outcomeOf?.(answer) ?? 'OK', performance.now() - began);
      return answer;
    } catch (thrown) {
      const error = translate(thrown);
      this.options.observer.callEnded(this.name, error.code, performance.now() - began);
      throw error;
    }
  }

  /** Lifts a quarantine; an operator's decision. */
  release(): void {
    this.breaker.release();
  }

  async close(): Promise<void> {
    this.breaker.stop();
    await this.client?.close();
  }

  private async callIfAllowed<Answer>(call: ServiceCall<Answer>): Promise<Answer> {
    const availability = this.availability();
    if (availability.state === 'NOT_CONNECTED') throw new ExposureError('AUTHORITY_NOT_CONNECTED');
    if (availability.state === 'CLOSED') {
      const { opensAt } = availability;
      throw new ExposureError('AUTHORITY_CLOSED', opensAt === undefined ? {} : { opensAt: opensAt.toISOString() });
    }
    if (this.breaker.quarantined) throw new ExposureError('AUTHORITY_QUARANTINED');
    try {
      return await this.bulkhead.run(() => this.breaker.run(() => this.post(call)));
    } catch (thrown) {
      if (thrown instanceof FailedAnswer) return thrown.answer as Answer;
      throw thrown;
    }
  }

  private async post<Answer>(call: ServiceCall<Answer>): Promise<Answer> {
    const { client } = this;
    const { subject, transactionId, deadline } = call.context;
    if (client === undefined) throw new ExposureError('AUTHORITY_NOT_CONNECTED');
    if (subject === undefined)
      throw new ExposureError('INTERNAL', { reason: 'an authority is asked about citizens only' });
    using limit = deadline.within(this.options.timeLimitMs);
    const token = await subject.tokenFor(this.name);
    const answer = await client.post({
      body: call.body,
      headers: [
        ...HEADERS,
        'authorization',
        `Bearer ${token}`,
        'x-request-deadline-ms',
        String(Math.max(1, Math.floor(limit.remainingMs() - TRANSIT_MS))),
        'x-transaction-id',
        transactionId,
      ],
      deadline: limit,
    });
    try {
      return call.read(answer);
    } catch (thrown) {
      if (thrown instanceof ExposureError && thrown.code === 'AUTHORITY_SUBJECT_MISMATCH') {
        this.breaker.quarantine();
        this.options.observer.mismatchFound(this.name, String(thrown.facts['check']), transactionId);
      }
      throw thrown;
    }
  }

  private async probe(): Promise<void> {
    using limit = Deadline.after(PROBE_TIME_LIMIT_MS);
    await this.client?.probe(limit.signal);
  }
}

/** Faults of our own side and planned absence say nothing about the health of an authority. */
const NOT_ITS_FAULT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CLIENT_GONE',
  'AUTHORITY_CLOSED',
  'AUTHORITY_NOT_CONNECTED',
  'AUTHORITY_QUARANTINED',
  'AUTHORITY_SKIPPED',
  'AUTHORITY_BUSY',
  'INTERNAL',
]);

function isFailureOfTheAuthority(thrown: unknown): boolean {
  return thrown instanceof FailedAnswer || !NOT_ITS_FAULT.has(translate(thrown).code);
}

function translate(thrown: unknown): ExposureError {
  if (thrown instanceof ExposureError) return thrown;
  if (thrown instanceof BreakerOpenError) return new ExposureError('AUTHORITY_SKIPPED');
  if (thrown instanceof BulkheadFullError) return new ExposureError('AUTHORITY_BUSY');
  if (thrown instanceof DeadlineExceededError) return new ExposureError('AUTHORITY_TIMEOUT');
  return new ExposureError('INTERNAL', {}, { cause: thrown });
}
