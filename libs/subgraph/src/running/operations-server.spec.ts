import { createLogger, Metrics } from '@app/telemetry';
import { Sources } from '../source/sources.js';
import { OperationsServer } from './operations-server.js';

const lines: string[] = [];
const released: string[] = [];
const logger = createLogger({ app: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
const sources = new Sources();
sources.add('skat-fordringer', { release: () => void released.push('skat-fordringer') });
const server = new OperationsServer({ metrics: new Metrics('test'), sources, logger });
let url: string;

beforeAll(async () => {
  url = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
});
beforeEach(() => {
  lines.length = 0;
  released.length = 0;
});
afterAll(() => server.close());

const ask = async (method: string, path: string) => (await fetch(`${url}${path}`, { method })).status;

describe('the operators’ port', () => {
  it('serves the metrics', async () => {
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toContain('metric_labels_refused_total');
  });

  it('releases the source that is named, and says so in the log', async () => {
    expect(await ask('POST', '/sources/skat-fordringer/release')).toBe(204);
    expect(released).toEqual(['skat-fordringer']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'warn', source: 'skat-fordringer', msg: 'source released by an operator' },
    ]);
  });

  it.each([
    ['POST', '/sources/skat/release'],
    ['POST', '/sources/__proto__/release'],
    ['GET', '/sources/skat-fordringer/release'],
    ['POST', '/sources/skat-fordringer/release/'],
    ['POST', '/sources/skat-fordringer'],
    ['POST', '/metrics'],
    ['GET', '/'],
  ])('knows nothing else: %s %s', async (method, path) => {
    expect(await ask(method, path)).toBe(404);
    expect(released).toEqual([]);
  });

  it('tells when its port is taken', async () => {
    const second = new OperationsServer({ metrics: new Metrics('test'), sources, logger });
    await expect(second.listen('127.0.0.1', Number(new URL(url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
