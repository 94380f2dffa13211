import { connect } from 'node:net';
import { Metrics } from './metrics.js';
import { startMetricsServer, type MetricsServer } from './metrics-server.js';

describe('the metrics server', () => {
  let server: MetricsServer;
  const metrics = new Metrics('gateway');
  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);

  beforeEach(async () => {
    server = await startMetricsServer(metrics, { host: '127.0.0.1', port: 0 });
  });
  afterEach(() => server.close());

  it('answers GET /metrics in the text format of Prometheus', async () => {
    metrics.counter({ name: 'calls_total', help: 'Calls.', labels: {} }).increment({});
    const response = await ask('/metrics');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('calls_total{app="gateway"} 1');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/metrics/'],
    ['GET', '/metrics?x=1'],
    ['GET', '/graphql'],
    ['POST', '/metrics'],
    ['HEAD', '/metrics'],
    ['OPTIONS', '/metrics'],
  ])('answers %s %s with 404 and no body', async (method, path) => {
    const response = await ask(path, { method });
    expect([response.status, await response.text()]).toEqual([404, '']);
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
    const other = await startMetricsServer(broken, { host: '127.0.0.1', port: 0 });
    const response = await fetch(`http://127.0.0.1:${other.port}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, '']);
    await other.close();
  });

  it('says when its port is taken', async () => {
    await expect(startMetricsServer(metrics, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('closes although a client keeps its connection', async () => {
    const client = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    const gone = new Promise((resolve) => client.once('close', resolve));
    client.on('error', () => undefined);
    await server.close();
    await gone;
    await expect(ask('/metrics')).rejects.toThrow();
  });
});
