import { honestly, type Behaviour } from './support/fake-authority.js';
import { AASE, BO, markOf } from './support/records.js';
import { RunningOverview, sourceOf, statesOf } from './support/running-overview.js';

// Numbers in the tables: items of reliability.md §6.4.

describe('an answer that does not come in time', () => {
  /** Short, and long enough for honest answers on a busy machine. Three authorities at once, so that one wait shows three silences. */
  const LIMIT_MS = 1_000;
  const silent: Behaviour = () => undefined;
  const headersOnly: Behaviour = (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  const dripping: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(drip));
  };
  const interim =
    (line: string): Behaviour =>
    ({ socket }) =>
      void socket?.write(`HTTP/1.1 ${line}\r\n\r\n`.repeat(100));

  it.each<[string, Record<'cpr' | 'skat' | 'udbetaling-danmark', Behaviour>, Record<string, string>]>([
    [
      '105 never, 106 after its headers, 107 byte by byte',
      { cpr: silent, skat: headersOnly, 'udbetaling-danmark': dripping },
      { cpr: 'AUTHORITY_TIMEOUT', skat: 'AUTHORITY_TIMEOUT', 'udbetaling-danmark': 'AUTHORITY_TIMEOUT' },
    ],
    [
      '111 a hundred interim answers',
      {
        cpr: interim('103 Early Hints'),
        skat: interim('102 Processing'),
        'udbetaling-danmark': interim('100 Continue'),
      },
      { cpr: 'AUTHORITY_TIMEOUT', skat: 'AUTHORITY_TIMEOUT', 'udbetaling-danmark': 'AUTHORITY_UNREACHABLE' },
    ],
  ])('%s: the page comes without it, and the call is cancelled', async (_, behaviours, codes) => {
    await using slow = await startImpatient();
    const calls = [...slow.authorities].map(([name, authority]) => {
      authority.behaviour = behaviours[name];
      return authority.nextCall();
    });
    const answer = await slow.overview();
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      me: { id: expect.any(String), person: null, benefits: null, annualTax: null },
    });
    for (const [authority, code] of Object.entries(codes))
      expect(sourceOf(answer, authority)).toMatchObject({
        state: 'UNAVAILABLE',
        code,
        fetchedAt: null,
        retryAt: null,
      });
    for (const call of await Promise.all(calls)) expect(await call.hungUp).toBe(true);
    slow.setBehaviour(honestly);
    await slow.expectUnharmed(answer);
  });

  it('114 is in no page, neither this one nor the next', async () => {
    await using slow = await startImpatient();
    const late = Promise.withResolvers<void>();
    const sent = Promise.withResolvers<void>();
    slow.authority('skat').behaviour = async (response, { honest }) => {
      await late.promise;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(honest));
      sent.resolve();
    };
    const answer = await slow.overview();
    expect(sourceOf(answer, 'skat').code).toBe('AUTHORITY_TIMEOUT');
    slow.authority('skat').behaviour = honestly;
    late.resolve();
    await sent.promise;
    const next = await slow.overview(await slow.provider.token(BO));
    expect(next.text).not.toContain(markOf(AASE));
    expect(statesOf(next)).toMatchObject({ skat: 'FETCHED' });
    await slow.expectUnharmed(answer);
  });

  function startImpatient(): Promise<RunningOverview> {
    const limit = [[['service', 'timeLimitMs'], LIMIT_MS]] as const;
    return RunningOverview.start({ contracts: { cpr: limit, skat: limit, 'udbetaling-danmark': limit } });
  }
});
