import { once } from 'node:events';
import { createServer, request as sendRequest, type IncomingMessage, type RequestListener } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { PublicServer } from './public-server.js';

/** Longer than any test: a stop that waits for it fails. */
const FOR_EVER_MS = 600_000;
const PATIENT = { headersMs: 60_000, requestMs: 60_000, keepAliveMs: FOR_EVER_MS, checkMs: 60_000 };

let server: Server;
let publicServer: PublicServer;
let requests: ServerResponse[];
let sockets: Socket[];

async function listen(patience = PATIENT, routes = new Map<string, RequestListener>()): Promise<void> {
  requests = [];
  sockets = [];
  server = createServer((_request, response) => void requests.push(response));
  publicServer = new PublicServer(server, { patience, routes });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function connected(bytes = ''): Promise<Socket & { received: string }> {
  const socket = Object.assign(connect((server.address() as AddressInfo).port, '127.0.0.1'), { received: '' });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => (socket.received += chunk.toString()));
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}
const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const closed = (socket: Socket) => (socket.closed ? Promise.resolve() : once(socket, 'close'));

async function requested(count: number): Promise<void> {
  while (requests.length < count) await once(server, 'request');
}

describe('the public server, told to stop', () => {
  it('answers what is under way, hangs up after it, and has then stopped', async () => {
    await listen();
    const socket = await connected(GET);
    await requested(1);
    const stopped = publicServer.drain({ delayMs: 0, limitMs: FOR_EVER_MS });
    requests[0]!.end('there you are');
    await stopped;
    await closed(socket);
    expect(socket.received).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*connection: close[\s\S]*there you are$/i);
  });

  it('finishes an answer that has begun', async () => {
    await listen();
    const socket = await connected(GET);
    await requested(1);
    requests[0]!.write('first ');
    const stopped = publicServer.drain({ delayMs: 0, limitMs: FOR_EVER_MS });
    requests[0]!.end('and last');
    await stopped;
    await closed(socket);
    expect(socket.received).toContain('and last');
  });

  it('hangs up on connections that wait for nothing', async () => {
    await listen();
    const socket = await connected(GET);
    await requested(1);
    requests[0]!.end('done');
    await once(socket, 'data');
    await publicServer.drain({ delayMs: 0, limitMs: FOR_EVER_MS });
    await closed(socket);
  });

  it('takes no new connection', async () => {
    await listen();
    const { port } = server.address() as AddressInfo;
    await publicServer.drain({ delayMs: 0, limitMs: FOR_EVER_MS });
    const late = connect(port, '127.0.0.1');
    const [refusal] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    expect(refusal.code).toBe('ECONNREFUSED');
  });

  it('cuts off what is not done in time', async () => {
    await listen();
    const socket = await connected(GET);
    await requested(1);
    await publicServer.drain({ delayMs: 0, limitMs: 20 });
    await closed(socket);
    expect(socket.received).toBe('');
  });
});

describe('a client that dawdles', () => {
  it.each([
    ['in the header', 'POST / HTTP/1.1\r\nHost'],
    ['in the body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab'],
    ['before it says anything', ''],
  ])('%s is hung up on', async (_, bytes) => {
    await listen({ headersMs: 40, requestMs: 60, keepAliveMs: 60_000, checkMs: 10 });
    const socket = await connected(bytes);
    await closed(socket);
    if (bytes !== '') expect(socket.received).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('an address with a handler of its own', () => {
  async function answeredBy(path: string): Promise<string> {
    const routes = new Map<string, RequestListener>([['/graphql', (_request, response) => response.end('entry')]]);
    await listen(PATIENT, routes);
    const { port } = server.address() as AddressInfo;
    const request = sendRequest({ host: '127.0.0.1', port, path, agent: false });
    request.end();
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    const [first] = await Promise.race([answered, requested(1).then(() => [undefined])]);
    requests[0]?.end('others');
    const [response] = first === undefined ? await answered : [first];
    return (await response.toArray()).join('');
  }

  it.each(['/graphql', '/graphql?', '/graphql?documentId=1', '/graphql?a=/x'])('is left to it: %s', async (path) => {
    expect(await answeredBy(path)).toBe('entry');
  });

  // prettier-ignore
  it.each([
    '/', '/graphql/', '//graphql', '/GRAPHQL', '/%67raphql', '/graphql;x', '/graphql%3f', '/x?/graphql', '/sandbox/graphql', '/graphqlx', 'http://evil.example/graphql',
  ])('is another one when it is written otherwise: %s', async (path) => {
    expect(await answeredBy(path)).toBe('others');
  });
});
