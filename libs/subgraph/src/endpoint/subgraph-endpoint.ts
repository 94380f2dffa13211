import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExposureError, errorCodeOf, type ErrorCode } from '@app/errors';
import { readBearerToken, type ExchangedSubject } from '@app/identity';
import { Deadline } from '@app/resilience';
import type { Logger } from '@app/telemetry';
import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { RecordLedger, type BrokenOnPurpose } from '../access/record-ledger.js';
import type { SubgraphContext, SubjectAccess } from '../access/subject-access.js';
import { toErrorReply, toFieldErrorReply, traceOf } from '../reply/error-reply.js';
import { Operations } from './operation.js';
import { MAX_BODY_BYTES, readGraphQLRequest, type GraphQLRequest } from './request-body.js';
import { ANSWER_MARGIN_MS, readDeadlineMs, readTransactionId } from './request-headers.js';

export interface SubgraphEndpointOptions {
  readonly schema: GraphQLSchema;
  readonly verifyToken: (token: string) => Promise<ExchangedSubject>;
  readonly logger: Logger;
  readonly observe: (outcome: RequestOutcome) => void;
  readonly broken?: BrokenOnPurpose | undefined;
}

export interface RequestOutcome {
  /** `ANSWERED`, `PARTIAL` (an error at a field), or the code of the refusal. */
  readonly outcome: 'ANSWERED' | 'PARTIAL' | ErrorCode;
  readonly durationMs: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * POST /graphql of a subgraph. Whoever shows no valid token of the gateway for this authority gets 401 and nothing is
 * parsed, let alone executed; this is checked here, in the handler, and not by a middleware that a path could miss.
 */
export class SubgraphEndpoint {
  private readonly operations: Operations;
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly options: SubgraphEndpointOptions) {
    this.operations = new Operations(options.schema);
  }

  /** Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const work = this.answer(request, response).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return work;
  }

  /** Resolves when the requests that are under way have been answered. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(new ExposureError('CLIENT_GONE'));
    });
    let outcome: RequestOutcome['outcome'];
    try {
      const { status, body } = await this.answerSubject(request, gone.signal);
      send(request, response, status, body);
      outcome = isPartial(body) ? 'PARTIAL' : 'ANSWERED';
    } catch (thrown) {
      const error = this.toOwnError(thrown);
      send(request, response, error.entry.httpStatus, toRefusal(error));
      outcome = error.code;
    }
    this.options.observe({ outcome, durationMs: performance.now() - startedAt });
  }

  private async answerSubject(request: IncomingMessage, gone: AbortSignal): Promise<Answer> {
    using deadline = Deadline.after(Math.max(1, readDeadlineMs(request) - ANSWER_MARGIN_MS), gone);
    const subject = await this.requireGateway(request);
    if (request.method !== 'POST') throw new ExposureError('METHOD_NOT_ALLOWED');
    const graphql = await readGraphQLRequest(request, deadline.signal);
    const access: SubjectAccess = {
      citizenId: subject.citizenId,
      cprNumber: subject.cprNumber,
      acr: subject.acr,
      transactionId: readTransactionId(request) ?? subject.transactionId,
      signal: deadline.signal,
      remainingMs: () => deadline.remainingMs(),
      records: new RecordLedger(subject.cprNumber, this.options.broken),
    };
    return await this.execute(graphql, access); // not before the end: leaving the block ends the deadline
  }

  private async requireGateway(request: IncomingMessage): Promise<ExchangedSubject> {
    return this.options.verifyToken(readGatewayToken(request));
  }

  private async execute(graphql: GraphQLRequest, access: SubjectAccess): Promise<Answer> {
    const document = this.operations.prepare(graphql.query);
    const contextValue: SubgraphContext = { access };
    const result = await unlessOverdue(
      Promise.resolve(
        execute({
          schema: this.options.schema,
          document,
          variableValues: graphql.variables,
          operationName: graphql.operationName,
          contextValue,
        }),
      ),
      access.signal,
    );
    // Without data nothing was executed: variables or the operation's name do not fit. GraphQL's text would quote values.
    if (result.data === undefined) throw new ExposureError('VARIABLES_INVALID');
    return { status: 200, body: this.toReply(result, access) };
  }

  private toReply({ data, errors = [] }: ExecutionResult, access: SubjectAccess): unknown {
    if (errors.length === 0) return { data };
    for (const { originalError, path } of errors) {
      if (errorCodeOf(originalError) !== 'INTERNAL') continue;
      const { transactionId } = access;
      this.options.logger.error({ transactionId, path: path?.join('.'), ...traceOf(originalError) }, 'field failed');
    }
    return { data, errors: errors.map(toFieldErrorReply) };
  }

  private toOwnError(thrown: unknown): ExposureError {
    if (thrown instanceof ExposureError) return thrown;
    this.options.logger.error(traceOf(thrown), 'request failed');
    return new ExposureError('INTERNAL');
  }
}

function readGatewayToken(request: IncomingMessage): string {
  try {
    return readBearerToken(request.headers.authorization);
  } catch {
    throw new ExposureError('DIRECT_CALL_REFUSED');
  }
}

/** Resolvers stop by the signal. One that does not is left behind shortly after. */
async function unlessOverdue<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    const giveUp = (): void => {
      const error = signal.reason instanceof ExposureError ? signal.reason : new ExposureError('SOURCE_UNAVAILABLE');
      timer = setTimeout(() => reject(error), ANSWER_MARGIN_MS / 2);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}

function toRefusal(error: ExposureError): unknown {
  const { findings } = error.facts;
  const reply = toErrorReply(error);
  return { errors: [findings === undefined ? reply : { ...reply, extensions: { ...reply.extensions, findings } }] };
}

function isPartial(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'errors' in body;
}

function send(request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 && { allow: 'POST' }),
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(isUnreadable(request) && { connection: 'close' }),
  });
  response.end(text);
}

/** Whether the rest of the request is not worth waiting for. A short one is read to its end, and the connection lives on. */
function isUnreadable(request: IncomingMessage): boolean {
  if (request.complete) return false;
  const declaredBytes = Number(request.headers['content-length'] ?? Infinity);
  return declaredBytes > MAX_BODY_BYTES || request.isPaused();
}
