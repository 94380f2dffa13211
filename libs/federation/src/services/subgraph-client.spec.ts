import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Deadline, RetryBudget } from '@app/resilience';
import { SubgraphClient } from './subgraph-client.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let handler: Handler;
let requests = 0;
let client: SubgraphClient;
let url: () => string;

beforeEach(async () => {
  requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  url = () => `http://127.0.0.1:${port}/graphql`;
  client = new SubgraphClient({ url: url(), connections: 4, retryBudget: new RetryBudget() });
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (deadline = Deadline.after(5_000)) => client.post({ body: '{}', headers: [], deadline });
const answer =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const codeOf = async (): Promise<unknown> => {
  try {
    return await post();
  } catch (thrown) {
    expect(JSON.stringify({ ...(thrown as object), text: String(thrown) })).not.toMatch(/secret|127\.0\.0\.1/);
    return (thrown as { code?: unknown }).code ?? thrown;
  }
};

const SECRET = '{"message":"secret: Åse Østergaard 670101-1234"}';

describe('calls to a subgraph', () => {
  it('hands back JSON in UTF-8, cut anywhere between two chunks', async () => {
    const bytes = Buffer.from('{"data":{"name":"Åse Øster-Ågård"}}');
    handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/graphql-response+json; charset=utf-8' });
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end();
    };
    expect(await post()).toEqual({ data: { name: 'Åse Øster-Ågård' } });
  });

  it.each<[string, Handler, string]>([
    ['500 with a body full of secrets', answer(SECRET, {}, 500), 'AUTHORITY_BAD_STATUS'],
    ['401', answer(SECRET, {}, 401), 'AUTHORITY_BAD_STATUS'],
    ['a redirect', answer('', { location: 'http://169.254.169.254/secret' }, 307), 'AUTHORITY_REDIRECTED'],
    ['HTML', answer('<html>secret', { 'content-type': 'text/html' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
    ['JSON as text', answer(SECRET, { 'content-type': 'text/plain' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
    ['UTF-16', answer(SECRET, { 'content-type': 'application/json; charset=utf-16' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
    ['a compressed body', answer(SECRET, { 'content-encoding': 'gzip' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
    ['malformed JSON', answer('{"secret":'), 'AUTHORITY_BAD_JSON'],
    ['an empty body', answer(''), 'AUTHORITY_BAD_JSON'],
    ['broken UTF-8', answer(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 'AUTHORITY_BAD_JSON'],
    ['a reach for the prototype', answer('{"data":{"__proto__":{"secret":1}}}'), 'AUTHORITY_BAD_JSON'],
    ['50 000 levels', answer('['.repeat(50_000) + ']'.repeat(50_000)), 'AUTHORITY_TOO_DEEP'],
    ['two megabytes', answer(`"${'x'.repeat(2 * 1024 * 1024)}"`), 'AUTHORITY_TOO_LARGE'],
    ['a reset', (request) => request.socket.resetAndDestroy(), 'AUTHORITY_UNREACHABLE'],
  ])('refuses %s', async (_, given, code) => {
    handler = given;
    expect(await codeOf()).toBe(code);
  });

  it.each([
    ['brackets in a text', JSON.stringify({ a: '['.repeat(100) })],
    ['brackets after a quote in a text', JSON.stringify({ a: `"${'['.repeat(100)}` })],
    ['brackets after a backslash in a text', JSON.stringify({ a: `\\"\\${'{'.repeat(100)}` })],
    ['many shallow lists', JSON.stringify(Array.from({ length: 100 }, () => ['\\']))],
    ['64 levels', '['.repeat(64) + ']'.repeat(64)],
  ])('does not take for deep: %s', async (_, body) => {
    handler = answer(body);
    expect(await post()).toEqual(JSON.parse(body));
  });

  it.each([
    ['65 levels', '['.repeat(65) + ']'.repeat(65)],
    ['65 levels after a text that ends in a backslash', `["\\\\",${'['.repeat(64)}${']'.repeat(64)}]`],
    ['65 levels of both kinds', `${'{"a":['.repeat(33)}${']}'.repeat(33)}`],
  ])('takes for deep: %s', async (_, body) => {
    handler = answer(body);
    expect(await codeOf()).toBe('AUTHORITY_TOO_DEEP');
  });

  it('does not follow a redirect anywhere', async () => {
    handler = answer('', { location: '/elsewhere' }, 308);
    await codeOf();
    expect(requests).toBe(1);
  });

  it('ends with the caller’s reason when the caller’s time is over, before and during the body', async () => {
    const reason = new Error('over');
    for (const given of [
      () => undefined,
      (_: IncomingMessage, response: ServerResponse) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
    ]) {
      const deadline = Deadline.after(5_000);
      handler = (request, response) => {
        given(request, response);
        setImmediate(() => deadline.end(reason));
      };
      await expect(post(deadline)).rejects.toBe(reason);
    }
  });

  it('ends at once also while it waits for a connection, and is then never sent', async () => {
    const narrow = new SubgraphClient({ url: url(), connections: 1, retryBudget: new RetryBudget() });
    let answerFirst: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      handler = (_, response) => {
        answerFirst = () => answer('{}')(undefined as never, response);
        resolve();
      };
    });
    const first = narrow.post({ body: '{}', headers: [], deadline: Deadline.after(5_000) });
    await isAsked;
    const deadline = Deadline.after(5_000);
    const waiting = narrow.post({ body: '{}', headers: [], deadline });
    const reason = new Error('over');
    deadline.end(reason);
    await expect(waiting).rejects.toBe(reason);
    answerFirst();
    await first;
    handler = answer('{"next":true}');
    expect(await narrow.post({ body: '{}', headers: [], deadline: Deadline.after(5_000) })).toEqual({ next: true });
    expect(requests).toBe(2);
    await narrow.close();
  });

  it('is not sent when its time is over before it begins', async () => {
    const deadline = Deadline.after(5_000);
    const reason = new Error('over');
    deadline.end(reason);
    await expect(post(deadline)).rejects.toBe(reason);
    expect(requests).toBe(0);
  });

  it('hangs up on an answer that nobody waits for any more, and leaves the deadline alone when it is there', async () => {
    handler = answer('{}');
    const deadline = Deadline.after(5_000);
    await post(deadline);
    expect(deadline.followers).toBe(0);
    const hungUp = new Promise<void>((resolve) => {
      handler = (request) => {
        request.socket.once('close', () => resolve());
        deadline.end(new Error('over'));
      };
    });
    await expect(post(deadline)).rejects.toThrow('over');
    await hungUp;
  });

  it('reads over interim answers', async () => {
    handler = (_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      answer('{"data":1}')(undefined as never, response);
    };
    expect(await post()).toEqual({ data: 1 });
  });

  it('asks once more when a kept connection was closed under it, and not again', async () => {
    handler = answer('{"data":null}');
    await post();
    handler = (request) => request.socket.destroy();
    requests = 0;
    expect(await codeOf()).toBe('AUTHORITY_UNREACHABLE');
    expect(requests).toBe(2);
  });

  it('asks no second time when the connection is lost after the answer began', async () => {
    handler = answer('{"data":null}');
    await post();
    handler = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{');
      setImmediate(() => request.socket.destroy());
    };
    requests = 0;
    expect(await codeOf()).toBe('AUTHORITY_UNREACHABLE');
    expect(requests).toBe(1);
  });

  it('never repeats what was answered, whatever the answer', async () => {
    for (const status of [500, 503, 429]) {
      requests = 0;
      handler = answer('', {}, status);
      await codeOf();
      expect(requests).toBe(1);
    }
  });

  it('says by a code of its own that nobody listens', async () => {
    const dead = new SubgraphClient({
      url: 'http://127.0.0.1:1/graphql',
      connections: 1,
      retryBudget: new RetryBudget(),
    });
    await expect(dead.post({ body: '', headers: [], deadline: Deadline.after(5_000) })).rejects.toMatchObject({
      code: 'AUTHORITY_UNREACHABLE',
      facts: { reason: 'ECONNREFUSED' },
    });
    await dead.close();
  });
});
