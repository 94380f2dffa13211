import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { honestly } from './support/fake-authority.js';
import { AASE } from './support/records.js';
import { AUTHORITIES, DOCUMENT_ID, RunningOverview, codeOf, statesOf } from './support/running-overview.js';

const FETCHED = { cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' };

/** Holds all answers until released. */
function hold(running: RunningOverview): { asked: Promise<unknown>; release: () => void } {
  const released = Promise.withResolvers<void>();
  const asked = Promise.all(AUTHORITIES.map((name) => running.authority(name).nextCall()));
  running.setBehaviour(async (response, call) => {
    await released.promise;
    await honestly(response, call);
  });
  return { asked, release: released.resolve };
}

describe('one request too many', () => {
  it('is answered 503 at once, asks nobody, and harms nobody', async () => {
    await using running = await RunningOverview.start({ variables: { GATEWAY_REQUESTS_MAX: '1' } });
    await running.overview();
    const { asked, release } = hold(running);
    const first = running.overview();
    await asked;
    const before = running.calls;
    for (const refused of await Promise.all([
      running.overview(),
      running.sandbox('{ me { id } }'),
      running.overview('no-token'),
    ])) {
      expect([refused.status, codeOf(refused), refused.headers['retry-after']]).toEqual([503, 'TOO_BUSY', '2']);
      running.expectUnharmedSoFar(refused);
    }
    expect(running.calls).toBe(before);
    expect((await running.send('/health/live')).status).toBe(200);
    expect((await running.operations('GET', '/metrics')).text).toMatch(/requests_in_flight\{.*\} 1/);
    release();
    expect(statesOf(await first)).toEqual(FETCHED);
    running.setBehaviour(honestly);
    await running.expectUnharmed();
  });

  it('leaves no place taken, however requests end', async () => {
    await using running = await RunningOverview.start({ variables: { GATEWAY_REQUESTS_MAX: '1' } });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await running.overview('no-token')).status).toBe(401);
      expect((await running.sandbox('{ nothing }')).status).toBe(400);
      const { asked, release } = hold(running);
      const client = new AbortController();
      const gone = running.post('/graphql', {
        token: await running.provider.token(AASE),
        body: { documentId: DOCUMENT_ID },
        signal: client.signal,
      });
      await asked;
      client.abort();
      await expect(gone).rejects.toThrow();
      release();
      running.setBehaviour(honestly);
      // The place is free again when the gateway has noticed.
      while ((await running.operations('GET', '/metrics')).text.includes('requests_in_flight{app="gateway"} 1'));
      await running.expectUnharmed();
    }
  });

  it('at one authority costs that authority’s fields, and is not its failure', async () => {
    await using running = await RunningOverview.start({ variables: { GATEWAY_AUTHORITY_CONCURRENCY: '1' } });
    await running.overview();
    const { asked, release } = hold(running);
    const first = running.overview();
    await asked;
    for (let turn = 0; turn < 6; turn += 1)
      expect(statesOf(await running.overview())).toEqual({
        cpr: 'UNAVAILABLE',
        skat: 'UNAVAILABLE',
        'udbetaling-danmark': 'UNAVAILABLE',
      });
    release();
    expect(statesOf(await first)).toEqual(FETCHED);
    running.setBehaviour(honestly);
    for (const name of AUTHORITIES) expect(await running.breakerOf(name)).toBe('CLOSED');
    await running.expectUnharmed();
  });
});

describe('the gateway, told to stop', () => {
  it('finishes what is under way, takes nothing new, and does not wait for connections that are kept', async () => {
    // Longer than the test may take: a stop that waits for it fails.
    const running = await RunningOverview.start({ variables: { GATEWAY_DRAIN_MS: '60000' } });
    await running.overview();
    const { port, operationsPort } = running.gateway;
    const kept = connect(port, '127.0.0.1');
    kept.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(kept, 'data');
    const { asked, release } = hold(running);
    const underWay = running.overview();
    await asked;

    const stopped = running[Symbol.asyncDispose]();
    await once(kept, 'close');
    const late = connect(port, '127.0.0.1');
    const [refusal] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    expect(refusal.code).toBe('ECONNREFUSED');
    release();
    const answer = await underWay;
    expect([answer.status, answer.headers['connection']]).toEqual([200, 'close']);
    expect(statesOf(answer)).toEqual(FETCHED);
    await stopped;
    const operations = connect(operationsPort, '127.0.0.1');
    expect(((await once(operations, 'error')) as [NodeJS.ErrnoException])[0].code).toBe('ECONNREFUSED');
    running.expectSilentLog();
  });

  it('cuts off what is not done in time, and its calls with it', async () => {
    const running = await RunningOverview.start({ variables: { GATEWAY_DRAIN_MS: '20' } });
    await running.overview();
    running.setBehaviour(() => undefined);
    const call = running.authority('skat').nextCall();
    const underWay = running.overview().catch((thrown: unknown) => thrown);
    const { hungUp } = await call;
    await running[Symbol.asyncDispose]();
    expect(await hungUp).toBe(true);
    expect(await underWay).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('a start that cannot be', () => {
  it.each(['GATEWAY_PORT', 'GATEWAY_OPERATIONS_PORT'])(
    'says that %s is taken, and leaves the other one free',
    async (name) => {
      const [taken, free] = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')];
      await Promise.all([once(taken, 'listening'), once(free, 'listening')]);
      const portOf = (server: Server) => (server.address() as AddressInfo).port;
      const [takenPort, freePort] = [portOf(taken), portOf(free)];
      await new Promise((resolve) => free.close(resolve));
      const other = name === 'GATEWAY_PORT' ? 'GATEWAY_OPERATIONS_PORT' : 'GATEWAY_PORT';
      const start = RunningOverview.start({ variables: { [name]: String(takenPort), [other]: String(freePort) } });
      await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE', port: takenPort });
      const [refusal] = (await once(connect(freePort, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
      expect(refusal.code).toBe('ECONNREFUSED');
      taken.close();
    },
  );

  it.each([
    ['does not fit the schema', 'query Bad { me { salary } }'],
    ['is no GraphQL', 'query {'],
    ['holds two operations', 'query A { me { id } } query B { me { id } }'],
  ])('names a registered document that %s', async (_, document) => {
    await expect(RunningOverview.start({ operations: { bad: document } })).rejects.toThrow(
      'the registered operation bad cannot run',
    );
  });

  it('names an authority without a contract', async () => {
    const variables = { GATEWAY_AUTHORITY_URLS: 'skat=http://127.0.0.1:1/graphql,skatt=http://127.0.0.1:1/graphql' };
    await expect(RunningOverview.start({ variables })).rejects.toMatchObject({
      name: 'ConfigurationError',
      faults: ['GATEWAY_AUTHORITY_URLS: no contract for skatt; contracts exist for cpr, skat, udbetaling-danmark'],
    });
  });

  it('names the key that cannot be read, and nothing of its content', async () => {
    for (const variable of [
      'GATEWAY_RECORD_OWNER_KEYS_DIR',
      'GATEWAY_REFERENCE_KEY_FILE',
      'GATEWAY_SIGNING_KEY_FILE',
    ]) {
      const start = RunningOverview.start({ variables: { [variable]: import.meta.dirname } });
      await expect(start).rejects.toMatchObject({
        name: 'ConfigurationError',
        faults: [expect.stringContaining(`${variable}: must `)],
      });
    }
  });
});
