import { ExposureError } from '@app/errors';
import type { RetryBudget } from '@app/resilience';
import sjson from 'secure-json-parse';
import { Pool, type Dispatcher } from 'undici';

export interface SubgraphClientOptions {
  /** Address of the subgraph's GraphQL endpoint. */
  readonly url: string;
  /** Connections kept at most; the bulkhead refuses before this is reached. */
  readonly connections: number;
  readonly retryBudget: RetryBudget;
}

export interface SubgraphRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Largest answer that is read, bytes. */
const ANSWER_BYTES_MAX = 1024 * 1024;
/** Deepest nesting of an answer. The personal overview needs 8. */
const ANSWER_DEPTH_MAX = 64;
const JSON_TYPE = /^application\/(graphql-response\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/**
 * Posts GraphQL requests to one subgraph and hands back parsed JSON, trusting nothing on the way: no redirect, JSON in
 * UTF-8 only, no compression, 1 MB, 64 levels. The caller's signal is the only time limit: undici's own timers are
 * coarse by a second.
 *
 * Errors: `ExposureError` `AUTHORITY_UNREACHABLE`, `_REDIRECTED`, `_BAD_STATUS`, `_BAD_CONTENT_TYPE`, `_TOO_LARGE`, `_TOO_DEEP`,
 *         `_BAD_JSON`. When the signal ends the call, the signal's reason is thrown. No error quotes the answer.
 */
export class SubgraphClient {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(private readonly options: SubgraphClientOptions) {
    const { origin, pathname, search } = new URL(options.url);
    this.path = pathname + search;
    this.pool = new Pool(origin, {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: 0,
    });
  }

  async post(request: SubgraphRequest): Promise<unknown> {
    const { statusCode, headers, body } = await this.send(request);
    const refusal = refusalOf(statusCode, headers);
    if (refusal !== undefined) {
      discard(body);
      throw refusal;
    }
    return parseAnswer(await this.readText(body, request.signal));
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

  private async send(request: SubgraphRequest): Promise<Dispatcher.ResponseData> {
    const { retryBudget } = this.options;
    retryBudget.noteCall();
    try {
      return await this.sendOnce(request);
    } catch (thrown) {
      if (request.signal.aborted) throw request.signal.reason;
      // A kept connection that the other side has just closed: nothing was answered yet, so asking again is safe.
      if (!isConnectionLost(thrown) || !retryBudget.takeRetry()) throw unreachable(thrown);
    }
    try {
      return await this.sendOnce(request);
    } catch (thrown) {
      if (request.signal.aborted) throw request.signal.reason;
      throw unreachable(thrown);
    }
  }

  private sendOnce({ body, headers, signal }: SubgraphRequest): Promise<Dispatcher.ResponseData> {
    return this.pool.request({ path: this.path, method: 'POST', headers: { ...headers }, body, signal });
  }

  private async readText(body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let bytes = 0;
    let text = '';
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) throw new ExposureError('AUTHORITY_TOO_LARGE');
        text += decoder.decode(chunk, { stream: true });
      }
      return text + decoder.decode();
    } catch (thrown) {
      discard(body);
      if (signal.aborted) throw signal.reason;
      if (thrown instanceof ExposureError) throw thrown;
      throw nodeCodeOf(thrown) === 'ERR_ENCODING_INVALID_ENCODED_DATA'
        ? new ExposureError('AUTHORITY_BAD_JSON')
        : unreachable(thrown);
    }
  }
}

function refusalOf(status: number, headers: Dispatcher.ResponseData['headers']): ExposureError | undefined {
  if (status >= 300 && status < 400) return new ExposureError('AUTHORITY_REDIRECTED', { status });
  if (status !== 200) return new ExposureError('AUTHORITY_BAD_STATUS', { status });
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return new ExposureError('AUTHORITY_BAD_CONTENT_TYPE');
  const type = headers['content-type'];
  if (typeof type !== 'string' || !JSON_TYPE.test(type)) return new ExposureError('AUTHORITY_BAD_CONTENT_TYPE');
  return undefined;
}

function parseAnswer(text: string): unknown {
  if (depthOf(text) > ANSWER_DEPTH_MAX) throw new ExposureError('AUTHORITY_TOO_DEEP');
  try {
    return sjson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    // The parser's message quotes the text, so it goes no further.
    throw new ExposureError('AUTHORITY_BAD_JSON');
  }
}

/** Deepest nesting of brackets outside strings, found without building anything. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (isInString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === BRACE_OPEN || code === BRACKET_OPEN) deepest = Math.max(deepest, (depth += 1));
    else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) depth -= 1;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;

const LOST_CONNECTION = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function isConnectionLost(thrown: unknown): boolean {
  return LOST_CONNECTION.has(nodeCodeOf(thrown));
}

/** Only the error's own code is kept: messages of the client library name hosts and ports. */
function unreachable(thrown: unknown): ExposureError {
  return new ExposureError('AUTHORITY_UNREACHABLE', { reason: nodeCodeOf(thrown) });
}

function nodeCodeOf(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/** Drops a body unread, and its connection with it. What the dropped stream still has to say is of no interest. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined);
  body.destroy();
}
