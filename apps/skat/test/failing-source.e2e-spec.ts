import type { FakeReply } from '@app/testing';
import { citizen } from './an-access.js';
import { fordringer, opgoerelser } from './replies.js';
import { FORDRINGER, OPGOERELSER, RunningSkat } from './running-skat.js';

/** A failure's body as seen in the wild: person number, name, query and stack. None of it may go on. */
const PERSONAL = `NullReferenceException for ${citizen} (610180-1234) Åse Prøvesen at SELECT * FROM borger`;

/** Short for those that never answer, and still long for the one that does. */
const SHORT = { sourceTimeLimitMs: 1_000 };
const isSilent = (reply: FakeReply): boolean => reply === 'hang' || reply === 'headers only';

const FAILURES: readonly (readonly [says: string, reply: FakeReply, code: string])[] = [
  ['never answers', 'hang', 'SOURCE_UNAVAILABLE'],
  ['stops after the headers', 'headers only', 'SOURCE_UNAVAILABLE'],
  ['cuts the connection', 'reset', 'SOURCE_UNAVAILABLE'],
  [
    'answers 500 with personal data',
    { text: PERSONAL, status: 500, headers: { 'content-type': 'text/plain' } },
    'SOURCE_UNAVAILABLE',
  ],
  [
    'answers 500 with a problem that quotes',
    { json: { type: 'about:blank', detail: PERSONAL, status: 500 }, status: 500 },
    'SOURCE_UNAVAILABLE',
  ],
  ['answers 404', { json: { type: 'about:blank', status: 404 }, status: 404 }, 'SOURCE_UNAVAILABLE'],
  [
    'answers 400',
    { json: { type: 'urn:skat:problem:ugyldigt-input', status: 400 }, status: 400 },
    'SOURCE_UNAVAILABLE',
  ],
  [
    'answers 503 without saying when it opens',
    { json: { type: 'about:blank', status: 503 }, status: 503 },
    'SOURCE_UNAVAILABLE',
  ],
  ['redirects', { text: '', status: 302, headers: { location: 'http://169.254.169.254/' } }, 'SOURCE_UNAVAILABLE'],
  ['answers HTML', { text: `<p>${PERSONAL}</p>`, headers: { 'content-type': 'text/html' } }, 'SOURCE_REPLY_INVALID'],
  [
    'answers JSON as text',
    { text: JSON.stringify(opgoerelser().json), headers: { 'content-type': 'text/plain' } },
    'SOURCE_REPLY_INVALID',
  ],
  [
    'breaks off',
    { text: `{"personnummer":"${citizen}","fordr`, headers: { 'content-type': 'application/json' } },
    'SOURCE_REPLY_INVALID',
  ],
  ['answers an empty body', { text: '', headers: { 'content-type': 'application/json' } }, 'SOURCE_REPLY_INVALID'],
  ['answers null', { json: null }, 'SOURCE_REPLY_INVALID'],
  ['answers 200 with errors', { json: { errors: [{ message: PERSONAL }] } }, 'SOURCE_REPLY_INVALID'],
  ['answers two megabytes', { json: { personnummer: citizen, fyld: 'x'.repeat(2_000_000) } }, 'SOURCE_REPLY_INVALID'],
  [
    'reaches for the prototype',
    { text: `{"__proto__":{"personnummer":"${citizen}"}}`, headers: { 'content-type': 'application/json' } },
    'SOURCE_REPLY_INVALID',
  ],
];

describe('when Skattestyrelsen', () => {
  it.each(FAILURES)('%s, tax is missing with a code, claims stay, and nothing of it leaks', async (_, reply, code) => {
    await using skat = await RunningSkat.start(
      { [OPGOERELSER]: reply, [FORDRINGER]: fordringer() },
      isSilent(reply) ? SHORT : {},
    );

    const asked = await skat.ask(citizen);

    expect(asked.status).toBe(200);
    expect(asked.entity).toMatchObject({
      recordOwner: skat.gateway.ownerHash(citizen),
      preliminaryTax: null,
      annualTax: null,
      claimsUnderCollection: { balance: { amountOere: 180_000 } },
    });
    expect(asked.errors.map(({ path, code: found }) => [path?.at(-1), found])).toEqual([
      ['preliminaryTax', code],
      ['annualTax', code],
    ]);
    for (const seen of [asked.text, await skat.subgraph.traces()]) {
      expect(seen).not.toContain(citizen);
      expect(seen).not.toContain('610180-1234');
      expect(seen).not.toContain('Prøvesen');
      expect(seen).not.toContain('SELECT');
    }
  });
});

describe('when Gældsstyrelsen', () => {
  it.each(FAILURES)('%s, claims are missing with a code and tax stays', async (_, reply, code) => {
    await using skat = await RunningSkat.start(
      { [OPGOERELSER]: opgoerelser(), [FORDRINGER]: reply },
      isSilent(reply) ? SHORT : {},
    );

    const asked = await skat.ask(citizen);

    expect(asked.entity).toMatchObject({
      recordOwner: skat.gateway.ownerHash(citizen),
      preliminaryTax: { incomeYear: 2026 },
      annualTax: [{ incomeYear: 2025 }],
      claimsUnderCollection: null,
    });
    expect(asked.errors.map(({ path, code: found }) => [path?.at(-1), found])).toEqual([
      ['claimsUnderCollection', code],
    ]);
    expect(await skat.subgraph.traces()).not.toContain(citizen);
  });

  it('is closed as planned, claims say until when and the breaker stays closed', async () => {
    const closed = {
      json: {
        type: 'urn:skat:problem:lukket',
        title: 'Lukket',
        status: 503,
        aabnerTidspunkt: '2026-06-15T12:00:00+02:00',
      },
      status: 503,
      headers: { 'content-type': 'application/problem+json' },
    };
    await using skat = await RunningSkat.start({ [OPGOERELSER]: opgoerelser(), [FORDRINGER]: closed });

    for (let call = 0; call < 7; call += 1) {
      const { entity, errors } = await skat.ask(citizen);
      expect(entity).toMatchObject({ annualTax: [{ incomeYear: 2025 }], claimsUnderCollection: null });
      expect(errors).toMatchObject([{ code: 'SOURCE_CLOSED', opensAt: '2026-06-15T10:00:00.000Z' }]);
    }
    expect(skat.source.requests.filter(({ url }) => url === FORDRINGER)).toHaveLength(7);
  });
});

describe('when both are down', () => {
  it('every field is missing, and nobody is named as the owner of nothing', async () => {
    await using skat = await RunningSkat.start({ [OPGOERELSER]: 'reset', [FORDRINGER]: 'reset' });

    const asked = await skat.ask(citizen);

    expect(asked.entity).toMatchObject({
      recordOwner: null,
      preliminaryTax: null,
      annualTax: null,
      claimsUnderCollection: null,
    });
    expect(new Set(asked.errors.map(({ code }) => code))).toEqual(new Set(['SOURCE_UNAVAILABLE']));
  });
});

describe('a source that keeps failing', () => {
  it('is asked five times and then left alone, while the other one is asked as before', async () => {
    await using skat = await RunningSkat.start({ [OPGOERELSER]: 'reset', [FORDRINGER]: fordringer() });

    for (let call = 0; call < 12; call += 1) await skat.ask(citizen);

    const asked = skat.source.requests.map(({ url }) => url);
    expect(asked.filter((url) => url === OPGOERELSER)).toHaveLength(5);
    expect(asked.filter((url) => url === FORDRINGER)).toHaveLength(12);
    expect(await skat.subgraph.metrics()).toMatch(
      /subgraph_source_breaker_open\{[^}]*source="skat-opgoerelser"[^}]*\} 1/,
    );
    expect(await skat.subgraph.metrics()).toMatch(
      /subgraph_source_breaker_open\{[^}]*source="skat-fordringer"[^}]*\} 0/,
    );
  });
});
