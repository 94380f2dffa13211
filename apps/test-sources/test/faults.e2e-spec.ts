import net from 'node:net';
import { findTestPerson, syntheticCitizen } from '@app/testing';
import { RunningSources } from './running-sources.js';
import type { StubAnswer } from './stub-authorities.js';

const numberOf = (key: string) => findTestPerson(key)!.cprNumber;
const PARENT = numberOf('parent');
const SPOUSE = numberOf('parent-spouse');
const DEBTOR = numberOf('debtor-instalments');

let sources: RunningSources;
beforeEach(async () => {
  sources = await RunningSources.start();
});
afterEach(async () => {
  await sources.stop();
  // Neither the debug log nor anything else repeats a person number, whatever went wrong.
  expect(sources.log.join('')).not.toMatch(/(?<!\d)\d{6}-?\d{4}(?!\d)/);
});

const answerOf = async (response: Promise<Response>) => (await (await response).json()) as StubAnswer;
const failureOf = async (call: Promise<Response>): Promise<string> => {
  try {
    await (await call).text();
    return 'answered';
  } catch (thrown) {
    const cause = (thrown as Error).cause ?? thrown;
    return (cause as { code?: string }).code ?? (cause as Error).message;
  }
};

/** All bytes that come back on a connection, and how it ended. */
function rawAsk(port: number): Promise<{ readonly bytes: string; readonly end: string }> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ cpr: PARENT });
    let bytes = '';
    let end = 'FIN';
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write(
        `POST /skat/ask HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    socket.on('data', (chunk) => (bytes += chunk.toString('utf8')));
    socket.on('error', (error: NodeJS.ErrnoException) => (end = error.code ?? 'error'));
    socket.on('close', () => resolve({ bytes, end }));
  });
}

describe('a well source', () => {
  it.each(['datafordeler', 'udk', 'skat'])('%s answers about the asked person', async (base) => {
    expect(await answerOf(sources.ask(PARENT, base))).toEqual({ envelope: PARENT, rows: PARENT, family: 'Prøvesen' });
  });

  it('knows the synthetic population', async () => {
    const citizen = syntheticCitizen(1, 4_711);
    expect(await answerOf(sources.ask(citizen))).toMatchObject({ envelope: citizen, rows: citizen });
  });

  it('answers failures of its own as problems that repeat nothing', async () => {
    const response = await sources.ask('7704859028x');
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
    expect(await response.text()).not.toContain('7704859028');
    expect((await sources.control('GET', '/calls')).status).toBe(200);
  });
});

describe('each fault', () => {
  it('latency: the right answer, late, and other sources are not late', async () => {
    await sources.fault('skat', { kind: 'latency', latencyMs: 60 });
    const startedAt = performance.now();
    const slow = answerOf(sources.ask(PARENT));
    expect(await answerOf(sources.ask(PARENT, 'udk'))).toMatchObject({ rows: PARENT });
    expect(await slow).toMatchObject({ rows: PARENT });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
  });

  it('hang: no answer until the caller gives up', async () => {
    await sources.fault('skat', { kind: 'hang' });
    const caller = new AbortController();
    const call = failureOf(sources.ask(PARENT, 'skat', { signal: caller.signal }));
    await sources.untilInFlight('skat', 1);
    caller.abort();
    expect(await call).not.toBe('answered');
    await sources.untilInFlight('skat', 0);
  });

  it('reset: half an answer and a reset', async () => {
    await sources.fault('skat', { kind: 'reset' });
    const { bytes, end } = await rawAsk(sources.port);
    expect(bytes).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(bytes).toContain('{"envelope"');
    expect(bytes).not.toContain('Prøvesen"}');
    expect(end).toBe('ECONNRESET');
  });

  it('refuse: not one byte', async () => {
    await sources.fault('skat', { kind: 'refuse' });
    expect((await rawAsk(sources.port)).bytes).toBe('');
    expect(await failureOf(sources.ask(PARENT))).toBe('UND_ERR_SOCKET');
  });

  it('slow-drip: the right answer, byte by byte', async () => {
    await sources.fault('skat', { kind: 'slow-drip', intervalMs: 1 });
    const response = await sources.ask(PARENT);
    let pieces = 0;
    const chunks: Buffer[] = [];
    for await (const chunk of response.body!) {
      pieces += 1;
      chunks.push(Buffer.from(chunk));
    }
    expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({
      envelope: PARENT,
      rows: PARENT,
      family: 'Prøvesen',
    });
    expect(pieces).toBeGreaterThan(10);
  });

  it('error-500: the person, the statement and the stack in the body', async () => {
    await sources.fault('skat', { kind: 'error-500' });
    const response = await sources.ask(PARENT);
    expect(response.status).toBe(500);
    const body = await response.text();
    for (const leak of [PARENT, 'Prøvesen', 'Prøvevænget', 'SELECT * FROM', 'java.sql.SQLException'])
      expect(body).toContain(leak);
  });

  it.each([
    ['cpr', 'datafordeler', 'errors'],
    ['udbetaling-danmark', 'udk', 'type'],
    ['skat', 'skat', 'type'],
  ])('errors-in-200: %s in its own form', async (source, base, member) => {
    await sources.fault(source, { kind: 'errors-in-200' });
    const response = await sources.ask(PARENT, base);
    const body = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(JSON.parse(body)).toHaveProperty(member);
    expect(body).toContain(`${PARENT.slice(0, 6)}-${PARENT.slice(6)}`);
  });

  it('wrong-content-type: right JSON called HTML', async () => {
    await sources.fault('skat', { kind: 'wrong-content-type' });
    const response = await sources.ask(PARENT);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.json()).toMatchObject({ rows: PARENT });
  });

  it('malformed-json: a complete answer that is half a document', async () => {
    await sources.fault('skat', { kind: 'malformed-json' });
    const response = await sources.ask(PARENT);
    const body = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toMatch(/^\{"envelope"/);
    expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
  });

  it('huge-body: JSON of 30 MB', async () => {
    await sources.fault('skat', { kind: 'huge-body' });
    const response = await sources.ask(PARENT);
    let bytes = 0;
    for await (const chunk of response.body!) bytes += (chunk as Uint8Array).length;
    expect(bytes).toBe(30_000_000);
    await sources.fault('skat', { kind: 'huge-body', bytes: 1_000 });
    const small = await (await sources.ask(PARENT)).text();
    expect([small.length, typeof JSON.parse(small)]).toEqual([1_000, 'object']);
  });

  it.each([
    ['cpr', 'datafordeler', 'application/json'],
    ['udbetaling-danmark', 'udk', 'application/problem+json'],
    ['skat', 'skat', 'application/problem+json'],
  ])('closed-window: %s says until when', async (source, base, contentType) => {
    await sources.fault(source, { kind: 'closed-window' });
    const response = await sources.ask(PARENT, base);
    expect([response.status, response.headers.get('content-type')]).toEqual([503, contentType]);
    expect(await response.text()).toContain('"aabnerTidspunkt":"2026-06-15T10:00:00.000Z"');
    await sources.fault(source, { kind: 'closed-window', opensAt: '2026-06-16T06:00:00+02:00' });
    expect(await (await sources.ask(PARENT, base)).text()).toContain('2026-06-16T04:00:00.000Z');
  });

  it("other-person: another person's record, envelope and rows", async () => {
    await sources.fault('skat', { kind: 'other-person' });
    expect(await answerOf(sources.ask(SPOUSE))).toEqual({ envelope: PARENT, rows: PARENT, family: 'Prøvesen' });
    expect(await answerOf(sources.ask(PARENT))).toMatchObject({ envelope: DEBTOR, rows: DEBTOR });
    expect(await answerOf(sources.ask(PARENT, 'udk'))).toMatchObject({ rows: PARENT });
  });

  it("right-echo-wrong-record: the asked person's envelope, another person's rows", async () => {
    await sources.fault('skat', { kind: 'right-echo-wrong-record' });
    expect(await answerOf(sources.ask(PARENT))).toEqual({ envelope: PARENT, rows: DEBTOR, family: 'Afdragsen' });
  });

  it('swapped: two at the same time get the answer of the other, one alone gets its own', async () => {
    await sources.fault('skat', { kind: 'swapped', waitMs: 10_000 });
    const both = await Promise.all([answerOf(sources.ask(PARENT)), answerOf(sources.ask(DEBTOR))]);
    expect(both.map(({ envelope, rows }) => [envelope, rows])).toEqual([
      [DEBTOR, DEBTOR],
      [PARENT, PARENT],
    ]);
    await sources.fault('skat', { kind: 'swapped', waitMs: 1 });
    expect(await answerOf(sources.ask(PARENT))).toMatchObject({ rows: PARENT });
  });
});

describe('how often a fault is met', () => {
  it('so many times, then the source is well', async () => {
    await sources.fault('skat', { kind: 'error-500', times: 2 });
    const statuses = [await sources.ask(PARENT), await sources.ask(PARENT), await sources.ask(PARENT)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('a share of the requests', async () => {
    await sources.fault('skat', { kind: 'error-500', share: 25 });
    const statuses: number[] = [];
    for (let index = 0; index < 20; index += 1) statuses.push((await sources.ask(PARENT)).status);
    expect(statuses.filter((status) => status === 500)).toHaveLength(5);
  });

  it('until it is taken off', async () => {
    await sources.fault('skat', { kind: 'error-500' });
    expect((await sources.ask(PARENT)).status).toBe(500);
    expect((await sources.control('DELETE', '/faults/skat')).status).toBe(204);
    expect((await sources.ask(PARENT)).status).toBe(200);
  });
});

describe('persons for whom a source misbehaves', () => {
  it("tripwire: skat answers with the debtor's record, the others are right", async () => {
    const tripwire = numberOf('tripwire');
    expect(await answerOf(sources.ask(tripwire))).toEqual({ envelope: DEBTOR, rows: DEBTOR, family: 'Afdragsen' });
    expect(await answerOf(sources.ask(tripwire, 'udk'))).toMatchObject({ rows: tripwire });
  });

  it('closed-window: udbetaling-danmark is closed, the others are open', async () => {
    const closedWindow = numberOf('closed-window');
    const response = await sources.ask(closedWindow, 'udk');
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    expect(await response.text()).toContain('aabnerTidspunkt');
    expect(await answerOf(sources.ask(closedWindow))).toMatchObject({ rows: closedWindow });
    expect((await sources.ask(PARENT, 'udk')).status).toBe(200);
  });
});

describe('stopping', () => {
  it('does not wait for what hangs on purpose', async () => {
    await sources.fault('skat', { kind: 'hang' });
    const call = failureOf(sources.ask(PARENT));
    await sources.untilInFlight('skat', 1);
    await sources.stop();
    expect(await call).not.toBe('answered');
  });
});
