import { ExposureError } from '@app/errors';
import { DeadlineExceededError, RetryBudget } from '@app/resilience';
import { FailedAnswer, type Service, type ServiceCall } from '../ports/service.js';
import { SubgraphClient } from './subgraph-client.js';

export interface HttpServiceOptions {
  readonly name: string;
  /** Address of its GraphQL endpoint. */
  readonly url: string;
  /** Whole call, milliseconds. Default 30 000: a limit against calls that never end, not a promise. */
  readonly timeLimitMs?: number;
  /** Connections kept at most; further calls wait for one within their time. Default 128. */
  readonly connections?: number;
}

const HEADERS = [
  ['content-type', 'application/json'],
  ['accept', 'application/json, application/graphql-response+json'],
  ['accept-encoding', 'identity'],
].flat();
/** Against answers that never end; what a subgraph says is its own affair. */
const LIMITS = { bytes: 64 * 1024 * 1024, depth: 1_000 };
/** Bodies begin with the operation. */
const MUTATION = /^\{"query":"\s*mutation\b/;

/**
 * Any subgraph over HTTP: a time limit, and the same distrust in answers as for an authority. No guard, no breaker, no
 * bulkhead, and nothing of the client's request is passed on.
 */
export class HttpService implements Service {
  readonly name: string;
  private readonly timeLimitMs: number;
  private readonly queries: SubgraphClient;
  private readonly mutations: SubgraphClient;

  constructor({ name, url, timeLimitMs = 30_000, connections = 128 }: HttpServiceOptions) {
    this.name = name;
    this.timeLimitMs = timeLimitMs;
    this.queries = new SubgraphClient({ url, connections, retryBudget: new RetryBudget(), limits: LIMITS });
    // The subgraph may have made the change although its answer was lost, so nothing is sent twice.
    const never = new RetryBudget({ sharePercent: 0, minimum: 0 });
    this.mutations = new SubgraphClient({ url, connections, retryBudget: never, limits: LIMITS });
  }

  async call<Answer>(call: ServiceCall<Answer>): Promise<Answer> {
    using limit = call.context.deadline.within(this.timeLimitMs);
    const client = MUTATION.test(call.body) ? this.mutations : this.queries;
    try {
      return call.read(await client.post({ body: call.body, headers: HEADERS, deadline: limit }));
    } catch (thrown) {
      if (thrown instanceof FailedAnswer) return thrown.answer as Answer;
      throw translate(thrown);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.queries.close(), this.mutations.close()]);
  }
}

function translate(thrown: unknown): ExposureError {
  if (thrown instanceof ExposureError) return thrown;
  if (thrown instanceof DeadlineExceededError) return new ExposureError('AUTHORITY_TIMEOUT');
  return new ExposureError('INTERNAL', {}, { cause: thrown });
}
