import { AccessTokenVerifier, RemoteKeySet } from '@app/identity';
import { findTestPerson, syntheticCitizen, TEST_PERSONS } from '@app/testing';
import { logIn, logInSynthetic, UnknownPersonError } from '../../../tools/login.js';
import { HandmadeClient, locationOf, PLAYGROUND_CALLBACK, runTestMitId } from './running.js';

const running = await runTestMitId();
const { issuer } = running;
afterAll(() => running.close());

/** The gateway's own verifier, with the keys that the provider publishes. */
const verifier = new AccessTokenVerifier({
  issuer,
  audience: 'urn:mit-overblik:gateway',
  keys: new RemoteKeySet({ issuer }),
});

const claimsOf = (token: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8'));

async function codeFor(client: HandmadeClient, person = 'parent'): Promise<string> {
  return (await client.logIn(person, 'Substantial')).searchParams.get('code') ?? '';
}

describe('the whole flow with PKCE', () => {
  it('ends in a token that the gateway accepts', async () => {
    const { accessToken } = await logIn(issuer, 'parent');
    expect(await verifier.verify(accessToken)).toEqual({
      subject: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
      cprNumber: findTestPerson('parent')?.cprNumber,
      acr: 'https://data.gov.dk/concept/core/nsis/Substantial',
      scopes: ['overview'],
      sessionId: expect.stringMatching(/^[\w-]{20,}$/),
      clientId: 'mit-overblik-cli',
      expiresAt: expect.any(Date),
      isTestPerson: true,
    });
  });

  it.each(TEST_PERSONS.map(({ key, cprNumber }) => [key, cprNumber]))('logs %s in', async (key, cprNumber) => {
    const { accessToken } = await logIn(issuer, key);
    expect(await verifier.verify(accessToken)).toMatchObject({ cprNumber, isTestPerson: true });
  });

  it('logs citizens of the population in by index, and nobody beyond it', async () => {
    for (const index of [0, 42, 8_191_999]) {
      const { accessToken } = await logInSynthetic(issuer, index);
      expect(await verifier.verify(accessToken)).toMatchObject({ cprNumber: syntheticCitizen(1, index) });
    }
    await expect(logInSynthetic(issuer, 8_192_000)).rejects.toBeInstanceOf(UnknownPersonError);
  });

  it('gives each citizen one pseudonym, which is no person number, and each login a session of its own', async () => {
    const tokens = [await logIn(issuer, 'parent'), await logIn(issuer, 'parent'), await logIn(issuer, 'parent-spouse')];
    const [first, again, spouse] = await Promise.all(tokens.map(({ accessToken }) => verifier.verify(accessToken)));
    expect(first?.subject).toBe(again?.subject);
    expect(first?.subject).not.toBe(spouse?.subject);
    expect(new Set([first?.sessionId, again?.sessionId, spouse?.sessionId]).size).toBe(3);
    expect(first?.subject).not.toContain(first?.cprNumber);
  });

  it('tells the client in the ID token which test person it is, and not the person number', async () => {
    const { idToken, accessToken } = await logIn(issuer, 'parent');
    const claims = claimsOf(idToken);
    expect(claims).toMatchObject({
      iss: issuer,
      aud: 'mit-overblik-cli',
      test_person: 'parent',
      sub: claimsOf(accessToken)['sub'],
    });
    expect(idToken).not.toContain(Buffer.from('cprNumber').toString('base64url').slice(2, 8));
    expect(JSON.stringify(claims)).not.toContain(findTestPerson('parent')?.cprNumber);
  });

  it('gives an ID token that the gateway does not take for an access token', async () => {
    const { idToken } = await logIn(issuer, 'parent');
    await expect(verifier.verify(idToken ?? '')).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('gives a token for 15 minutes, with the level in every place', async () => {
    const { accessToken } = await logIn(issuer, 'parent', { level: 'High' });
    const claims = claimsOf(accessToken);
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(900);
    expect(claims).toMatchObject({
      aud: 'urn:mit-overblik:gateway',
      scope: 'overview',
      acr: 'https://data.gov.dk/concept/core/nsis/High',
      'https://data.gov.dk/concept/core/nsis/loa': 'High',
      'https://data.gov.dk/concept/core/nsis/ial': 'High',
      'https://data.gov.dk/concept/core/nsis/aal': 'High',
    });
    await expect(verifier.verify(accessToken)).resolves.toMatchObject({ cprNumber: expect.any(String) });
  });

  it('at level Low ends in a token that the gateway refuses, with the levels that would do', async () => {
    const { accessToken } = await logIn(issuer, 'parent', { level: 'Low' });
    await expect(verifier.verify(accessToken)).rejects.toMatchObject({
      code: 'ASSURANCE_TOO_LOW',
      facts: { acr_values: expect.stringContaining('nsis/Substantial') },
    });
  });

  it('refuses a name that nobody has', async () => {
    await expect(logIn(issuer, 'nobody')).rejects.toBeInstanceOf(UnknownPersonError);
  });
});

describe('the provider refuses', () => {
  it('a code with the wrong PKCE verifier, and the code is spent', async () => {
    const client = new HandmadeClient(issuer);
    const code = await codeFor(client);
    const refused = await client.exchange(code, { code_verifier: 'x'.repeat(43) });
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  });

  it('a code that is used twice', async () => {
    const client = new HandmadeClient(issuer);
    const code = await codeFor(client);
    expect((await client.exchange(code)).status).toBe(200);
    expect((await client.exchange(code)).status).toBe(400);
  });

  it.each([
    ['no PKCE challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a plain PKCE challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a token without a code', { response_type: 'id_token', nonce: 'x' }, 'unsupported_response_type'],
    ['another resource', { resource: 'urn:other' }, 'invalid_target'],
  ])('%s', async (_name, parameters, error) => {
    const response = await new HandmadeClient(issuer).authorize(parameters);
    expect(locationOf(response)).toMatch(new RegExp(`^${PLAYGROUND_CALLBACK}[?#]error=${error}&`));
  });

  it.each([
    ['an address that the client did not register', { redirect_uri: 'http://127.0.0.1:4000/elsewhere' }],
    ['another port for the playground', { redirect_uri: 'http://127.0.0.1:4001/playground/callback' }],
    [
      'an address on another host for the command line',
      { client_id: 'mit-overblik-cli', redirect_uri: 'http://10.0.0.1/callback' },
    ],
    ['an unknown client', { client_id: 'evil<script>' }],
  ])('%s, and redirects nowhere', async (_name, parameters) => {
    const response = await new HandmadeClient(issuer).authorize(parameters);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/evil|elsewhere|10\.0\.0\.1/);
  });

  it('a resumed login without the cookie of the browser that began it', async () => {
    const form = locationOf(await new HandmadeClient(issuer).authorize());
    const stranger = await new HandmadeClient(issuer).send(form, { person: 'parent', level: 'High' });
    expect([stranger.status, stranger.headers.get('location')]).toEqual([400, null]);
  });
});

it('lets the command line come back to any port of the loopback address', async () => {
  const redirect_uri = 'http://127.0.0.1:54321/callback';
  const callback = await new HandmadeClient(issuer).logIn('parent', 'High', {
    client_id: 'mit-overblik-cli',
    redirect_uri,
  });
  expect(callback.href).toMatch(/^http:\/\/127\.0\.0\.1:54321\/callback\?code=/);
});

it('lets the browser of the playground, and no other origin, read the token', async () => {
  const client = new HandmadeClient(issuer);
  const own = await client.exchange(await codeFor(client), {}, { origin: new URL(PLAYGROUND_CALLBACK).origin });
  expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, 'http://127.0.0.1:4000']);

  const other = await client.exchange(await codeFor(client), {}, { origin: 'http://evil.example.test' });
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([400, null]);
});

it('knows no single sign-on: in one browser, each login can be another person', async () => {
  const client = new HandmadeClient(issuer);
  for (const person of ['parent', 'parent-spouse', 'parent']) {
    const answer: unknown = await (await client.exchange(await codeFor(client, person))).json();
    const { access_token } = answer as { access_token: string };
    expect(await verifier.verify(access_token)).toMatchObject({ cprNumber: findTestPerson(person)?.cprNumber });
  }
});

describe('the login page', () => {
  const open = async (parameters: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const client = new HandmadeClient(issuer);
    const address = locationOf(await client.authorize(parameters));
    return { client, address, response: await client.send(address, undefined, headers) };
  };

  it('shows every person with their situation, in Danish', async () => {
    const { response } = await open();
    const text = await response.text();
    expect(text).toContain('<html lang="da">');
    expect(text).toContain('Test-MitID, opdigtede personer');
    for (const { key } of TEST_PERSONS) expect(text).toContain(`value="${key}"`);
    for (const { cprNumber } of TEST_PERSONS) expect(text).not.toContain(cprNumber);
    expect(text).toContain('Mit Overblik, playground');
  });

  it('speaks English when asked, or when the browser prefers it', async () => {
    const { client, address } = await open();
    expect(await (await client.send(`${address}?lang=en`)).text()).toContain('<html lang="en">');
    const { response } = await open({}, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(await response.text()).toContain('Test MitID, invented persons');
  });

  it('runs no script, loads nothing, and sends its form only here and on to the client', async () => {
    const { response } = await open();
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:4000; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toMatch(/<script|onclick|https?:\/\//);
  });

  it('chooses the level beforehand that a step-up asks for', async () => {
    const { response } = await open({ acr_values: 'urn:x https://data.gov.dk/concept/core/nsis/High' });
    expect(await response.text()).toMatch(/value="High"\s+checked/);
  });

  it.each([
    ['nobody', { level: 'High' }],
    ['an unknown person', { level: 'High', person: 'nobody' }],
    ['no level', { person: 'parent' }],
    ['an unknown level', { person: 'parent', level: 'Enormous' }],
    ['a number and a person', { person: 'parent', level: 'High', index: '7' }],
    ['the population without a number', { person: 'synthetic', level: 'High', index: '' }],
    ['a number that is none', { person: 'synthetic', level: 'High', index: '7e3' }],
    ['fields of its own', { person: 'parent', level: 'High', accountId: 'x' }],
    ['markup', { person: '"><script>', level: '"><script>', index: '"><script>' }],
  ])('is shown again for %s', async (_name, form: Record<string, string>) => {
    const { client, address } = await open();
    const response = await client.send(address, form);
    const text = await response.text();
    expect(response.status).toBe(422);
    expect(text).toContain('role="alert"');
    expect(text).not.toContain('<script');
    const second = await client.send(address, { person: 'parent', level: 'High', index: '' });
    expect(second.status).toBe(303);
  });

  it('lets one cancel, and tells the client so', async () => {
    const { client, address } = await open();
    const resume = locationOf(await client.send(address, { action: 'cancel' }));
    const callback = new URL(locationOf(await client.send(resume)));
    expect([callback.origin + callback.pathname, callback.searchParams.get('error')]).toEqual([
      PLAYGROUND_CALLBACK,
      'access_denied',
    ]);
  });

  it('does not take a form of more than 4 kB', async () => {
    const { client, address } = await open();
    expect((await client.send(address, { person: 'x'.repeat(5_000) })).status).toBe(413);
  });
});

describe('beside the login', () => {
  it('says that it is ready', async () => {
    for (const state of ['live', 'ready']) expect((await fetch(`${issuer}/health/${state}`)).status).toBe(200);
  });

  it('says what it is to whoever opens its address', async () => {
    const text = await (await fetch(issuer)).text();
    expect(text).toContain('Test MitID, invented persons');
    expect(text).toContain('npm run token -- parent');
  });

  it('publishes its keys without the private parts', async () => {
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']]);
  });
});
