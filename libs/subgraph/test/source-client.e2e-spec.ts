import { ExposureError } from '@app/errors';
import { SourceClient, SubgraphMetrics, type SourceClientOptions } from '@app/subgraph';
import { createLogger, createMetrics } from '@app/telemetry';
import { FakeSource, type FakeReply } from '@app/testing';

const CPR = '7001901111';
const lines: string[] = [];
const logger = createLogger({ app: 'test', level: 'debug', destination: { write: (line) => void lines.push(line) } });
const clients: SourceClient[] = [];
let source: FakeSource;

beforeAll(async () => {
  source = await FakeSource.start(() => ({ json: {} }));
});
beforeEach(() => {
  source.requests.length = 0;
  source.hangUps = 0;
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
  expect(lines.join('')).not.toContain(CPR);
});

function client(options: Partial<SourceClientOptions> = {}): SourceClient {
  const made = new SourceClient({ name: 'fake', baseUrl: source.url, timeLimitMs: 2_000, logger, ...options });
  clients.push(made);
  return made;
}

const patient = () => ({ signal: new AbortController().signal });
const ask = (made: SourceClient, access = patient()) => made.post('/look-up', { cpr: CPR }, access);

/** The error of a call, looked through for anything that was sent or received. */
async function failureOf(call: Promise<unknown>): Promise<ExposureError> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ExposureError)) throw new Error('the call did not fail as it should');
  const seen = JSON.stringify({ ...thrown, facts: thrown.facts, message: thrown.message, stack: thrown.stack });
  expect(seen).not.toContain(CPR);
  expect(thrown.cause).toBeUndefined();
  return thrown;
}

describe('a call', () => {
  it('is a POST of JSON without compression, and the number is in the body only', async () => {
    source.answer = () => ({ json: { rows: [1] } });
    expect(await ask(client())).toEqual({ status: 200, body: { rows: [1] } });
    const [request] = source.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/look-up', body: { cpr: CPR } });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'accept-encoding': 'identity' });
  });

  it('keeps letters as they are', async () => {
    source.answer = () => ({ json: { name: 'Ærø Øllegård Ångström' } });
    expect((await ask(client())).body).toEqual({ name: 'Ærø Øllegård Ångström' });
  });

  it('uses its connection again', async () => {
    source.answer = () => ({ json: {} });
    const made = client();
    await ask(made);
    await ask(made);
    const [first, second] = source.requests;
    expect(second?.connection).toBe(first?.connection);
  });

  it('goes nowhere else, whatever the path says', async () => {
    source.answer = () => ({ json: {} });
    await client().post('http://127.0.0.1:1/elsewhere', {}, patient());
    expect(source.requests).toHaveLength(1);
  });

  it.each([400, 404, 409, 410, 422])('with status %i is an answer, with its problem document', async (status) => {
    source.answer = () => ({ json: { type: 'x' }, status, headers: { 'content-type': 'application/problem+json' } });
    expect(await ask(client())).toEqual({ status, body: { type: 'x' } });
  });

  it('with status 404 and no JSON is an answer without body', async () => {
    source.answer = () => ({ text: 'not here', status: 404 });
    expect(await ask(client())).toEqual({ status: 404, body: undefined });
  });
});

describe('a source that fails', () => {
  it.each<[string, FakeReply, string, string]>([
    ['an error with personal data', { text: `ORA-1: ${CPR}`, status: 500 }, 'SOURCE_UNAVAILABLE', 'status'],
    ['a JSON error', { json: { cpr: CPR }, status: 503 }, 'SOURCE_UNAVAILABLE', 'status'],
    ['a refusal', { json: {}, status: 401 }, 'SOURCE_UNAVAILABLE', 'status'],
    ['no right', { json: {}, status: 403 }, 'SOURCE_UNAVAILABLE', 'status'],
    ['too many requests', { json: {}, status: 429 }, 'SOURCE_UNAVAILABLE', 'status'],
    [
      'HTML',
      { text: `<p>${CPR}</p>`, headers: { 'content-type': 'text/html' } },
      'SOURCE_REPLY_INVALID',
      'content type',
    ],
    [
      'JSON as text',
      { text: `{"cpr":"${CPR}"}`, headers: { 'content-type': 'text/plain' } },
      'SOURCE_REPLY_INVALID',
      'content type',
    ],
    ['no content type', { text: '{}' }, 'SOURCE_REPLY_INVALID', 'content type'],
    [
      'UTF-16',
      { text: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
      'SOURCE_REPLY_INVALID',
      'content type',
    ],
    [
      'an empty body',
      { text: '', headers: { 'content-type': 'application/json' } },
      'SOURCE_REPLY_INVALID',
      'content type',
    ],
    [
      'half a body',
      { text: `{"cpr":"${CPR}`, headers: { 'content-type': 'application/json' } },
      'SOURCE_REPLY_INVALID',
      'malformed',
    ],
    [
      'keys of the prototype',
      { text: '{"__proto__":{"a":1}}', headers: { 'content-type': 'application/json' } },
      'SOURCE_REPLY_INVALID',
      'malformed',
    ],
    [
      'a compressed body',
      { text: 'x', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
      'SOURCE_REPLY_INVALID',
      'malformed',
    ],
    ['a body beyond 1 MB', { json: 'x'.repeat(1_100_000) }, 'SOURCE_REPLY_INVALID', 'too large'],
    ['a cut connection', 'reset', 'SOURCE_UNAVAILABLE', 'connection'],
    [
      'a length that is not kept',
      { text: '{}', headers: { 'content-type': 'application/json', 'content-length': '1' } },
      'SOURCE_UNAVAILABLE',
      'connection',
    ],
  ])('by %s is a code and no text', async (_name, reply, code, reason) => {
    source.answer = () => reply;
    expect(await failureOf(ask(client()))).toMatchObject({ code, facts: { source: 'fake', reason } });
  });

  it.each([301, 302, 303, 307, 308])('by redirect %i is not followed', async (status) => {
    const elsewhere = await FakeSource.start(() => ({ json: {} }));
    await using _ = elsewhere;
    source.answer = () => ({ json: {}, status, headers: { location: elsewhere.url } });
    expect(await failureOf(ask(client()))).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { reason: 'status', status },
    });
    expect(elsewhere.requests).toEqual([]);
  });

  it('by not being there is unavailable', async () => {
    const failure = await failureOf(ask(client({ baseUrl: 'http://127.0.0.1:1' })));
    expect(failure).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { reason: 'connection', cause: 'ECONNREFUSED' },
    });
  });

  it.each(['hang', 'headers only'] as const)(
    'by "%s" is given up at its time limit, and the connection with it',
    async (reply) => {
      source.answer = () => reply;
      const failure = await failureOf(ask(client({ timeLimitMs: 60 })));
      expect(failure).toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { reason: 'timeout' } });
      while (source.hangUps === 0) await new Promise(setImmediate);
      expect(source.hangUps).toBe(1);
    },
  );

  it('explains itself where it can, and that is not counted', async () => {
    source.answer = () => ({ json: { opens: 'soon' }, status: 503 });
    const closed = client({
      readRefusal: ({ status }) =>
        status === 503 ? new ExposureError('SOURCE_CLOSED', { opensAt: 'soon' }) : undefined,
    });
    for (let call = 0; call < 10; call++) {
      expect(await failureOf(ask(closed))).toMatchObject({ code: 'SOURCE_CLOSED', facts: { opensAt: 'soon' } });
    }
    expect(source.requests).toHaveLength(10);
  });
});

describe('the breaker', () => {
  it.each<[string, FakeReply]>([
    ['errors', { json: {}, status: 500 }],
    ['malformed replies', { text: '{', headers: { 'content-type': 'application/json' } }],
    ['cut connections', 'reset'],
    ['silence', 'hang'],
  ])('opens after five %s in a row; then the source is not asked', async (_name, reply) => {
    source.answer = () => reply;
    const made = client({ timeLimitMs: 40 });
    for (let call = 0; call < 8; call++) await failureOf(ask(made));
    expect(source.requests).toHaveLength(5);
    expect(await failureOf(ask(made))).toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { reason: 'skipped' } });
  });

  it.each<[string, ExposureError | undefined, object]>([
    ['for a gateway that hangs up', new ExposureError('CLIENT_GONE'), { code: 'CLIENT_GONE' }],
    ['when there was hardly any time left', undefined, { facts: { reason: 'out of time' } }],
  ])('does not blame the source %s', async (_why, reason, failure) => {
    const made = client({ timeLimitMs: 20_000 });
    for (let call = 0; call < 8; call++) {
      const access = new AbortController();
      source.answer = () => {
        access.abort(reason);
        return 'hang';
      };
      expect(await failureOf(ask(made, { signal: access.signal }))).toMatchObject(failure);
    }
    expect(source.requests).toHaveLength(8);
  });

  it('closes after probes that concern nobody, made off the citizens’ path', async () => {
    let isBroken = true;
    source.answer = () => (isBroken ? { json: {}, status: 500 } : { json: { ok: true } });
    const probed: unknown[] = [];
    const made = client({
      breaker: { openMs: 20, openMsMax: 20, jitterPercent: 0, probeGapMs: 1, rampMs: 0 },
      probe: async (post) => void probed.push((await post('/probe', {})).body),
    });
    for (let call = 0; call < 5; call++) await failureOf(ask(made));
    isBroken = false;
    while (probed.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await ask(made)).toEqual({ status: 200, body: { ok: true } });
    const urls = source.requests.map(({ url }) => url);
    expect(urls).toEqual([...Array<string>(5).fill('/look-up'), '/probe', '/probe', '/probe', '/look-up']);
    expect(source.requests.slice(5, 8).every(({ body }) => !JSON.stringify(body).includes(CPR))).toBe(true);
  });

  it('opens at once when the source answered about another person', async () => {
    source.answer = () => ({ json: {} });
    const made = client();
    await ask(made);
    made.quarantine();
    expect(await failureOf(ask(made))).toMatchObject({ facts: { reason: 'skipped' } });
    expect(source.requests).toHaveLength(1);
  });

  it('stays in quarantine although its probes would succeed, and asks again when released', async () => {
    source.answer = () => ({ json: {} });
    const made = client({
      probe: async (post) => void (await post('/nobody', {})),
      breaker: { openMs: 5, openMsMax: 5, jitterPercent: 0, probeGapMs: 1, rampMs: 0 },
    });
    made.quarantine();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await failureOf(ask(made))).toMatchObject({ facts: { reason: 'skipped' } });
    expect(source.requests).toEqual([]);
    made.release();
    while ((await ask(made).catch(() => undefined)) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(source.requests.map(({ url }) => url)).toEqual(['/nobody', '/nobody', '/nobody', '/look-up']);
  });

  it('leaves quarantine by itself in the end', async () => {
    source.answer = () => ({ json: {} });
    const made = client({ quarantineMs: 30, breaker: { rampMs: 0, probesToClose: 1 } });
    made.quarantine();
    expect(await failureOf(ask(made))).toMatchObject({ facts: { reason: 'skipped' } });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await ask(made)).toMatchObject({ status: 200 });
  });
});

describe('the limit of calls at a time', () => {
  it('refuses one more at once and does not count it against the source', async () => {
    const held: (() => void)[] = [];
    source.answer = () => new Promise((resolve) => held.push(() => resolve({ json: {} })));
    const made = client({ maxConcurrent: 2 });
    const calls = [ask(made), ask(made)];
    expect(await failureOf(ask(made))).toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { reason: 'busy' } });
    while (held.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    for (const release of held) release();
    await expect(Promise.all(calls)).resolves.toHaveLength(2);
  });
});

describe('metrics', () => {
  it('tell outcomes and breakers by source', async () => {
    const registry = createMetrics('test');
    source.answer = () => ({ json: {}, status: 500 });
    const made = client({ metrics: new SubgraphMetrics(registry) });
    for (let call = 0; call < 6; call++) await failureOf(ask(made));
    made.quarantine();
    const text = await registry.text();
    expect(text).toMatch(/subgraph_source_call_seconds_count\{.*outcome="STATUS".*\} 5/);
    expect(text).toMatch(/subgraph_source_call_seconds_count\{.*outcome="SKIPPED".*\} 1/);
    expect(text).toMatch(/subgraph_source_breaker_open\{.*source="fake".*\} 1/);
    expect(text).toMatch(/subgraph_subject_mismatches_total\{.*source="fake".*\} 1/);
  });
});
