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

/** What was agreed with an authority; a new contract may change it while the authority stays. */
export interface AuthorityTerms {
  /** Whole call, milliseconds (contract, `service.timeLimitMs`). */
  readonly timeLimitMs: number;
  availability(): Availability;
}

export interface AuthorityOptions extends AuthorityTerms {
  readonly name: AuthorityName;
  /** Address of its GraphQL endpoint; absent while it is not connected. */
  readonly url?: string;
  /** Calls under way at most; one more is refused at once. */
  readonly concurrency: number;
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

  availability(terms: AuthorityTerms = this.options): Availability {
    return this.client === undefined ? { state: 'NOT_CONNECTED' } : terms.availability();
  }

  /** The same authority on other terms; connections, places and breaker are shared. */
  under(terms: AuthorityTerms): Service {
    return new AuthorityUnderTerms(this, terms);
  }

  /** Errors: as `Service`. An answer about another person quarantines the authority. */
  async call<Answer>(call: ServiceCall<Answer>, terms: AuthorityTerms = this.options): Promise<Answer> {
    const began = performance.now();
    try {
      const answer = await this.callIfAllowed(call, terms);
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

  private async callIfAllowed<Answer>(call: ServiceCall<Answer>, terms: AuthorityTerms): Promise<Answer> {
    const availability = this.availability(terms);
    if (availability.state === 'NOT_CONNECTED') throw new ExposureError('AUTHORITY_NOT_CONNECTED');
    if (availability.state === 'CLOSED') {
      const { opensAt } = availability;
      throw new ExposureError('AUTHORITY_CLOSED', opensAt === undefined ? {} : { opensAt: opensAt.toISOString() });
    }
    if (this.breaker.quarantined) throw new ExposureError('AUTHORITY_QUARANTINED');
    try {
      return await this.bulkhead.run(() => this.breaker.run(() => this.post(call, terms)));
    } catch (thrown) {
      if (thrown instanceof FailedAnswer) return thrown.answer as Answer;
      throw thrown;
    }
  }

  private async post<Answer>(call: ServiceCall<Answer>, terms: AuthorityTerms): Promise<Answer> {
    const { subject, transactionId, deadline } = call.context;
    if (subject === undefined)
      throw new ExposureError('INTERNAL', { reason: 'an authority is asked about citizens only' });
    const limit = deadline.within(terms.timeLimitMs);
    try {
      const token = await subject.tokenFor(this.name);
      const answer = await this.clientOrRefuse().post({
        body: call.body,
        headers: headersOf(token, limit.remainingMs(), transactionId),
        deadline: limit,
      });
      return this.read(answer, call);
    } finally {
      // Not `using`: the compiler's helpers for it cost more than the deadline itself, and this is run for every call.
      limit[Symbol.dispose]();
    }
  }

  private read<Answer>(answer: unknown, call: ServiceCall<Answer>): Answer {
    try {
      return call.read(answer);
    } catch (thrown) {
      if (thrown instanceof ExposureError && thrown.code === 'AUTHORITY_SUBJECT_MISMATCH') {
        this.breaker.quarantine();
        this.options.observer.mismatchFound(this.name, String(thrown.facts['check']), call.context.transactionId);
      }
      throw thrown;
    }
  }

  private clientOrRefuse(): SubgraphClient {
    if (this.client === undefined) throw new ExposureError('AUTHORITY_NOT_CONNECTED');
    return this.client;
  }

  private async probe(): Promise<void> {
    using limit = Deadline.after(PROBE_TIME_LIMIT_MS);
    await this.client?.probe(limit.signal);
  }
}

/** What a generation of the engine sees of an authority. */
class AuthorityUnderTerms implements Service {
  constructor(
    private readonly authority: Authority,
    private readonly terms: AuthorityTerms,
  ) {}

  get name(): AuthorityName {
    return this.authority.name;
  }

  get retryAt(): Date | undefined {
    return this.authority.retryAt;
  }

  call<Answer>(call: ServiceCall<Answer>): Promise<Answer> {
    return this.authority.call(call, this.terms);
  }
}

function headersOf(token: string, remainingMs: number, transactionId: string): string[] {
  return [
    ...HEADERS,
    'authorization',
    `Bearer ${token}`,
    'x-request-deadline-ms',
    String(Math.max(1, Math.floor(remainingMs - TRANSIT_MS))),
    'x-transaction-id',
    transactionId,
  ];
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
