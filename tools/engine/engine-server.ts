import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ExposureError } from '@app/errors';
import {
  chooseDelivery,
  writeExecution,
  type Delivery,
  type Engine,
  type EngineOperation,
  type SourceReport,
} from '@app/federation';
import { Deadline } from '@app/resilience';
import { describeError } from './described-error.js';
import { RequestRefusal, readPostedRequest, readQueriedRequest, requireJsonBody } from './graphql-request.js';
import { readBody } from './request-body.js';

/** Whole request, milliseconds; longer than one call to a subgraph may take. */
const REQUEST_TIME_LIMIT_MS = 60_000;
/** Above what clients keep connections for, so that they are the ones who close. */
const KEEP_ALIVE_MS = 75_000;
const NO_REPORT: SourceReport = { expect: () => undefined, record: () => undefined };

/** GraphQL over HTTP in front of an engine; not listening yet. */
export function createEngineServer(engine: Engine): Server {
  const server = createServer((request, response) => {
    respond(engine, request, response).catch((thrown: unknown) => {
      if (!response.headersSent) sendErrors(response, 500, undefined, 'Internal error.');
      process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function respond(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const delivery = chooseDelivery(request.headers.accept);
  try {
    const [path, search = ''] = (request.url ?? '').split('?', 2);
    if (path === '/health') return sendHealth(request, response);
    if (path !== '/graphql') throw new RequestRefusal(404, 'There are /graphql and /health here.');
    if (delivery === undefined)
      throw new RequestRefusal(
        406,
        'Accept application/json, application/graphql-response+json, multipart/mixed or text/event-stream.',
      );
    const operation = await readOperation(request, search);
    if (operation !== undefined) await execute(engine, operation, delivery, response);
  } catch (thrown) {
    if (!(thrown instanceof RequestRefusal)) throw thrown;
    for (const [name, value] of Object.entries(thrown.headers)) response.setHeader(name, value);
    sendErrors(response, thrown.status, delivery, thrown.message);
  }
}

/** Errors: `RequestRefusal`; `undefined` when the client left before it had asked. */
async function readOperation(request: IncomingMessage, search: string): Promise<EngineOperation | undefined> {
  if (request.method === 'GET') return readQueriedRequest(search);
  if (request.method !== 'POST') throw new RequestRefusal(405, 'Ask with POST or GET.', { allow: 'GET, POST' });
  requireJsonBody(request.headers['content-type'], request.headers['content-encoding']);
  const body = await readBody(request);
  return body === undefined ? undefined : readPostedRequest(body);
}

async function execute(
  engine: Engine,
  operation: EngineOperation,
  delivery: Delivery,
  response: ServerResponse,
): Promise<void> {
  using deadline = Deadline.after(REQUEST_TIME_LIMIT_MS);
  response.once('close', () => {
    // It also closes when all is said; an error that nobody wants would cost more than the rest of the request.
    if (!response.writableFinished) deadline.end(new ExposureError('CLIENT_GONE'));
  });
  const isIncremental = delivery.incremental !== undefined;
  const context = { deadline, report: NO_REPORT, transactionId: randomUUID() };
  const execution = await engine.execute({ ...operation, isIncremental }, context);
  await writeExecution(response, execution, { delivery, describe: describeError });
}

function sendHealth(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET') throw new RequestRefusal(405, 'Ask with GET.', { allow: 'GET' });
  send(response, 200, 'application/json', { status: 'ok' });
}

function sendErrors(response: ServerResponse, status: number, delivery: Delivery | undefined, message: string): void {
  const mediaType = delivery?.complete.kind === 'json' ? delivery.complete.mediaType : 'application/json';
  send(response, status, mediaType, { errors: [{ message }] });
}

function send(response: ServerResponse, status: number, mediaType: string, content: object): void {
  if (response.destroyed) return;
  const body = JSON.stringify(content);
  response.writeHead(status, {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}
