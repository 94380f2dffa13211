import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExposureError } from '@app/errors';
import { Deadline } from '@app/resilience';
import type { EngineContext } from '../ports/engine-context.js';
import { FailedAnswer } from '../ports/service.js';
import { HttpService } from './http-service.js';

const QUERY = '{"query":"query Films__films__0{films{title}}"}';
const MUTATION = '{"query":"mutation Rate__films__0{rate}"}';

let server: Server;
let service: HttpService;
let handler: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer((request, response) => handler(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  service = new HttpService({ name: 'films', url: `http://127.0.0.1:${port}/graphql` });
});

afterEach(async () => {
  await service.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const contextWith = (deadline: Deadline): EngineContext => ({
  deadline,
  transactionId: 't',
  report: { expect: () => undefined, record: () => undefined },
});
const call = (
  body: string,
  deadline = Deadline.after(20_000),
  read: (answer: unknown) => unknown = (answer) => answer,
) => service.call({ body, read, context: contextWith(deadline) });
const json = (response: ServerResponse, text: string, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

describe('a subgraph over HTTP', () => {
  it('may answer more and deeper than an authority', async () => {
    const list = 'x'.repeat(2 * 1024 * 1024);
    handler = (_, response) => json(response, `{"data":${'['.repeat(200)}"${list}"${']'.repeat(200)}}`);
    expect(JSON.stringify(await call(QUERY))).toHaveLength(list.length + 411);
  });

  it('gets the question and nothing about who asks', async () => {
    const asked: unknown[] = [];
    handler = (request, response) => {
      const { host, ...headers } = request.headers;
      expect(host).toMatch(/^127\.0\.0\.1:/);
      void textOf(request).then((text) => {
        asked.push([request.method, request.url, headers, text]);
        json(response, '{"data":{"films":[]}}');
      });
    };
    expect(await call(QUERY)).toEqual({ data: { films: [] } });
    const headers = {
      accept: 'application/json, application/graphql-response+json',
      'accept-encoding': 'identity',
      connection: 'keep-alive',
      'content-length': String(QUERY.length),
      'content-type': 'application/json',
    };
    expect(asked).toEqual([['POST', '/graphql', headers, QUERY]]);
  });

  it('is given up when the time of the request is over, as a timeout', async () => {
    const gone = new Promise((resolve) => {
      handler = (request) => request.socket.once('close', resolve);
    });
    const deadline = Deadline.after(20_000);
    await expect(
      service.call({ body: QUERY, read: (answer) => answer, context: contextWith(deadline.within(20)) }),
    ).rejects.toMatchObject({ code: 'AUTHORITY_TIMEOUT' });
    await gone;
    deadline[Symbol.dispose]();
  });

  it('is given up when its own time is over, though the request has more', async () => {
    handler = () => undefined;
    const { port } = server.address() as AddressInfo;
    await using hurried = disposable(
      new HttpService({ name: 'films', url: `http://127.0.0.1:${port}`, timeLimitMs: 20 }),
    );
    using deadline = Deadline.after(20_000);
    await expect(
      hurried.service.call({ body: QUERY, read: (answer) => answer, context: contextWith(deadline) }),
    ).rejects.toMatchObject({ code: 'AUTHORITY_TIMEOUT' });
    expect(deadline.isOver).toBe(false);
  });

  it('is given up when the client leaves, with that reason', async () => {
    using deadline = Deadline.after(20_000);
    const gone = new Promise((resolve) => {
      handler = (request) => {
        request.socket.once('close', resolve);
        deadline.end(new ExposureError('CLIENT_GONE'));
      };
    });
    await expect(call(QUERY, deadline)).rejects.toMatchObject({ code: 'CLIENT_GONE' });
    await gone;
  });

  it.each([
    ['an answer that is no JSON', (response: ServerResponse) => json(response, '<html>'), 'AUTHORITY_BAD_JSON'],
    ['an error of HTTP', (response: ServerResponse) => json(response, '{}', 500), 'AUTHORITY_BAD_STATUS'],
  ])('is not believed: %s', async (_, answer, code) => {
    handler = (_request, response) => answer(response);
    await expect(call(QUERY)).rejects.toMatchObject({ code });
  });

  it('hands back an answer that is nothing but failures', async () => {
    handler = (_, response) => json(response, '{"errors":[]}');
    const read = () => {
      throw new FailedAnswer('nothing but failures');
    };
    expect(await call(QUERY, Deadline.after(20_000), read)).toBe('nothing but failures');
  });

  it('hides what the reading of an answer throws unexpectedly, and keeps it as the cause', async () => {
    handler = (_, response) => json(response, '{"data":{}}');
    const cause = new TypeError('unforeseen');
    const read = () => {
      throw cause;
    };
    await expect(call(QUERY, Deadline.after(20_000), read)).rejects.toMatchObject({ code: 'INTERNAL', cause });
  });

  it.each([
    ['a query once more', QUERY, 2],
    ['a mutation never again', MUTATION, 1],
    ['a mutation with white space never again', '{"query":"  mutation{rate}"}', 1],
  ])('is asked %s when its connection is lost', async (_, body, times) => {
    let asked = 0;
    handler = (request) => {
      asked += 1;
      request.socket.destroy();
    };
    await expect(call(body)).rejects.toMatchObject({ code: 'AUTHORITY_UNREACHABLE' });
    expect(asked).toBe(times);
  });
});

function disposable(given: HttpService): AsyncDisposable & { readonly service: HttpService } {
  return { service: given, [Symbol.asyncDispose]: () => given.close() };
}
