import { gzipSync } from 'node:zlib';
import { answering, changing, honestly, sending, type Behaviour } from './support/fake-authority.js';
import { BO, SECTIONS } from './support/records.js';
import { RunningOverview, sectionOf, shownIn, sourceOf, statesOf, type Answer } from './support/running-overview.js';

// Numbers in the tables: items of reliability.md §6.4. The authority that misbehaves is skat.

/** Stands in everything that an authority says wrongly; must stand nowhere else. */
const SECRET = 'PLANTED-Østergaard';
const PLANTED = `${SECRET} ${BO} SELECT * FROM persons\\n    at Object.query (/srv/db.js:10:20) http://db.internal`;
const SKAT = SECTIONS['skat']!;
const OTHERS = Object.entries(SECTIONS).flatMap(([authority, sections]) => (authority === 'skat' ? [] : sections));

let running: RunningOverview;
let whole: Answer;

beforeAll(async () => {
  running = await RunningOverview.start();
  whole = await running.overview();
});

afterAll(() => running?.[Symbol.asyncDispose]());

afterEach(async () => {
  running.setBehaviour(honestly);
  await running.expectUnharmed();
});

async function overviewWhile(behaviour: Behaviour): Promise<Answer> {
  running.authority('skat').behaviour = behaviour;
  const answer = await running.overview();
  expect(answer.status).toBe(200);
  for (const section of OTHERS) expect(sectionOf(answer, section)).toEqual(sectionOf(whole, section));
  expect(statesOf(answer)).toMatchObject({ cpr: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
  running.expectUnharmedSoFar(answer, [SECRET, BO, 'SELECT', 'db.internal']);
  return answer;
}

/** Everything of skat is missing, each field says why, and nothing else does. */
function expectAllMissing(answer: Answer, code: string, state = 'UNAVAILABLE'): void {
  for (const section of SKAT) expect(sectionOf(answer, section)).toBeNull();
  expect(sourceOf(answer, 'skat')).toMatchObject({ state, code, fetchedAt: null });
  expect(sourceOf(answer, 'skat').missing.toSorted()).toEqual(SKAT.map((section) => `me.${section}`).toSorted());
  const errors = answer.body.errors ?? [];
  expect(
    errors.map(({ path, extensions }) => [path?.join('.'), extensions.code, extensions.authority]).toSorted(),
  ).toEqual(SKAT.map((section) => [`me.${section}`, code, 'skat']).toSorted());
}

const body = (text: string, type = 'application/json') => sending(text, { 'content-type': type });
const raw =
  (...parts: (string | Buffer)[]): Behaviour =>
  (response) => {
    const { socket } = response;
    for (const part of parts) socket?.write(part);
    socket?.end();
  };

// prettier-ignore
const NO_ANSWERS: [string, Behaviour, string][] = [
  ['90 a prototype', body(`{"data":{"_entities":[{"__proto__":{"polluted":"${PLANTED}"}}]}}`), 'AUTHORITY_BAD_JSON'],
  ['90 a constructor’s prototype', body('{"data":{"constructor":{"prototype":{"polluted":1}}}}'), 'AUTHORITY_BAD_JSON'],
  ['91 HTML', body(`<html>${PLANTED}`, 'text/html'), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['92 JSON as text', body(`{"data":"${PLANTED}"}`, 'text/plain'), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['93 no content type', (response) => void response.writeHead(200).end(PLANTED), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['93 two content types', sending('{}', { 'content-type': ['application/json', 'text/html'] }), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['94 UTF-16', body(PLANTED, 'application/json; charset=utf-16'), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['95 malformed JSON', body(`{"data": ${PLANTED}`), 'AUTHORITY_BAD_JSON'],
  ['95 half of it', answeringHalf(), 'AUTHORITY_BAD_JSON'],
  ['95 nothing', body(''), 'AUTHORITY_BAD_JSON'],
  ['95 broken UTF-8', sending(Buffer.from([0x22, 0xff, 0x22])), 'AUTHORITY_BAD_JSON'],
  ['96 null', body('null'), 'AUTHORITY_BAD_SHAPE'],
  ['96 a list', body('[]'), 'AUTHORITY_BAD_SHAPE'],
  ['96 a text', body(`"${PLANTED}"`), 'AUTHORITY_BAD_SHAPE'],
  ['96 an empty object', body('{}'), 'AUTHORITY_BAD_SHAPE'],
  ['96 no data', body('{"data":null}'), 'AUTHORITY_BAD_SHAPE'],
  ['96 entities that are no list', body('{"data":{"_entities":{}}}'), 'AUTHORITY_BAD_SHAPE'],
  ['96 an entity that is a text', body(`{"data":{"_entities":["${PLANTED}"]}}`), 'AUTHORITY_BAD_SHAPE'],
  ['96 errors that are no list', answering((honest) => ({ ...honest, errors: PLANTED })), 'AUTHORITY_BAD_SHAPE'],
  ['100 no cache has it', sending('', { 'cache-control': 'public' }, 204), 'AUTHORITY_BAD_STATUS'],
  ['101 30 MB', sending(`"${'x'.repeat(30_000_000)}"`), 'AUTHORITY_TOO_LARGE'],
  ['101 a megabyte and a byte', sending(`"${'x'.repeat(1_048_575)}"`), 'AUTHORITY_TOO_LARGE'],
  ['102 gzip', sending(gzipSync('{"data":null}'), { 'content-encoding': 'gzip' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['102 a bomb', sending(gzipSync(Buffer.alloc(16_000_000)), { 'content-encoding': 'gzip' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['102 encodings in a chain', sending('{}', { 'content-encoding': 'identity, br' }), 'AUTHORITY_BAD_CONTENT_TYPE'],
  ['103 50 000 levels', body('['.repeat(50_000) + ']'.repeat(50_000)), 'AUTHORITY_TOO_DEEP'],
  ['103 65 levels', body('['.repeat(65) + ']'.repeat(65)), 'AUTHORITY_TOO_DEEP'],
  ['108 a reset before the headers', (response) => void response.socket?.resetAndDestroy(), 'AUTHORITY_UNREACHABLE'],
  ['108 an end before the headers', raw(), 'AUTHORITY_UNREACHABLE'],
  ['108 an end in the headers', raw('HTTP/1.1 200 OK\r\nContent-Ty'), 'AUTHORITY_UNREACHABLE'],
  ['108 an end after the headers', raw('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n'), 'AUTHORITY_UNREACHABLE'],
  ['109 a body shorter than said', raw('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"data":null}'), 'AUTHORITY_UNREACHABLE'],
  ['109 a body longer than said', raw('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"data":{"_entities":[]}}'), 'AUTHORITY_BAD_JSON'],
  ['109 both lengths', raw('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}'), 'AUTHORITY_UNREACHABLE'],
  ['109 a chunk that is none', raw('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}'), 'AUTHORITY_UNREACHABLE'],
  ['no HTTP', raw(`${PLANTED}\r\n\r\n`), 'AUTHORITY_UNREACHABLE'],
  ['a header of 100 KB', raw(`HTTP/1.1 200 OK\r\nX-Filler: ${'x'.repeat(100_000)}\r\n\r\n`), 'AUTHORITY_UNREACHABLE'],
];

describe('an answer that is no answer', () => {
  it.each(NO_ANSWERS)('%s', async (_, behaviour, code) => {
    expectAllMissing(await overviewWhile(behaviour), code);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([400, 401, 403, 404, 418, 429, 500, 502, 503, 504])(
    '97 status %i, with a body that nobody reads',
    async (status) => {
      const answer = await overviewWhile(
        sending(`{"errors":[{"message":"${PLANTED}"}]}`, { 'retry-after': '1' }, status),
      );
      expectAllMissing(answer, 'AUTHORITY_BAD_STATUS');
      expect(answer.headers['retry-after']).toBeUndefined();
    },
  );

  it.each([301, 302, 303, 307, 308])('99 status %i leads nowhere', async (status) => {
    for (const location of [
      'http://169.254.169.254/latest/meta-data',
      running.authority('cpr').url,
      'file:///etc/passwd',
      '/elsewhere',
    ]) {
      const [atCpr, atSkat] = [running.authority('cpr').calls.length, running.authority('skat').calls.length];
      expectAllMissing(await overviewWhile(sending('', { location }, status)), 'AUTHORITY_REDIRECTED');
      expect(running.authority('cpr').calls.length).toBe(atCpr + 1);
      expect(running.authority('skat').calls.length).toBe(atSkat + 1);
      running.setBehaviour(honestly);
      await running.overview();
    }
  });

  it('101 is cut off, connection and all', async () => {
    const call = running.authority('skat').nextCall();
    expectAllMissing(await overviewWhile(sending(`"${'x'.repeat(30_000_000)}"`)), 'AUTHORITY_TOO_LARGE');
    expect(await (await call).hungUp).toBe(true);
  });
});

describe('an answer with errors', () => {
  const error = (path: unknown, extensions: object = {}) => ({
    message: PLANTED,
    path,
    locations: [{ line: 1, column: 1 }],
    extensions: { code: 'SOURCE_UNAVAILABLE', stack: PLANTED, ...extensions },
  });
  const failing = (field: string, errors: unknown[]) =>
    answering(({ data }) => ({ data: { _entities: [{ ...data?._entities[0], [field]: null }] }, errors }));

  it('98 costs the fields that they name, in our own words', async () => {
    const answer = await overviewWhile(failing('annualTax', [error(['_entities', 0, 'annualTax'])]));
    expect(sectionOf(answer, 'annualTax')).toBeNull();
    expect(sectionOf(answer, 'preliminaryTax')).toEqual(sectionOf(whole, 'preliminaryTax'));
    expect(sourceOf(answer, 'skat')).toMatchObject({
      state: 'PARTIAL',
      code: 'AUTHORITY_ERROR',
      missing: ['me.annualTax'],
      fetchedAt: expect.any(String),
    });
    expect(answer.body.errors).toEqual([
      {
        message: 'The authority reported an error for this field.',
        path: ['me', 'annualTax'],
        extensions: { code: 'AUTHORITY_ERROR', retryable: true, citizen: expect.any(Object), authority: 'skat' },
      },
    ]);
  });

  it.each<[string, unknown]>([
    ['without a path', undefined],
    ['with a path that is a text', SECRET],
    ['with a path to something unasked', ['_entities', 0, SECRET]],
    ['with a path to another citizen', ['_entities', 1, 'annualTax']],
    ['with a path of our own side', ['me', 'person']],
  ])('98 %s is about everything that was asked', async (_, path) => {
    const answer = await overviewWhile(answering(() => ({ data: null, errors: [error(path)] })));
    expectAllMissing(answer, 'AUTHORITY_ERROR');
  });

  it('98 keeps what is in a path only as far as we asked for it', async () => {
    const errors = [error(['_entities', 0, 'annualTax', 0, 'taxOere']), error(['_entities', 0, 'annualTax', SECRET])];
    const answer = await overviewWhile(failing('annualTax', errors));
    // The section is null as a whole, so that is what is missing, however deep the error lay.
    expect(answer.body.errors?.map(({ path }) => path?.join('.'))).toEqual(['me.annualTax', 'me.annualTax']);
    expect(sourceOf(answer, 'skat').missing).toEqual(['me.annualTax']);
  });

  it.each([
    ['a code of its own', SECRET, 'AUTHORITY_ERROR'],
    ['a code of the gateway', 'TOKEN_INVALID', 'AUTHORITY_ERROR'],
    ['a code of every object', 'constructor', 'AUTHORITY_ERROR'],
    ['the code for being closed', 'SOURCE_CLOSED', 'AUTHORITY_CLOSED'],
  ])('98 with %s', async (_, given, code) => {
    const answer = await overviewWhile(answering(() => ({ data: null, errors: [error(undefined, { code: given })] })));
    expectAllMissing(answer, code, code === 'AUTHORITY_CLOSED' ? 'CLOSED' : 'UNAVAILABLE');
  });

  it('tells when a closed source opens, if that is an instant', async () => {
    const closed = (opensAt: unknown) =>
      answering(() => ({ data: null, errors: [error(undefined, { code: 'SOURCE_CLOSED', opensAt })] }));
    const known = sourceOf(await overviewWhile(closed('2031-06-16T06:00:00+02:00')), 'skat');
    expect(known.retryAt).toBe('2031-06-16T04:00:00.000Z');
    expect(known.text?.da).toMatch(/Oplysningerne vises igen 16\. juni kl\. 06\.00\.$/);
    for (const opensAt of [PLANTED, 'x'.repeat(100), 42, ['2031-06-16']])
      expect(sourceOf(await overviewWhile(closed(opensAt)), 'skat').retryAt).toBeNull();
  });
});

describe('an answer with something that was not asked or not agreed', () => {
  it('84, 85, 86 neither shows it nor lets it decide about others', async () => {
    running.authority('skat').behaviour = changing((entity) => ({
      ...entity,
      id: BO,
      __typename: SECRET,
      person: { name: { full: SECRET } },
      benefits: [],
      recordOwner: SECRET,
      constructor: SECRET,
      annualTax: (entity['annualTax'] as object[]).map((year) => ({ ...year, cprNumber: BO, note: SECRET })),
    }));
    const answer = await running.overview();
    expect(statesOf(answer)).toEqual({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
    expect(shownIn(answer)).toEqual(shownIn(whole));
    running.expectUnharmedSoFar(answer, [SECRET, BO]);
    const asked = [...running.authorities.values()].map(({ calls }) => JSON.parse(calls.at(-1)!.text) as unknown);
    for (const { variables } of asked as { variables: unknown }[])
      expect(variables).toEqual({ representations: [{ __typename: 'Citizen', id: sectionOf(whole, 'id') }] });
  });

  it('88 null for the citizen means that there is nothing, which is no failure', async () => {
    const answer = await overviewWhile(changing(() => null));
    for (const section of SKAT) expect(sectionOf(answer, section)).toBeNull();
    expect(answer.body.errors).toBeUndefined();
    expect(sourceOf(answer, 'skat')).toMatchObject({
      state: 'EMPTY',
      code: null,
      missing: [],
      text: { da: 'Der er ikke registreret skatteoplysninger eller gæld til inddrivelse om dig.' },
    });
  });

  const TAX = {
    incomeYear: 2026,
    expectedIncomeOere: 1,
    monthlyDeductionOere: 1,
    withholdingPercent: 38,
    assessedOn: '2025-11-15',
  };
  it.each<[string, object]>([
    ['a text for a number', { incomeYear: '2026' }],
    ['a number that is not whole', { incomeYear: 2026.5 }],
    ['null where there must be a value', { incomeYear: null }],
    ['nothing where there must be a value', { incomeYear: undefined }],
    ['a day that does not exist', { assessedOn: '2026-13-32' }],
    ['a day in another form', { assessedOn: '32.13.2026' }],
    ['an amount beyond 2^53', { expectedIncomeOere: 2 ** 53 }],
    ['an amount in fractions', { expectedIncomeOere: 0.5 }],
    ['a number beyond 2^31', { withholdingPercent: 2 ** 31 }],
    ['a structure in which something hides', { assessedOn: { hidden: SECRET } }],
    ['a list for a value', { incomeYear: [2026] }],
  ])('89 costs its field and nothing else: %s', async (_, change) => {
    const answer = await overviewWhile(changing((entity) => ({ ...entity, preliminaryTax: { ...TAX, ...change } })));
    expect(sectionOf(answer, 'preliminaryTax')).toBeNull();
    expect(sectionOf(answer, 'annualTax')).toEqual(sectionOf(whole, 'annualTax'));
    expect(sourceOf(answer, 'skat')).toMatchObject({
      state: 'PARTIAL',
      code: 'AUTHORITY_BAD_SHAPE',
      missing: ['me.preliminaryTax'],
    });
    expect(answer.body.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['me', 'preliminaryTax'], 'AUTHORITY_BAD_SHAPE'],
    ]);
  });

  it.each([
    ['an unknown status', { status: SECRET }],
    ['a name of every object', { status: 'toString' }],
  ])('89 the same deep in a list: %s', async (_, change) => {
    const answer = await overviewWhile(
      changing((entity) => {
        const overview = entity['claimsUnderCollection'] as { claims: object[] };
        return {
          ...entity,
          claimsUnderCollection: { ...overview, claims: overview.claims.map((claim) => ({ ...claim, ...change })) },
        };
      }),
    );
    expect(sectionOf(answer, 'claimsUnderCollection')).toBeNull();
    expect(sourceOf(answer, 'skat').missing).toEqual(['me.claimsUnderCollection']);
  });

  it('100 passes on none of its headers, and is never kept by a cache', async () => {
    running.authority('skat').behaviour = (response, { honest }) => {
      response
        .writeHead(200, {
          'content-type': 'application/json',
          'set-cookie': `session=${SECRET}`,
          'cache-control': 'public, max-age=3600',
          'surrogate-control': 'max-age=3600',
          'access-control-allow-origin': '*',
          'x-secret': SECRET,
          server: SECRET,
          'strict-transport-security': 'max-age=0',
        })
        .end(JSON.stringify(honest));
    };
    const answer = await running.overview();
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(JSON.stringify(answer.headers)).not.toMatch(/PLANTED|surrogate|access-control|public|express/i);
    expect(shownIn(answer)).toEqual(shownIn(whole));
  });

  it('115 is data and nothing more, whatever it says', async () => {
    const creditor = `<script>alert("${'\u0007\u2028'}")</script>\\"]} ${'x'.repeat(9_000)}`;
    const answer = await overviewWhile(withCreditor(creditor));
    expect(sectionOf(answer, 'claimsUnderCollection')).toMatchObject({ claims: [{ creditor }] });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const long = await overviewWhile(withCreditor('x'.repeat(10_001)));
    expect(sourceOf(long, 'skat')).toMatchObject({ state: 'PARTIAL', code: 'AUTHORITY_BAD_SHAPE' });
  });
});

function withCreditor(creditor: string): Behaviour {
  return changing((entity) => {
    const overview = entity['claimsUnderCollection'] as { claims: object[] };
    return {
      ...entity,
      claimsUnderCollection: { ...overview, claims: overview.claims.map((claim) => ({ ...claim, creditor })) },
    };
  });
}

function answeringHalf(): Behaviour {
  return (response, { honest }) => {
    const text = JSON.stringify(honest);
    response.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, text.length / 2));
  };
}
