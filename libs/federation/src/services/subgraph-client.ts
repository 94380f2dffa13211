import { ExposureError } from '@app/errors';
import { Deadline, type RetryBudget } from '@app/resilience';
import { Pool, type Dispatcher } from 'undici';
import { Exchange } from './exchange.js';
import { parseAnswer } from './json-answer.js';

export interface SubgraphClientOptions {
  /** Address of the subgraph's GraphQL endpoint. */
  readonly url: string;
  /** Connections kept at most; the bulkhead refuses before this is reached. */
  readonly connections: number;
  readonly retryBudget: RetryBudget;
  /** Default: those of an authority. */
  readonly limits?: AnswerLimits;
}

/** How much of an answer is read. */
export interface AnswerLimits {
  readonly bytes: number;
  /** Nesting of brackets. */
  readonly depth: number;
}

/** The personal overview needs 5 kB and 8 levels. */
const AUTHORITY_LIMITS: AnswerLimits = { bytes: 1024 * 1024, depth: 64 };

export interface SubgraphRequest {
  readonly body: string;
  /** Names and values in turn, as undici takes them without a copy. */
  readonly headers: string[];
  /** Ends the call: the caller's is the only time limit. */
  readonly deadline: Deadline;
}

/**
 * Posts GraphQL requests to one subgraph and hands back parsed JSON, trusting nothing on the way: no redirect, JSON in
 * UTF-8 only, no compression, 1 MB and 64 levels unless told. The caller's deadline is the only time limit: undici's own timers are
 * coarse by a second.
 *
 * Errors: `ExposureError` `AUTHORITY_UNREACHABLE`, `_REDIRECTED`, `_BAD_STATUS`, `_BAD_CONTENT_TYPE`, `_TOO_LARGE`, `_TOO_DEEP`,
 *         `_BAD_JSON`. When the deadline ends the call, its reason is thrown. No error quotes the answer.
 */
export class SubgraphClient {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly limits: AnswerLimits;

  constructor(private readonly options: SubgraphClientOptions) {
    const { origin, pathname, search } = new URL(options.url);
    this.path = pathname + search;
    this.limits = options.limits ?? AUTHORITY_LIMITS;
    this.pool = new Pool(origin, {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: 0,
    });
  }

  async post({ body, headers, deadline }: SubgraphRequest): Promise<unknown> {
    const { retryBudget } = this.options;
    const request = { path: this.path, method: 'POST', headers, body };
    retryBudget.noteCall();
    const first = this.send(request, deadline);
    try {
      return parseAnswer(await first.bytes, this.limits.depth);
    } catch (thrown) {
      if (!first.isSafeToRepeat || deadline.isOver || !retryBudget.takeRetry()) throw thrown;
    }
    return parseAnswer(await this.send(request, deadline).bytes, this.limits.depth);
  }

  /** Whether the subgraph's host answers its health address. Off the path of any citizen. */
  async probe(signal: AbortSignal): Promise<void> {
    const { statusCode, body } = await this.pool.request({ path: '/health/ready', method: 'GET', signal });
    await body.dump({ limit: 4096, signal });
    if (statusCode !== 200) throw new ExposureError('AUTHORITY_BAD_STATUS', { status: statusCode });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private send(request: Dispatcher.DispatchOptions, deadline: Deadline): Exchange {
    const exchange = new Exchange(deadline, this.limits.bytes);
    if (!deadline.isOver) this.pool.dispatch(request, exchange);
    return exchange;
  }
}
