import { jest } from '@jest/globals';
import { CLAIMS, acrOf } from '@app/identity';
import { KEY_ID, type Members } from './support/fake-identity-provider.js';
import { honestly } from './support/fake-authority.js';
import { AASE, markOf } from './support/records.js';
import { DOCUMENT_ID, RunningOverview, codeOf, statesOf } from './support/running-overview.js';

// Numbers in the tables: items of reliability.md §6.2.

/** Time stands still, so that seconds mean what they say; timers run on. */
const NOW = new Date('2026-06-15T10:00:00Z');
const SECOND = Math.floor(NOW.getTime() / 1000);
// prettier-ignore
const TIMERS = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;

let running: RunningOverview;

beforeAll(async () => {
  jest.useFakeTimers({ now: NOW, doNotFake: [...TIMERS] });
  running = await RunningOverview.start();
  await running.overview();
});

afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
  jest.useRealTimers();
});

afterEach(() => jest.setSystemTime(NOW));

const provider = () => running.provider;
const withClaims = (claims: Members) => () => provider().token(AASE, claims);
const withHeader = (header: Members) => () => provider().write(provider().header(header), provider().claims(AASE));
const signedBy = (header: Members, signature: (input: string) => string) => () =>
  provider().write(provider().header(header), provider().claims(AASE), signature);
const parts = async () => (await provider().token(AASE)).split('.') as [string, string, string];
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const INVALID = 'Bearer error="invalid_token"';
const STEP_UP = `Bearer error="insufficient_user_authentication", acr_values="${acrOf('Substantial')} ${acrOf('High')}"`;

/** Both entries refuse it, ask nobody, and fetch nothing on its behalf. */
async function expectRefused(token: string, status: number, code: string, challenge?: string): Promise<void> {
  const [calls, fetches] = [running.calls, provider().requests.length];
  for (const address of ['/graphql', '/sandbox/graphql']) {
    const answer = await running.post(address, { token, body: { documentId: DOCUMENT_ID } });
    expect({ status: answer.status, code: codeOf(answer), challenge: answer.headers['www-authenticate'] }).toEqual({
      status,
      code,
      challenge,
    });
    expect(answer.body.data).toBeUndefined();
    await running.expectUnharmed(answer, [token, AASE, markOf(AASE)]);
  }
  expect(running.calls).toBe(calls + 6); // of the two good requests in between
  expect(provider().requests.length).toBe(fetches);
}

// prettier-ignore
const FORGERIES: [string, () => string | Promise<string>][] = [
  ['24 alg none', signedBy({ alg: 'none' }, () => '')],
  ['24 alg None', signedBy({ alg: 'None' }, () => '')],
  ['24 alg NONE with a signature', signedBy({ alg: 'NONE' }, () => 'AAAA')],
  ['24 no signature', async () => `${(await parts()).slice(0, 2).join('.')}.`],
  ['24 two parts', async () => (await parts()).slice(0, 2).join('.')],
  ['25 HS256 with the public key', () => provider().write(provider().header({ alg: 'HS256' }), provider().claims(AASE), provider().hs256WithPublicKey)],
  ['25 RS256', signedBy({ alg: 'RS256' }, () => 'AAAA')],
  ['26 a signature of zeros', signedBy({}, () => Buffer.alloc(64).toString('base64url'))],
  ['26 a signature of the wrong length', signedBy({}, () => Buffer.alloc(63, 1).toString('base64url'))],
  ['28 other claims under the signature', async () => {
    const [header, , signature] = await parts();
    return `${header}.${encoded(provider().claims('7211852345'))}.${signature}`;
  }],
  ['28 another header over the signature', async () => {
    const [, claims, signature] = await parts();
    return `${encoded({ ...provider().header(), 'x5t': 'a' })}.${claims}.${signature}`;
  }],
  ['29 a key of its own', () => provider().write(provider().header({ jwk: provider().publicJwk }), provider().claims(AASE))],
  ['30 an address of keys', withHeader({ jku: 'http://127.0.0.1:1/jwks' })],
  ['31 an address of certificates', withHeader({ x5u: 'http://127.0.0.1:1/cert' })],
  ['31 a chain of certificates', withHeader({ x5c: ['AAAA'] })],
  ['critical members', withHeader({ crit: ['exp'] })],
  ['compressed claims', withHeader({ zip: 'DEF' })],
  ['33 a key id that is a path', withHeader({ kid: '../../jwks' })],
  ['33 a key id that is an address', withHeader({ kid: 'http://127.0.0.1:1/' })],
  ['33 no key id', withHeader({ kid: undefined })],
  ['34 a key id of every object', withHeader({ kid: '__proto__' })],
  ['34 a key id that is a constructor', withHeader({ kid: 'constructor' })],
  ['34 a key id of 10 KB', withHeader({ kid: 'k'.repeat(5_000) })],
  ['35 an ID token', withHeader({ typ: 'JWT' })],
  ['35 a token without type', withHeader({ typ: undefined })],
  ['36 a proof of possession', withHeader({ typ: 'dpop+jwt' })],
  ['a header member twice', async () => {
    const [, claims] = await parts();
    const input = `${Buffer.from(`{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"${KEY_ID}"}`).toString('base64url')}.${claims}`;
    return `${input}.${provider().es256(input)}`;
  }],
  ['claims that are no JSON', () => {
    const input = `${encoded(provider().header())}.${Buffer.from('"sub"').toString('base64url')}`;
    return `${input}.${provider().es256(input)}`;
  }],
  ['a second spelling of the signature', async () => `${await provider().token(AASE)}=`],
  ['54 12 KB', () => `${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.${'c'.repeat(4_000)}`],
  ['something else', () => 'abc'],
];

describe('a token that was not made for us as it is', () => {
  it.each(FORGERIES)('%s', async (_, token) => {
    await expectRefused(await token(), 401, 'TOKEN_INVALID', INVALID);
  });

  it('32 a key that nobody published is looked for once, and then not for every token that names it', async () => {
    const token = provider().write(provider().header({ kid: 'key-2' }), provider().claims(AASE));
    const before = provider().requests.length;
    jest.setSystemTime(NOW.getTime() + 31_000); // the pause between two fetches
    for (let request = 0; request < 10; request += 1) {
      const answer = await running.overview(token);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'TOKEN_INVALID']);
    }
    expect(provider().requests.length - before).toBe(2); // discovery and keys
    jest.setSystemTime(NOW);
    await running.expectUnharmed();
  });

  it('54 a megabyte', async () => {
    const request = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'a'.repeat(1_048_576)}\r\n\r\n`;
    const reply = await running.exchange(request).catch((thrown: unknown) => thrown);
    // The gateway hangs up while the client still sends: the answer may get lost, the connection may not.
    if (typeof reply === 'string') expect(reply).toMatch(/^HTTP\/1\.1 431 /);
    else expect(reply).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) });
    await running.expectUnharmed();
  });
});

describe('a token at another time', () => {
  it.each<[string, Members]>([
    ['37 expired 9 s ago', { iat: SECOND - 600, exp: SECOND - 9 }],
    ['38 not before 9 s from now', { nbf: SECOND + 9 }],
    ['39 issued 9 s from now', { iat: SECOND + 9, exp: SECOND + 600 }],
    ['40 for a quarter of an hour', { iat: SECOND, exp: SECOND + 900 }],
  ])('%s is good: clocks differ', async (_, claims) => {
    const answer = await running.overview(await provider().token(AASE, claims));
    expect(answer.status).toBe(200);
    await running.expectUnharmed(answer);
  });

  it.each<[string, Members, string]>([
    ['37 expired 11 s ago', { iat: SECOND - 600, exp: SECOND - 11 }, 'TOKEN_EXPIRED'],
    ['38 not before 11 s from now', { nbf: SECOND + 11 }, 'TOKEN_INVALID'],
    ['38 not before 61 s from now', { nbf: SECOND + 61 }, 'TOKEN_INVALID'],
    ['39 issued 11 s from now', { iat: SECOND + 11, exp: SECOND + 600 }, 'TOKEN_INVALID'],
    ['40 without an end', { exp: undefined }, 'TOKEN_INVALID'],
    ['40 without a beginning', { iat: undefined }, 'TOKEN_INVALID'],
    ['40 with an end in words', { exp: String(SECOND + 600) }, 'TOKEN_INVALID'],
    ['40 for ten years', { exp: SECOND + 315_360_000 }, 'TOKEN_INVALID'],
    ['40 for longer than a quarter of an hour', { iat: SECOND, exp: SECOND + 901 }, 'TOKEN_INVALID'],
    ['40 with an end before its beginning', { iat: SECOND + 5, exp: SECOND + 4 }, 'TOKEN_INVALID'],
  ])('%s is not', async (_, claims, code) => {
    const token = provider().write(provider().header(), provider().claims(AASE, claims));
    await expectRefused(token, 401, code, INVALID);
  });

  it('57 that ends while authorities answer has its page, and no other', async () => {
    const token = await provider().token(AASE, { iat: SECOND - 600, exp: SECOND + 60 });
    const release = Promise.withResolvers<void>();
    running.setBehaviour(async (response, call) => {
      await release.promise;
      await honestly(response, call);
    });
    const asked = [...running.authorities.values()].map((authority) => authority.nextCall());
    const page = running.overview(token);
    await Promise.all(asked);
    jest.setSystemTime(NOW.getTime() + 71_000);
    release.resolve();
    expect(statesOf(await page)).toEqual({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
    expect(codeOf(await running.overview(token))).toBe('TOKEN_EXPIRED');
    jest.setSystemTime(NOW);
    running.setBehaviour(honestly);
    await running.expectUnharmed();
  });
});

describe('a token of somebody else, for somebody else, or about nobody', () => {
  it.each<[string, () => Members]>([
    ['41 an issuer with a slash', () => ({ iss: `${provider().issuer}/` })],
    ['41 an issuer in capitals', () => ({ iss: provider().issuer.toUpperCase() })],
    ['41 issuers in a list', () => ({ iss: [provider().issuer] })],
    ['41 no issuer', () => ({ iss: undefined })],
    ['41 the gateway as issuer', () => ({ iss: 'http://gateway.test' })],
    ['42 another audience', () => ({ aud: 'urn:mit-overblik:authority:skat' })],
    ['42 no audience', () => ({ aud: undefined })],
    ['42 an audience that begins like ours', () => ({ aud: 'urn:mit-overblik:gateway:test' })],
    ['43 no subject', () => ({ sub: undefined })],
    ['43 a number as subject', () => ({ sub: 42 })],
    ['43 an object as subject', () => ({ sub: { id: 'a' } })],
    ['43 an empty subject', () => ({ sub: '' })],
    ['43 a subject of 4 KB', () => ({ sub: 'a'.repeat(4_096) })],
    ['43 a person number as subject', () => ({ sub: AASE })],
    ['43 no person number', () => ({ [CLAIMS.cprNumber]: undefined })],
    ['43 a person number that is no date', () => ({ [CLAIMS.cprNumber]: '9999999999' })],
    ['43 a person number as number', () => ({ [CLAIMS.cprNumber]: Number(AASE) })],
    ['43 two person numbers', () => ({ [CLAIMS.cprNumber]: [AASE, AASE] })],
    ['no session', () => ({ sid: undefined })],
    ['no client', () => ({ client_id: undefined })],
    ['no token id', () => ({ jti: undefined })],
    ['50 bound to a key', () => ({ cnf: { jkt: 'abc' } })],
    ['50 bound to a certificate', () => ({ cnf: { 'x5t#S256': 'abc' } })],
  ])('%s', async (_, claims) => {
    const token = provider().write(provider().header(), provider().claims(AASE, claims()));
    await expectRefused(token, 401, 'TOKEN_INVALID', INVALID);
  });

  it('42 one audience of several being ours is enough', async () => {
    const token = await provider().token(AASE, { aud: ['urn:somebody:else', 'urn:mit-overblik:gateway'] });
    expect((await running.overview(token)).status).toBe(200);
  });

  it.each<[string, Members]>([
    ['45 acr Low', { acr: acrOf('Low') }],
    ['45 no acr', { acr: undefined }],
    ['45 an unknown acr', { acr: 'https://data.gov.dk/concept/core/nsis/Highest' }],
    ['45 an acr in a word', { acr: 'Substantial' }],
    ['45 a list of acr', { acr: [acrOf('High')] }],
    ['46 loa Low', { [CLAIMS.loa]: 'Low' }],
    ['46 aal Low', { [CLAIMS.aal]: 'Low' }],
    ['46 ial Low', { [CLAIMS.ial]: 'Low' }],
    ['46 an unknown aal', { [CLAIMS.aal]: 'Medium' }],
  ])('%s must log in again at a higher level', async (_, claims) => {
    await expectRefused(await withClaims(claims)(), 401, 'ASSURANCE_TOO_LOW', STEP_UP);
  });

  it.each<[string, Members]>([
    ['47 an employee of a company', { 'https://data.gov.dk/model/core/eid/professional/cvr': '12345678' }],
    ['47 an employee by an older name', { 'dk:gov:saml:attribute:CvrNumberIdentifier': '12345678' }],
    ['48 somebody who acts for the citizen', { act: { sub: 'urn:uuid:somebody' } }],
  ])('%s is not let in', async (_, claims) => {
    await expectRefused(await withClaims(claims)(), 403, 'SUBJECT_NOT_ALLOWED');
  });
});

describe('the sandbox', () => {
  it('is for invented persons only, told by their number and not by a claim', async () => {
    const token = await provider().token('0110851234', { test_person: true });
    const before = running.calls;
    const answer = await running.sandbox('{ me { id } }', {}, token);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'SUBJECT_NOT_ALLOWED']);
    expect(running.calls).toBe(before);
    await running.expectUnharmed(answer, ['0110851234']);
  });
});
