import { connect } from 'node:net';
import { Metrics } from './metrics.js';
import { OperationsServer } from './operations-server.js';

describe('the operators’ port', () => {
  let server: OperationsServer;
  let port: number;
  const released: string[] = [];
  const metrics = new Metrics('gateway');
  const releases = {
    kind: 'sources',
    release: (name: string) => name === 'skat-fordringer' && released.push(name) > 0,
  };
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, init);

  beforeEach(async () => {
    released.length = 0;
    server = new OperationsServer({ metrics, releases });
    port = await server.listen('127.0.0.1', 0);
  });
  afterEach(() => server.close());

  it('answers GET /metrics in the text format of Prometheus', async () => {
    metrics.counter({ name: 'calls_total', help: 'Calls.', labels: {} }).increment({});
    const response = await ask('/metrics');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('calls_total{app="gateway"} 1');
  });

  it('releases the one that is named', async () => {
    const response = await ask('/sources/skat-fordringer/release', { method: 'POST' });
    expect([response.status, released]).toEqual([204, ['skat-fordringer']]);
  });

  it('does what it is told by POST only, and answers what became of it', async () => {
    const actions = new Map([
      ['/thing/reload', async () => ({ status: 422, body: { reason: 'no thing' } })],
      ['/thing/break', () => Promise.reject(new Error('canary-7f3a'))],
    ]);
    const acting = new OperationsServer({ metrics, actions });
    const actingPort = await acting.listen('127.0.0.1', 0);
    const send = async (method: string, path: string) => {
      const response = await fetch(`http://127.0.0.1:${actingPort}${path}`, { method });
      return [response.status, (await response.text()).trim()];
    };
    expect(await send('POST', '/thing/reload')).toEqual([422, '{"reason":"no thing"}']);
    expect(await send('POST', '/thing/break')).toEqual([500, '']);
    expect(await send('GET', '/thing/reload')).toEqual([404, '']);
    expect(await send('POST', '/thing')).toEqual([404, '']);
    await acting.close();
  });

  it.each([
    ['GET', '/'],
    ['GET', '/metrics/'],
    ['GET', '/metrics?x=1'],
    ['GET', '/graphql'],
    ['POST', '/metrics'],
    ['HEAD', '/metrics'],
    ['OPTIONS', '/metrics'],
    ['GET', '/sources/skat-fordringer/release'],
    ['POST', '/sources/skat-fordringer/release/'],
    ['POST', '/sources/skat-fordringer/release?x=1'],
    ['POST', '/sources/skat-fordringer'],
    ['POST', '/authorities/skat-fordringer/release'],
    ['POST', '/sources/skat/release'],
    ['POST', '/sources/__proto__/release'],
  ])('answers %s %s with 404 and no body', async (method, path) => {
    const response = await ask(path, { method });
    expect([response.status, await response.text(), released]).toEqual([404, '', []]);
  });

  it('releases nothing where nothing can be released', async () => {
    const plain = new OperationsServer({ metrics });
    port = await plain.listen('127.0.0.1', 0);
    expect((await ask('/sources/skat-fordringer/release', { method: 'POST' })).status).toBe(404);
    await plain.close();
  });

  it('answers 500 without a reason when a value cannot be read', async () => {
    const broken = new Metrics('gateway');
    broken.gauge({
      name: 'broken',
      help: 'Broken.',
      labels: {},
      read: () => {
        throw new Error('canary-7f3a');
      },
    });
    const other = new OperationsServer({ metrics: broken });
    port = await other.listen('127.0.0.1', 0);
    const response = await ask('/metrics');
    expect([response.status, await response.text()]).toEqual([500, '']);
    await other.close();
  });

  it('says when its port is taken', async () => {
    const second = new OperationsServer({ metrics });
    await expect(second.listen('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });

  it('closes although a client keeps its connection', async () => {
    const client = connect(port, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    const gone = new Promise((resolve) => client.once('close', resolve));
    client.on('error', () => undefined);
    await server.close();
    await gone;
    await expect(ask('/metrics')).rejects.toThrow();
  });
});
