import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engine, EngineContext, EngineOperation, Execution } from '@app/federation';
import { buildSchema } from 'graphql';
import { prepareDraining } from './draining.js';
import { createEngineServer } from './engine-server.js';
import { BODY_BYTES_MAX } from './request-body.js';

/** Answers what it is told to, and remembers what it was asked. */
class FakeEngine implements Engine {
  readonly schema = buildSchema('type Query { a: Int }');
  readonly supergraphId = 'fake';
  readonly asked: EngineOperation[] = [];
  answer: (context: EngineContext) => Promise<Execution> = () =>
    Promise.resolve({ kind: 'complete', data: { a: 1 }, errors: [] });

  execute(operation: EngineOperation, context: EngineContext): Promise<Execution> {
    this.asked.push(operation);
    return this.answer(context);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

let engine: FakeEngine;
let server: Server;
let drain: () => Promise<void>;

beforeEach(async () => {
  engine = new FakeEngine();
  server = createEngineServer(engine);
  drain = prepareDraining(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function begin(options: RequestOptions) {
  const { port } = server.address() as AddressInfo;
  return request({ host: '127.0.0.1', port, agent: false, ...options }).on('error', () => undefined);
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

async function ask(options: RequestOptions, body?: string | Buffer): Promise<Answer> {
  const asked = begin(options);
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(text) };
}

const POST = { method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' } };

describe('the engine server', () => {
  it('asks the engine what it was asked, and for parts only where they are taken', async () => {
    const { body } = await ask(POST, '{"query":"query A { a }","operationName":"A","variables":{"b":1}}');
    expect(body).toEqual({ data: { a: 1 } });
    await ask(
      { ...POST, headers: { ...POST.headers, accept: 'application/json, multipart/mixed' } },
      '{"query":"{ a }"}',
    );
    expect(engine.asked).toEqual([
      { document: 'query A { a }', operationName: 'A', variables: { b: 1 }, isIncremental: false },
      { document: '{ a }', isIncremental: true },
    ]);
  });

  it.each<[string, RequestOptions, string | Buffer | undefined, number, Record<string, string>]>([
    ['another address', { path: '/' }, undefined, 404, {}],
    ['another method', { method: 'PUT', path: '/graphql' }, '{}', 405, { allow: 'GET, POST' }],
    ['another method for health', { method: 'POST', path: '/health' }, '{}', 405, { allow: 'GET' }],
    ['a mutation in an address', { path: '/graphql?query=mutation%7Ba%7D' }, undefined, 405, { allow: 'POST' }],
    ['a body of no type', { ...POST, headers: {} }, '{"query":"{ a }"}', 415, {}],
    ['a body that is no JSON', POST, '{', 400, {}],
    ['a body that is no UTF-8', POST, Buffer.from('{"query":"{ a(b: \\"å\\") }"}', 'latin1'), 400, {}],
    ['nothing that it can write', { ...POST, headers: { ...POST.headers, accept: 'text/html' } }, '{}', 406, {}],
    ['too much', POST, JSON.stringify({ query: 'x'.repeat(BODY_BYTES_MAX) }), 413, { connection: 'close' }],
  ])('refuses %s, without asking the engine', async (_, options, body, status, headers) => {
    const answer = await ask(options, body);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', ...headers });
    expect(answer.body).toEqual({ errors: [{ message: expect.any(String) as unknown }] });
    expect(engine.asked).toEqual([]);
  });

  it('refuses in the type that the client prefers', async () => {
    const accept = 'application/graphql-response+json';
    const { status, headers } = await ask({ ...POST, headers: { ...POST.headers, accept } }, '{');
    expect([status, headers['content-type']]).toEqual([400, `${accept}; charset=utf-8`]);
  });

  it('takes a body of the largest size', async () => {
    const query = (length: number) => `{"query":"{ a }${' '.repeat(length)}"}`;
    const largest = query(BODY_BYTES_MAX - query(0).length);
    expect((await ask(POST, largest)).status).toBe(200);
    expect((await ask(POST, `${largest} `)).status).toBe(413);
  });

  it('ends the work when the client leaves', async () => {
    const ended = new Promise((resolve) => {
      engine.answer = ({ deadline }) =>
        new Promise((settle) => {
          deadline.onOver((reason) => {
            resolve(reason);
            settle({ kind: 'complete', errors: [{ code: 'CLIENT_GONE' }] });
          });
          asked.destroy();
        });
    });
    const asked = begin(POST);
    asked.end('{"query":"{ a }"}');
    expect(await ended).toMatchObject({ code: 'CLIENT_GONE' });
  });

  it('asks nothing for a client that leaves before its body has ended', async () => {
    const arrived = once(server, 'request');
    const asked = begin(POST);
    asked.write('{"query"');
    const [{ socket }] = (await arrived) as [IncomingMessage];
    const closed = new Promise((resolve) => socket.once('close', resolve));
    asked.destroy();
    await closed;
    expect(engine.asked).toEqual([]);
  });

  it('lets a request end and closes its connection when it is told to stop', async () => {
    const { promise: begun, resolve: noteBegin } = Promise.withResolvers<void>();
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    engine.answer = async () => {
      noteBegin();
      await finished;
      return { kind: 'complete', data: { a: 2 }, errors: [] };
    };
    const answer = ask({ ...POST, headers: { ...POST.headers, connection: 'keep-alive' } }, '{"query":"{ a }"}');
    await begun;
    const drained = drain();
    finish();
    expect((await answer).body).toEqual({ data: { a: 2 } });
    await drained;
  });
});
