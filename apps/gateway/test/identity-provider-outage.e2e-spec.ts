import { jest } from '@jest/globals';
import { AASE, BO } from './support/records.js';
import { DOCUMENT_ID, RunningOverview, codeOf, statesOf } from './support/running-overview.js';

/** Time is moved by hand; timers run on. */
// prettier-ignore
const TIMERS = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
const MINUTE_MS = 60_000;

beforeEach(() => void jest.useFakeTimers({ doNotFake: [...TIMERS] }));
afterEach(() => void jest.useRealTimers());

/** A start on a busy machine may give up its first attempt to fetch the keys; it makes others. */
async function startWithKeys(): Promise<RunningOverview> {
  const running = await RunningOverview.start();
  while (codeOf(await running.overview()) === 'KEYS_UNAVAILABLE');
  return running;
}

const laterBy = (ms: number) => jest.setSystemTime(Date.now() + ms);

describe('while the identity provider is down', () => {
  it('citizens whose key is known get their page, for a day', async () => {
    await using running = await startWithKeys();
    running.provider.isDown = true;
    for (const ms of [0, 11 * MINUTE_MS, 23 * 60 * MINUTE_MS]) {
      laterBy(ms);
      for (const who of [AASE, BO]) {
        const answer = await running.overview(await running.provider.token(who));
        expect(answer.status).toBe(200);
        expect(statesOf(answer)).toEqual({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
      }
    }
    // Keys of yesterday might have been withdrawn today.
    laterBy(2 * 60 * MINUTE_MS);
    expect(codeOf(await running.overview())).toBe('KEYS_UNAVAILABLE');
    running.provider.isDown = false;
    laterBy(2_000);
    await running.expectUnharmed();
  });

  it('nobody knows a key that was never seen, so it is not called wrong', async () => {
    await using running = await startWithKeys();
    running.provider.isDown = true;
    laterBy(MINUTE_MS);
    const { provider } = running;
    const answer = await running.overview(provider.write(provider.header({ kid: 'key-2' }), provider.claims(AASE)));
    expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'KEYS_UNAVAILABLE', '2']);
    await running.expectUnharmed(answer);
  });
});

describe('a start without the identity provider', () => {
  it('is a start: requests are answered 503 until it is back, and then as always', async () => {
    await using running = await RunningOverview.start({ isProviderDown: true });
    expect((await running.send('/health/ready')).status).toBe(200);
    const refused = await running.overview();
    expect([refused.status, codeOf(refused), refused.headers['retry-after']]).toEqual([503, 'KEYS_UNAVAILABLE', '2']);
    expect(refused.headers['www-authenticate']).toBeUndefined();
    expect(running.calls).toBe(0);
    running.expectUnharmedSoFar(refused);
    expect(running.log).toContain('the keys of the identity provider could not be fetched');

    running.provider.isDown = false;
    laterBy(2_000);
    await running.expectUnharmed();
  });

  it('does not ask the provider for every citizen who comes', async () => {
    await using running = await RunningOverview.start({ isProviderDown: true });
    await running.overview(); // waits for the attempt of the start
    const before = running.provider.requests.length;
    laterBy(2_000);
    for (let request = 0; request < 20; request += 1) expect(codeOf(await running.overview())).toBe('KEYS_UNAVAILABLE');
    expect(running.provider.requests.length).toBe(before + 1);
  });
});

describe('a client that leaves while its token is checked', () => {
  it('has nobody asked', async () => {
    await using running = await RunningOverview.start({ isProviderDown: true });
    await running.overview();
    const { provider } = running;
    const answers = Promise.withResolvers<void>();
    provider.isDown = false;
    provider.hold = answers.promise;
    laterBy(2_000);
    const client = new AbortController();
    const [token, body] = [await provider.token(AASE), { documentId: DOCUMENT_ID }];
    const before = provider.requests.length;
    const visit = running.post('/graphql', { token, body, signal: client.signal });
    while (provider.requests.length === before) await running.send('/health/live');
    client.abort();
    await expect(visit).rejects.toThrow();
    for (let turn = 0; turn < 3; turn += 1) await running.send('/health/live'); // the gateway has seen it go
    answers.resolve();
    await running.expectUnharmed();
    expect(running.calls).toBe(3);
  });
});
