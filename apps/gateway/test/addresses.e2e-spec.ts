import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generatePrivateJwk } from '@app/identity';
import { BO } from './support/records.js';
import { RunningOverview, codeOf } from './support/running-overview.js';

let running: RunningOverview;

beforeAll(async () => {
  running = await RunningOverview.start();
});

afterAll(() => running?.[Symbol.asyncDispose]());

describe('an address that is not there', () => {
  it.each([
    '/',
    '/nowhere',
    '/admin',
    '/metrics',
    '/authorities/skat/release',
    '/.well-known/openid-configuration',
    '/.git/config',
    '/graphql/schema',
    '/health',
    '/health/',
    '/health/everything',
    `/citizens/${BO}`,
    '/%3Cscript%3E',
    '/..%2f..%2fetc%2fpasswd',
    '/playground.html',
  ])('%s is answered 404 without being quoted', async (address) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const answer = await running.send(address, { method, ...(method === 'GET' ? {} : { body: {} }) });
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      if (address.length > 1) expect(answer.text).not.toContain(decodeURIComponent(address).slice(1));
    }
    await running.expectUnharmed();
  });

  it('leaves no trace of a person number in it', async () => {
    await running.send(`/citizens/${BO}?cpr=${BO}`);
    running.expectSilentLog();
  });
});

describe('every answer', () => {
  it.each(['/graphql', '/health/live', '/.well-known/jwks.json', '/nowhere'])(
    'at %s tells browsers to take it for data only',
    async (address) => {
      const { headers } = await running.send(address);
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('etag');
      expect(headers).not.toHaveProperty('server');
    },
  );
});

describe('health', () => {
  it('is told without a token, and not kept', async () => {
    for (const [address, body] of [
      ['/health/live', { status: 'live' }],
      ['/health/ready', { status: 'ready' }],
    ] as const) {
      const answer = await running.send(address);
      expect([answer.status, JSON.parse(answer.text)]).toEqual([200, body]);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('is ready without any authority and without the identity provider', async () => {
    await using alone = await RunningOverview.start({ isProviderDown: true });
    for (const authority of alone.authorities.values()) await authority[Symbol.asyncDispose]();
    expect((await alone.send('/health/ready')).status).toBe(200);
    const { sources } = JSON.parse((await alone.send('/health/sources')).text) as { sources: unknown[] };
    expect(sources).toHaveLength(3);
  });
});

describe('the operators’ port', () => {
  it('tells figures that name no person and no request', async () => {
    await running.overview();
    const { status, text } = await running.operations('GET', '/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(
      /request_duration_seconds_count\{.*entry="graphql",operation="personal-overview",outcome="OK".*\} [1-9]/,
    );
    expect(text).toMatch(/authority_call_duration_seconds_count\{.*authority="skat",outcome="OK".*\} [1-9]/);
    expect(text).toMatch(/source_states_total\{.*authority="cpr",state="FETCHED".*\} [1-9]/);
    expect(text).toMatch(/requests_in_flight\{.*\} 0/);
    expect(text).not.toMatch(/\d{6}-?\d{4}"|urn:uuid|session-/);
  });

  it('counts what was not executed by its reason', async () => {
    await running.sandbox('{ nothing }');
    await running.overview('no-token');
    const { text } = await running.operations('GET', '/metrics');
    expect(text).toMatch(
      /request_duration_seconds_count\{.*entry="sandbox",operation="sandbox",outcome="OPERATION_INVALID".*\} 1/,
    );
    expect(text).toMatch(
      /request_duration_seconds_count\{.*entry="graphql",operation="graphql",outcome="TOKEN_INVALID".*\} [1-9]/,
    );
  });

  it.each([
    ['GET', '/'],
    ['POST', '/metrics'],
    ['GET', '/authorities/skat/release'],
    ['POST', '/authorities/nobody/release'],
    ['POST', '/authorities/__proto__/release'],
    ['POST', '/authorities/skat/quarantine'],
    ['POST', '/graphql'],
  ])('has nothing at %s %s', async (method, address) => {
    expect(await running.operations(method, address)).toEqual({ status: 404, text: '' });
  });
});

describe('in production', () => {
  it('there is no sandbox and no playground', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
    const [signing, reference] = ['signing.jwk', 'reference.key'].map((file) => path.join(folder, file)) as [
      string,
      string,
    ];
    writeFileSync(signing, JSON.stringify(await generatePrivateJwk()));
    writeFileSync(reference, randomBytes(32).toString('base64'));
    await using production = await RunningOverview.start({
      variables: { NODE_ENV: 'production', GATEWAY_SIGNING_KEY_FILE: signing, GATEWAY_REFERENCE_KEY_FILE: reference },
    });
    for (const address of ['/sandbox/graphql', '/playground', '/playground/config.json', '/playground/callback']) {
      const answer = await production.post(address, {
        body: { query: '{ me { id } }' },
        token: await production.provider.token(BO),
      });
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
      expect((await production.send(address)).status).toBe(404);
    }
    expect(production.calls).toBe(0);
    await production.expectUnharmed();
    rmSync(folder, { recursive: true });
  });
});
