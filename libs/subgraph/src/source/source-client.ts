import http from 'node:http';
import https from 'node:https';
import { ExposureError } from '@app/errors';
import {
  BreakerOpenError,
  Bulkhead,
  BulkheadFullError,
  createCircuitBreaker,
  Deadline,
  type CircuitBreaker,
  type CircuitBreakerOptions,
  type Verdict,
} from '@app/resilience';
import type { Logger } from '@app/telemetry';
import axios, { isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { SubjectAccess } from '../access/subject-access.js';
import type { SourceOutcome, SubgraphMetrics } from '../running/subgraph-metrics.js';
import type { Sources } from './sources.js';
import { isAnswer, isJson, isSuccess, parseReply, type SourceReply } from './source-reply.js';

export interface SourceClientOptions {
  /** Name in logs and metrics: `datafordeler`. */
  readonly name: string;
  readonly baseUrl: string;
  /** Whole call, from the first byte out to the last byte in, milliseconds. The request's own deadline may be nearer. */
  readonly timeLimitMs: number;
  /** Largest reply, bytes. */
  readonly maxBytes?: number;
  /** Calls at a time; one more is refused at once. */
  readonly maxConcurrent?: number;
  /** How long it is left alone after an answer about another person, unless released. Default 15 minutes. */
  readonly quarantineMs?: number;
  readonly logger: Logger;
  readonly metrics?: SubgraphMetrics;
  /** Where operators find it. */
  readonly sources?: Sources;
  /**
   * Asks the source something that concerns nobody, to learn whether it is back. Runs off the citizens' path while the
   * breaker is open. Must throw when the reply is not as expected.
   */
  readonly probe?: (post: (path: string, body: unknown) => Promise<SourceReply>) => Promise<void>;
  /**
   * Reads a refusal that the source explains, such as a planned closure (`SOURCE_CLOSED` with `opensAt`). Gets replies
   * with an error status. `undefined`: nothing special. `SOURCE_CLOSED` does not count against the source.
   */
  readonly readRefusal?: (reply: SourceReply) => ExposureError | undefined;
  readonly breaker?: Omit<CircuitBreakerOptions, 'name' | 'classify' | 'probe' | 'quarantineMs'>;
}

/** What an app's configuration and process say about every source. */
export type SourceOptions = Pick<
  SourceClientOptions,
  'baseUrl' | 'timeLimitMs' | 'quarantineMs' | 'logger' | 'metrics' | 'sources'
>;

const MAX_BYTES = 1_000_000;
const MAX_CONCURRENT = 64;
const QUARANTINE_MS = 900_000;
const NOT_MADE: ReadonlySet<SourceOutcome> = new Set<SourceOutcome>(['SKIPPED', 'BUSY', 'GONE']);

/**
 * HTTP client of a source, behind its breaker. POST only: person numbers travel in bodies, never in URLs.
 *
 * Errors: `SOURCE_UNAVAILABLE` (no answer in time, no connection, error status, redirect, breaker open, too many calls),
 *         `SOURCE_REPLY_INVALID` (not JSON, malformed, too large), what `readRefusal` returns.
 *         An error never holds what was sent or received: axios' errors hold both and end here.
 */
export class SourceClient {
  private readonly http: AxiosInstance;
  private readonly agents: { readonly httpAgent: http.Agent; readonly httpsAgent: https.Agent };
  private readonly breaker: CircuitBreaker;
  private readonly bulkhead: Bulkhead;

  constructor(private readonly options: SourceClientOptions) {
    const { name, logger, metrics, probe, quarantineMs = QUARANTINE_MS } = options;
    const maxSockets = options.maxConcurrent ?? MAX_CONCURRENT;
    const sockets = { keepAlive: true, maxSockets, maxFreeSockets: 16, scheduling: 'lifo' } as const;
    metrics?.sourceKnown(name);
    this.agents = { httpAgent: new http.Agent(sockets), httpsAgent: new https.Agent(sockets) };
    this.http = createHttp(options, this.agents);
    this.bulkhead = new Bulkhead(maxSockets);
    this.breaker = createCircuitBreaker({
      ...options.breaker,
      name,
      classify,
      quarantineMs,
      ...(probe !== undefined && { probe: () => this.probe(probe) }),
    });
    this.breaker.onStateChange(({ to, reason }) => {
      logger.warn({ source: name, state: to, reason }, 'breaker changed');
      metrics?.breakerChanged(name, to);
    });
    options.sources?.add(name, this);
  }

  async post(path: string, body: unknown, access: Pick<SubjectAccess, 'signal'>): Promise<SourceReply> {
    const startedAt = performance.now();
    try {
      const reply = await this.bulkhead.run(() => this.breaker.run(() => this.call(path, body, access.signal)));
      this.note('ANSWERED', startedAt);
      return reply;
    } catch (thrown) {
      const error = this.toOwnError(thrown);
      this.note(outcomeOf(error), startedAt, error);
      throw error;
    }
  }

  /**
   * Stops asking: the source answered about another person. Probes ask about nobody, so they cannot end this; the time
   * or an operator does.
   */
  quarantine(): void {
    const { name, logger, metrics } = this.options;
    logger.error({ source: name, code: 'SUBJECT_MISMATCH' }, 'source answered about another person');
    metrics?.subjectMismatched(name);
    this.breaker.quarantine();
  }

  /** Ends a quarantine: probes decide from here on. Nothing happens where there is none. */
  release(): void {
    this.breaker.release();
  }

  /** Ends probes and idle connections. */
  close(): void {
    this.breaker.stop();
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private async probe(ask: NonNullable<SourceClientOptions['probe']>): Promise<void> {
    const never = new AbortController();
    await ask((path, body) => this.call(path, body, never.signal));
  }

  /** Settles within the time limit, whatever the source does. */
  private async call(path: string, body: unknown, parent: AbortSignal): Promise<SourceReply> {
    const startedAt = performance.now();
    using deadline = Deadline.after(this.options.timeLimitMs, parent);
    let response: AxiosResponse<unknown>;
    try {
      response = await this.http.post<unknown>(path, body, { signal: deadline.signal });
    } catch (thrown) {
      throw this.toTransportError(thrown, deadline, performance.now() - startedAt);
    }
    return this.toReply(response);
  }

  private toReply({ status, headers, data }: AxiosResponse<unknown>): SourceReply {
    const source = this.options.name;
    const text = typeof data === 'string' ? data : '';
    const isReadable = isJson(headers['content-type']) && text !== '';
    if (isSuccess(status)) {
      if (!isReadable) throw new ExposureError('SOURCE_REPLY_INVALID', { source, reason: 'content type', status });
      return { status, body: parseReply(source, text) };
    }
    const reply = { status, body: isReadable ? parseReplyLeniently(source, text) : undefined };
    const refusal = this.options.readRefusal?.(reply);
    if (refusal !== undefined) throw refusal;
    if (isAnswer(status)) return reply;
    throw new ExposureError('SOURCE_UNAVAILABLE', { source, reason: 'status', status });
  }

  private toTransportError(thrown: unknown, deadline: Deadline, waitedMs: number): ExposureError {
    const source = this.options.name;
    if (isGone(deadline.signal)) return new ExposureError('CLIENT_GONE', { source });
    if (deadline.signal.aborted) {
      // Too little time was left for a fair call: that says nothing about the source.
      const isFair = deadline.expired || waitedMs >= this.options.timeLimitMs / 2;
      return new ExposureError('SOURCE_UNAVAILABLE', { source, reason: isFair ? 'timeout' : 'out of time' });
    }
    if (isAxiosError(thrown) && thrown.code === 'ERR_BAD_RESPONSE') {
      return new ExposureError('SOURCE_REPLY_INVALID', { source, reason: 'too large' });
    }
    const code = isAxiosError(thrown) ? thrown.code : undefined;
    return new ExposureError('SOURCE_UNAVAILABLE', {
      source,
      reason: 'connection',
      ...(code !== undefined && { cause: code }),
    });
  }

  private toOwnError(thrown: unknown): ExposureError {
    if (thrown instanceof ExposureError) return thrown;
    const source = this.options.name;
    if (thrown instanceof BreakerOpenError)
      return new ExposureError('SOURCE_UNAVAILABLE', { source, reason: 'skipped' });
    if (thrown instanceof BulkheadFullError) return new ExposureError('SOURCE_UNAVAILABLE', { source, reason: 'busy' });
    return new ExposureError('INTERNAL', { source });
  }

  private note(outcome: SourceOutcome, startedAt: number, error?: ExposureError): void {
    const { name, metrics, logger } = this.options;
    metrics?.sourceCalled(name, outcome, performance.now() - startedAt);
    if (error === undefined) return;
    // Refused calls come by the thousand while a source is down; the metrics count them.
    const level = NOT_MADE.has(outcome) ? 'debug' : 'warn';
    logger[level]({ ...error.facts, source: name, code: error.code, outcome }, 'source call failed');
  }
}

/** A planned closure, a gateway that hung up and too little time left do not speak against the source. */
function classify(thrown: unknown): Verdict {
  if (!(thrown instanceof ExposureError)) return 'failure';
  const isInnocent =
    thrown.code === 'SOURCE_CLOSED' || thrown.code === 'CLIENT_GONE' || thrown.facts['reason'] === 'out of time';
  return isInnocent ? 'ignored' : 'failure';
}

function createHttp(
  options: SourceClientOptions,
  agents: { httpAgent: http.Agent; httpsAgent: https.Agent },
): AxiosInstance {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  return axios.create({
    ...agents,
    baseURL: options.baseUrl.replace(/\/$/, ''),
    allowAbsoluteUrls: false,
    adapter: 'http',
    proxy: false,
    maxRedirects: 0,
    maxContentLength: maxBytes,
    maxBodyLength: maxBytes,
    decompress: false,
    responseType: 'text',
    responseEncoding: 'utf8',
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    headers: { accept: 'application/json', 'accept-encoding': 'identity', 'content-type': 'application/json' },
  });
}

function parseReplyLeniently(source: string, text: string): unknown {
  try {
    return parseReply(source, text);
  } catch {
    return undefined;
  }
}

function isGone(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof ExposureError && signal.reason.code === 'CLIENT_GONE';
}

function outcomeOf(error: ExposureError): SourceOutcome {
  if (error.code === 'SOURCE_CLOSED') return 'CLOSED';
  if (error.code === 'CLIENT_GONE') return 'GONE';
  switch (error.facts['reason']) {
    case 'timeout':
    case 'out of time':
      return 'TIMEOUT';
    case 'connection':
      return 'CONNECTION';
    case 'skipped':
      return 'SKIPPED';
    case 'busy':
      return 'BUSY';
    case 'too large':
      return 'TOO_LARGE';
    default:
      return error.code === 'SOURCE_REPLY_INVALID' ? 'INVALID' : 'STATUS';
  }
}
