import type { ErrorCode } from '@app/errors';
import { cpr } from './an-access.js';
import { GAELD, honestBut, SELECTION, start, YDELSER, type Answer } from './a-running-subgraph.js';
import { ANOTHER, ASKED, bevilling, envelope } from './replies.js';

const PROBLEM = 'application/problem+json';

const problem = (type: string, status: number, more: object = {}): Answer => {
  const document = { type, title: 'Fejl', status, detail: `Opslag på ${ASKED} fejlede`, ...more };
  return () => ({ text: JSON.stringify(document), status, headers: { 'content-type': PROBLEM } });
};
const text = (body: string, type: string | undefined, status = 200): Answer => {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  return () => ({ text: body, status, headers });
};
const json =
  (body: unknown): Answer =>
  () => ({ json: body });
const later =
  (answer: Answer, ms: number): Answer =>
  async (request) => {
    await new Promise((resolve) => setTimeout(resolve, ms).unref());
    return answer(request);
  };

const honestDebts = JSON.stringify({ ...envelope(), fordringer: [] });
const stackTrace = JSON.stringify({ fejl: `SELECT * FROM gaeld WHERE cpr = '${ASKED}'`, stack: 'at Gaeld.java:17' });

const faults: readonly [what: string, answer: Answer, expected: ErrorCode][] = [
  ['never answers', () => 'hang', 'SOURCE_UNAVAILABLE'],
  ['is slower than its time limit', later(text(honestDebts, 'application/json'), 5_000), 'SOURCE_UNAVAILABLE'],
  ['sends headers and falls silent', () => 'headers only', 'SOURCE_UNAVAILABLE'],
  ['cuts the connection', () => 'reset', 'SOURCE_UNAVAILABLE'],
  ['answers 500 with personal data', text(stackTrace, 'application/json', 500), 'SOURCE_UNAVAILABLE'],
  ['answers 503 as a page', text('<h1>Lukket</h1>', 'text/html', 503), 'SOURCE_UNAVAILABLE'],
  ['answers 404', text('{}', 'application/json', 404), 'SOURCE_UNAVAILABLE'],
  ['answers 204', text('', undefined, 204), 'SOURCE_REPLY_INVALID'],
  [
    'redirects',
    () => ({ text: '', status: 307, headers: { location: 'http://127.0.0.1:9/udk' } }),
    'SOURCE_UNAVAILABLE',
  ],
  ['answers a page', text('<html></html>', 'text/html'), 'SOURCE_REPLY_INVALID'],
  ['answers JSON as text', text(honestDebts, 'text/plain'), 'SOURCE_REPLY_INVALID'],
  ['names no content type', text(honestDebts, undefined), 'SOURCE_REPLY_INVALID'],
  ['answers half a body', text(honestDebts.slice(0, -9), 'application/json'), 'SOURCE_REPLY_INVALID'],
  ['answers nothing', text('', 'application/json'), 'SOURCE_REPLY_INVALID'],
  ['answers null', text('null', 'application/json'), 'SOURCE_REPLY_INVALID'],
  ['answers a list', json([]), 'SOURCE_REPLY_INVALID'],
  ['answers another list than asked', json({ ...envelope(), ydelser: [] }), 'SOURCE_REPLY_INVALID'],
  ['answers errors with 200', json({ errors: [{ message: ASKED }] }), 'SOURCE_REPLY_INVALID'],
  ['reaches for the prototype', text('{"__proto__":{"x":1}}', 'application/json'), 'SOURCE_REPLY_INVALID'],
  ['answers two megabytes', text(`{"x":"${'x'.repeat(2_000_000)}"}`, 'application/json'), 'SOURCE_REPLY_INVALID'],
  ['reports an agreement error', problem('Agreement-error', 500), 'SOURCE_UNAVAILABLE'],
  ['reports an error of a data source', problem('Data-source-error', 502), 'SOURCE_UNAVAILABLE'],
  ['reports a timeout', problem('Data-source-timeout-error', 408), 'SOURCE_UNAVAILABLE'],
  ['reports an internal error', problem('Data-source-internal-error', 500), 'SOURCE_UNAVAILABLE'],
  ['does not let us in', problem('Data-source-security-error', 400), 'SOURCE_UNAVAILABLE'],
  ['reports a format error', problem('Data-source-format-error', 422), 'SOURCE_REPLY_INVALID'],
  ['does not understand the question', problem('Input-param-error', 400), 'INTERNAL'],
  ['reports its own breaker', problem('Circuit-breaker-error', 502), 'SOURCE_UNAVAILABLE'],
  ['reports a validation error', problem('Data-validation-error', 400), 'SOURCE_REPLY_INVALID'],
  ['reports a problem of a new kind', problem('https://x.dk/Noget-nyt', 503), 'SOURCE_UNAVAILABLE'],
];

describe('when the list of debts', () => {
  it.each(faults)('%s, that field alone is missing', async (_what, answer, code) => {
    await using running = await start(honestBut(GAELD, answer), { sourceTimeLimitMs: 1_000 });

    const asked = await running.ask(cpr(ASKED), SELECTION);

    expect(asked.status).toBe(200);
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'debtsToUdbetalingDanmark'], code }]);
    expect(asked.entity).toMatchObject({
      recordOwner: running.gateway.ownerHash(cpr(ASKED)),
      benefits: [{ id: 'B-1' }],
      payments: { earlier: [{ payOn: '2026-06-01' }] },
      debtsToUdbetalingDanmark: null,
      statePensionOutlook: { pensionAgeMonths: 840 },
    });
    await running.requireNoLeak(asked);
  });
});

describe('when the list of benefits', () => {
  it('is missing, so is what is derived from it, after one call', async () => {
    await using running = await start(honestBut(YDELSER, text(stackTrace, 'application/json', 500)));

    const asked = await running.ask(cpr(ASKED), SELECTION);

    expect(asked.errors).toHaveLength(3);
    for (const field of ['benefits', 'payments', 'statePensionOutlook'])
      expect(asked.errors).toContainEqual({ path: ['_entities', 0, field], code: 'SOURCE_UNAVAILABLE' });
    expect(asked.entity).toMatchObject({ debtsToUdbetalingDanmark: [{ claimId: 'F-1' }] });
    expect(running.source.requests.filter(({ url }) => url === YDELSER)).toHaveLength(1);
  });

  it.each([
    ['an unknown kind of benefit', { ydelsestype: 'KONTANTHJAELP' }],
    ['a date that does not exist', { naesteForfaldsdato: '2026-06-31' }],
    ['an amount that a number does not carry', { beloebOere: 2 ** 53 }],
  ])('holds %s, nothing of it is shown', async (_what, own) => {
    const answer = json({ ...envelope(), ydelser: [bevilling(), bevilling({ bevillingsId: 'B-2', ...own })] });
    await using running = await start(honestBut(YDELSER, answer));

    const asked = await running.ask(cpr(ASKED), 'benefits { id }');

    expect([asked.entity, asked.errors[0]?.code]).toEqual([{ benefits: null }, 'SOURCE_REPLY_INVALID']);
  });

  it('bears fields of a newer model version, it is shown', async () => {
    const answer = json({ ...envelope({ modelversion: '2.2.0' }), ydelser: [bevilling({ nytFelt: { a: 1 } })] });
    await using running = await start(honestBut(YDELSER, answer));

    const asked = await running.ask(cpr(ASKED), 'benefits { id }');

    expect([asked.entity, asked.errors]).toEqual([{ benefits: [{ id: 'B-1' }] }, []]);
  });
});

describe('when the source is closed as planned', () => {
  it('says so and when it opens, and is asked again next time', async () => {
    const closed = problem('Data-source-error', 503, { aabnerTidspunkt: '2026-06-15T18:00:00+02:00' });
    await using running = await start(closed);

    for (let round = 0; round < 8; round += 1) {
      const asked = await running.ask(cpr(ASKED), 'debtsToUdbetalingDanmark { claimId }');
      expect(asked.errors).toEqual([
        {
          path: ['_entities', 0, 'debtsToUdbetalingDanmark'],
          code: 'SOURCE_CLOSED',
          opensAt: '2026-06-15T16:00:00.000Z',
        },
      ]);
    }

    // A planned window is no failure, so the breaker stays closed.
    expect(running.source.requests).toHaveLength(8);
  });
});

describe('when the source keeps failing', () => {
  it('is left alone after five failures in a row', async () => {
    await using running = await start(text(stackTrace, 'application/json', 500));

    for (let round = 0; round < 9; round += 1) {
      const asked = await running.ask(cpr(ASKED), 'debtsToUdbetalingDanmark { claimId }');
      expect(asked.errors[0]?.code).toBe('SOURCE_UNAVAILABLE');
    }

    expect(running.source.requests).toHaveLength(5);
    await running.requireNoLeak();
  });
});

describe('when the gateway has little time', () => {
  it('answers with what is there', async () => {
    await using running = await start(honestBut(GAELD, () => 'hang'));

    const startedAt = performance.now();
    const asked = await running.ask(cpr(ASKED), SELECTION, { deadlineMs: 700 });

    // Long before the time limit of the source.
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(asked.errors.map(({ code }) => code)).toEqual(['SOURCE_UNAVAILABLE']);
    expect(asked.entity).toMatchObject({ benefits: [{ id: 'B-1' }], debtsToUdbetalingDanmark: null });
    expect(asked.text).not.toContain(ANOTHER);
  });
});
