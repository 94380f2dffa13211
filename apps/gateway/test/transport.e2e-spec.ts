import { gzipSync } from 'node:zlib';
import { honestly } from './support/fake-authority.js';
import { AASE, BO } from './support/records.js';
import { DOCUMENT_ID, RunningOverview, codeOf, type Answer, type RequestOptions } from './support/running-overview.js';

// Numbers in the tables: items of reliability.md §6.1.

const GOOD = { documentId: DOCUMENT_ID };
let running: RunningOverview;
let token: string;

beforeAll(async () => {
  running = await RunningOverview.start();
  token = await running.provider.token(AASE);
  await running.overview();
});

afterAll(() => running?.[Symbol.asyncDispose]());

const json = (value: unknown) => JSON.stringify(value);
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Sends it to both entries; neither may ask an authority. */
async function expectRefused(options: RequestOptions, status: number, code?: string): Promise<Answer> {
  let last: Answer | undefined;
  for (const address of ['/graphql', '/sandbox/graphql']) {
    const before = running.calls;
    const answer = await running.post(address, { token, ...options });
    expect({ address, status: answer.status, code: codeOf(answer) }).toEqual({ address, status, code });
    expect(running.calls).toBe(before);
    expect(answer.headers['cache-control']).toBe('no-store');
    await running.expectUnharmed(answer);
    last = answer;
  }
  return last!;
}

describe('a request without a usable identity', () => {
  it.each<[string, RequestOptions, string, string]>([
    ['1 no Authorization header', { token: undefined }, 'TOKEN_MISSING', 'Bearer'],
    ['1 another scheme', { token: undefined, headers: { authorization: 'Basic YTpi' } }, 'TOKEN_MISSING', 'Bearer'],
    ['1 a cookie', { token: undefined, headers: { cookie: 'token=abc' } }, 'TOKEN_MISSING', 'Bearer'],
    [
      '2 two tokens in one header',
      { token: undefined, headers: { authorization: 'Bearer abc, Bearer def' } },
      'TOKEN_INVALID',
      'Bearer error="invalid_token"',
    ],
    [
      '2 two Authorization headers',
      { token: undefined, headers: { authorization: ['Bearer abc', 'Bearer def'] } },
      'TOKEN_INVALID',
      'Bearer error="invalid_token"',
    ],
  ])('%s', async (_, options, code, challenge) => {
    const answer = await expectRefused({ body: GOOD, ...options }, 401, code);
    expect(answer.headers['www-authenticate']).toBe(challenge);
  });

  it('2 two good Authorization headers', async () => {
    const headers = { authorization: [`Bearer ${token}`, `Bearer ${await running.provider.token(BO)}`] };
    await expectRefused({ token: undefined, headers, body: GOOD }, 401, 'TOKEN_INVALID');
  });

  it.each(['nowhere else', 'in the header too'])('3 a token in the address, and %s', async (elsewhere) => {
    const before = running.calls;
    const answer = await running.post(`/graphql?access_token=${token}`, {
      body: GOOD,
      token: elsewhere === 'in the header too' ? token : undefined,
    });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'TOKEN_INVALID']);
    expect(running.calls).toBe(before);
    await running.expectUnharmed(answer, [token]);
  });
});

describe('a request of another kind', () => {
  it.each<[string, RequestOptions, number, string]>([
    ['5 more than 16 KiB', { body: json({ ...GOOD, variables: { a: 'x'.repeat(17_000) } }) }, 413, 'BODY_TOO_LARGE'],
    ['5 a megabyte', { body: 'x'.repeat(1_048_576) }, 413, 'BODY_TOO_LARGE'],
    [
      '5 more than 16 KiB in chunks',
      { body: json({ a: 'x'.repeat(17_000) }), headers: { 'transfer-encoding': 'chunked' } },
      413,
      'BODY_TOO_LARGE',
    ],
    [
      '6 compressed',
      { body: gzipSync(json(GOOD)), headers: { 'content-encoding': 'gzip' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    [
      '6 a bomb',
      { body: gzipSync(Buffer.alloc(8_000_000)), headers: { 'content-encoding': 'gzip' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    [
      '6 in another compression',
      { body: json(GOOD), headers: { 'content-encoding': 'br' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    [
      '7 utf-7',
      { body: json(GOOD), headers: { 'content-type': 'application/json; charset=utf-7' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    [
      '7 utf-32',
      { body: json(GOOD), headers: { 'content-type': 'application/json; charset=utf-32' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    [
      '7 an unknown charset',
      { body: json(GOOD), headers: { 'content-type': 'application/json; charset=danish' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    ['8 text', { body: json(GOOD), headers: { 'content-type': 'text/plain' } }, 415, 'CONTENT_TYPE_NOT_ACCEPTED'],
    [
      '8 a form',
      { body: `documentId=${DOCUMENT_ID}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    [
      '8 a form in parts',
      { body: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      415,
      'CONTENT_TYPE_NOT_ACCEPTED',
    ],
    ['8 no type', { body: json(GOOD), headers: { 'content-type': '' } }, 415, 'CONTENT_TYPE_NOT_ACCEPTED'],
    ['10 a batch', { body: [GOOD, GOOD] }, 400, 'BODY_INVALID'],
    ['10 an empty batch', { body: [] }, 400, 'BODY_INVALID'],
    ['11 no JSON', { body: 'documentId' }, 400, 'BODY_INVALID'],
    ['11 half of it', { body: json(GOOD).slice(0, -1) }, 400, 'BODY_INVALID'],
    ['11 nothing', { body: '' }, 400, 'BODY_INVALID'],
    ['11 NaN', { body: `{"documentId":"${DOCUMENT_ID}","variables":{"a":NaN}}` }, 400, 'BODY_INVALID'],
    [
      '11 a name twice',
      { body: `{"documentId":"${'0'.repeat(64)}","documentId":"${DOCUMENT_ID}"}` },
      400,
      'BODY_INVALID',
    ],
    ['11 a byte order mark', { body: `\uFEFF${json(GOOD)}` }, 400, 'BODY_INVALID'],
    ['11 NUL', { body: `{"documentId":"${DOCUMENT_ID}","variables":{"a":"\\u0000"}}` }, 400, 'BODY_INVALID'],
    [
      '11 half a pair of surrogates',
      { body: `{"documentId":"${DOCUMENT_ID}","variables":{"a":"\\ud800"}}` },
      400,
      'BODY_INVALID',
    ],
    ['11 broken UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, 'BODY_INVALID'],
    ['12 a prototype', { body: `{"documentId":"${DOCUMENT_ID}","__proto__":{"polluted":1}}` }, 400, 'BODY_INVALID'],
    [
      '12 a prototype in variables',
      { body: `{"documentId":"${DOCUMENT_ID}","variables":{"__proto__":{"polluted":1}}}` },
      400,
      'BODY_INVALID',
    ],
    [
      '12 a constructor’s prototype in extensions',
      { body: `{"query":"{me{id}}","extensions":{"constructor":{"prototype":{"polluted":1}}}}` },
      400,
      'BODY_INVALID',
    ],
    [
      '13 variables nested as deep as fits',
      { body: `{"documentId":"${DOCUMENT_ID}","variables":{"a":${nested(7_000)}}}` },
      400,
      'BODY_INVALID',
    ],
    [
      '13 variables nested 100 000 deep',
      { body: `{"documentId":"${DOCUMENT_ID}","variables":{"a":${nested(100_000)}}}` },
      413,
      'BODY_TOO_LARGE',
    ],
  ])('%s', async (_, options, status, code) => {
    await expectRefused(options, status, code);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND'])(
    '9 %s is answered 405 before anything is looked at',
    async (method) => {
      for (const address of [
        '/graphql',
        '/sandbox/graphql',
        `/graphql?documentId=${DOCUMENT_ID}`,
        '/sandbox/graphql?query={me{id}}',
      ]) {
        const before = running.calls;
        const answer = await running.send(address, { method, token, headers: { 'x-http-method-override': 'POST' } });
        expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
        expect(running.calls).toBe(before);
        await running.expectUnharmed(answer, [DOCUMENT_ID]);
      }
    },
  );

  it('9 POST stays POST whatever a header says', async () => {
    const answer = await running.post('/graphql', { token, body: GOOD, headers: { 'x-http-method-override': 'GET' } });
    expect(answer.status).toBe(200);
  });
});

describe('bytes that are no good HTTP', () => {
  const body = json(GOOD);
  const head = (...lines: string[]) =>
    [
      'POST /graphql HTTP/1.1',
      'Host: gateway.test',
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      ...lines,
    ].join('\r\n');
  /** A whole request behind the first one: answered only by a server that reads the first one differently. */
  const hidden = () => `${head(`Content-Length: ${body.length}`)}\r\n\r\n${body}`;
  const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

  it.each<[string, () => string, number]>([
    [
      '4 a header of more than 16 KiB',
      () => `${head(`X-Filler: ${'x'.repeat(17_000)}`, `Content-Length: ${body.length}`)}\r\n\r\n${body}`,
      431,
    ],
    [
      '4 many headers of more than 16 KiB',
      () => `${head(...Array.from({ length: 900 }, (_, i) => `X-Filler-${i}: 1234567890`))}\r\n\r\n`,
      431,
    ],
    [
      '14 both lengths',
      () =>
        `${head(`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked')}\r\n\r\n${chunked(body)}${hidden()}`,
      400,
    ],
    [
      '14 both lengths, the other way round',
      () => `${head('Transfer-Encoding: chunked', 'Content-Length: 5')}\r\n\r\n0\r\n\r\n${hidden()}`,
      400,
    ],
    [
      '14 an encoding nobody knows',
      () => `${head('Transfer-Encoding: xchunked')}\r\n\r\n${chunked(body)}${hidden()}`,
      400,
    ],
    [
      '14 an encoding after chunked',
      () => `${head('Transfer-Encoding: chunked, identity')}\r\n\r\n${chunked(body)}${hidden()}`,
      400,
    ],
    [
      '14 two different lengths',
      () => `${head('Content-Length: 5', `Content-Length: ${body.length}`)}\r\n\r\n${body}${hidden()}`,
      400,
    ],
    ['14 a length with a sign', () => `${head(`Content-Length: +${body.length}`)}\r\n\r\n${body}${hidden()}`, 400],
    ['14 a negative length', () => `${head('Content-Length: -1')}\r\n\r\n${hidden()}`, 400],
    [
      '14 a folded header',
      () =>
        `${head('X-Folded: a', ' Transfer-Encoding: chunked', `Content-Length: ${body.length}`).replace('X-Folded: a', 'X-Folded:')}\r\n\r\n${body}`,
      400,
    ],
    ['14 a space before the colon', () => `${head(`Content-Length : ${body.length}`)}\r\n\r\n${body}${hidden()}`, 400],
    ['14 line feeds alone', () => `${head(`Content-Length: ${body.length}`).replaceAll('\r\n', '\n')}\n\n${body}`, 400],
    [
      '14 a carriage return in a header',
      () =>
        `${head(`X-Odd: a\rTransfer-Encoding: chunked`, `Content-Length: ${body.length}`)}\r\n\r\n${body}${hidden()}`,
      400,
    ],
    ['14 NUL in a header', () => `${head('X-Odd: a\0b', `Content-Length: ${body.length}`)}\r\n\r\n${body}`, 400],
    [
      '14 a chunk that lies about its size',
      () => `${head('Transfer-Encoding: chunked')}\r\n\r\n5\r\n${body}\r\n0\r\n\r\n${hidden()}`,
      400,
    ],
    [
      '14 a chunk size that is no number',
      () => `${head('Transfer-Encoding: chunked')}\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`,
      400,
    ],
    ['20 no Host', () => `POST /graphql HTTP/1.1\r\nContent-Length: 0\r\n\r\n`, 400],
    ['another protocol', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['TLS where there is none', () => '\x16\x03\x01\x02\x00\x01\x00', 400],
  ])('%s', async (_, bytes, status) => {
    const before = running.calls;
    const reply = await running.exchange(Buffer.from(bytes(), 'latin1'));
    const statuses = [...reply.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => Number(code));
    expect(statuses).toEqual([status]);
    expect(running.calls).toBe(before);
    await running.expectUnharmed();
  });
});

describe('a client that leaves', () => {
  it('17 takes the calls to all authorities with it, and that counts against none of them', async () => {
    running.setBehaviour(() => undefined);
    for (let visit = 0; visit < 6; visit += 1) {
      const calls = [...running.authorities.values()].map((authority) => authority.nextCall());
      const client = new AbortController();
      const visited = running.post('/graphql', { token, body: GOOD, signal: client.signal });
      const underWay = await Promise.all(calls);
      client.abort();
      await expect(visited).rejects.toThrow();
      expect(await Promise.all(underWay.map(({ hungUp }) => hungUp))).toEqual([true, true, true]);
    }
    running.setBehaviour(honestly);
    await running.expectUnharmed();
  });

  it('17 before the whole request was there asks nobody', async () => {
    const before = running.calls;
    const client = new AbortController();
    const visited = running.post('/graphql', {
      token,
      headers: { 'content-length': '100', 'content-type': 'application/json' },
      body: '{"documentId":',
      signal: client.signal,
    });
    setImmediate(() => client.abort());
    await expect(visited).rejects.toThrow();
    await running.expectUnharmed();
    expect(running.calls).toBe(before + 3);
  });
});

describe('what a client says about itself', () => {
  const FORGED = {
    'x-forwarded-for': '10.0.0.1, 6102701234',
    'x-real-ip': '10.0.0.1',
    forwarded: 'for=10.0.0.1',
    'x-forwarded-host': 'evil.example',
    'x-request-deadline-ms': '999999999',
    'x-transaction-id': 'forged-transaction',
    'x-subject': BO,
    'fsc-transaction-id': 'forged-transaction',
    'apollo-federation-include-trace': 'ftv1',
    'apollo-query-plan-experimental': '1',
    'apollo-require-preflight': '1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    tracestate: 'a=b',
    baggage: 'subject=6102701234',
    cookie: 'session=abc',
    origin: 'https://evil.example',
    'accept-encoding': 'gzip, br',
    'accept-language': 'da',
    'x-anything': 'forged',
  };

  it('18, 19 never reaches an authority', async () => {
    const answer = await running.post('/graphql', { token, body: GOOD, headers: FORGED });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-transaction-id']).not.toContain('forged');
    expect(answer.headers['content-encoding']).toBeUndefined();
    for (const authority of running.authorities.values()) {
      const { headers, rawHeaders } = authority.calls.at(-1)!;
      expect(Object.keys(headers).toSorted()).toEqual([
        'accept',
        'accept-encoding',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
        'x-request-deadline-ms',
        'x-transaction-id',
      ]);
      expect(headers['accept-encoding']).toBe('identity');
      expect(headers['x-transaction-id']).toBe(answer.headers['x-transaction-id']);
      expect(Number(headers['x-request-deadline-ms'])).toBeLessThanOrEqual(2_000);
      expect(rawHeaders.join('\n')).not.toMatch(/forged|evil|10\.0\.0\.1/);
    }
    await running.expectUnharmed(answer);
  });

  it.each([
    ['a Host of somebody else', 'POST /graphql', 'evil.example'],
    ['an absolute address of somebody else', 'POST http://evil.example/graphql', 'gateway.test'],
  ])('20 %s changes nothing: the token decides, and no address comes back', async (_, start, host) => {
    const request = (authorization: string) =>
      `${start} HTTP/1.1\r\nHost: ${host}\r\n${authorization}Content-Type: application/json\r\nConnection: close\r\n` +
      `Content-Length: ${json(GOOD).length}\r\n\r\n${json(GOOD)}`;
    const reply = await running.exchange(request(''));
    expect(reply).toMatch(/^HTTP\/1\.1 401 /);
    expect(reply).not.toContain('evil');
    expect(await running.exchange(request(`Authorization: Bearer ${token}\r\n`))).not.toContain('evil');
  });
});

describe('other spellings of an address', () => {
  // prettier-ignore
  const ADDRESSES = [
    '//graphql', '/graphql/', '/graphql//', '/%67raphql', '/graphql;x', '/graphql%00', '/graphql%2f', '/GRAPHQL', '/Graphql', '/./graphql',
    '/x/../graphql', '/sandbox//graphql', '/sandbox/graphql/', '/SANDBOX/graphql', '/sandbox%2fgraphql', '/graphql/sandbox/graphql',
    '/graphql?', '/graphql#x', '/graphql/%', '/%', '/%ff', '/graphql/%ff', '/%E0%A4%A', '*', '/\\graphql', '/graphql\\',
  ];

  it.each(ADDRESSES)('21 %s leads to the handler that asks who it is, or nowhere', async (address) => {
    for (const method of ['POST', 'GET', 'HEAD']) {
      const before = running.calls;
      const bytes = `${method} ${address} HTTP/1.1\r\nHost: gateway.test\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${json(GOOD).length}\r\n\r\n${json(GOOD)}`;
      const reply = await running.exchange(bytes);
      expect(reply).toMatch(/^HTTP\/1\.1 (401|404|405|400) /);
      expect(reply).not.toMatch(/Cannot (POST|GET)|<html|at .*\(|URIError/);
      expect(running.calls).toBe(before);
    }
    await running.expectUnharmed();
  });
});

describe('a page of another origin', () => {
  it.each(['https://evil.example', 'null'])('22 from %s is told nothing about what it may do', async (origin) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    for (const [address, method] of [
      ['/graphql', 'OPTIONS'],
      ['/sandbox/graphql', 'OPTIONS'],
      ['/graphql', 'POST'],
      ['/health/sources', 'GET'],
      ['/.well-known/jwks.json', 'GET'],
      ['/nowhere', 'OPTIONS'],
    ] as const) {
      const answer = await running.send(address, { method, headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    const served = await running.post('/graphql', { token, body: GOOD, headers });
    expect(Object.keys(served.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    await running.expectUnharmed(served);
  });
});
