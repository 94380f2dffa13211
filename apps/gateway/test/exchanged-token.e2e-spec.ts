import { CLAIMS, acrOf } from '@app/identity';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { AuthorityCall } from './support/fake-authority.js';
import { AASE, BO } from './support/records.js';
import {
  AUTHORITIES,
  GATEWAY_ISSUER,
  RunningOverview,
  sectionOf,
  type TestAuthority,
} from './support/running-overview.js';

let running: RunningOverview;

beforeAll(async () => {
  running = await RunningOverview.start();
  await running.overview();
});

afterAll(() => running?.[Symbol.asyncDispose]());

const tokenOf = ({ headers }: AuthorityCall) => (headers.authorization ?? '').replace('Bearer ', '');
const lastCallOf = (authority: TestAuthority) => running.authority(authority).calls.at(-1)!;

describe('what an authority gets', () => {
  it.each(AUTHORITIES)('is a token of the gateway for %s alone, for at most a minute', async (authority) => {
    const token = await running.provider.token(AASE, { acr: acrOf('High'), sid: `session-for-${authority}` });
    const answer = await running.overview(token);
    const call = lastCallOf(authority);
    const claims = decodeJwt(tokenOf(call));
    expect(decodeProtectedHeader(tokenOf(call))).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
    expect(claims).toEqual({
      iss: GATEWAY_ISSUER,
      aud: `urn:mit-overblik:authority:${authority}`,
      sub: sectionOf(answer, 'id'),
      [CLAIMS.cprNumber]: AASE,
      acr: acrOf('High'),
      sid: expect.any(String),
      client_id: 'mit-overblik-cli',
      txn: answer.headers['x-transaction-id'],
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(60);
    expect(call.headers['x-transaction-id']).toBe(answer.headers['x-transaction-id']);
  });

  it('is refused by every other authority', async () => {
    await running.overview();
    for (const authority of AUTHORITIES)
      for (const other of AUTHORITIES) {
        const checked = running.authority(other).subjectOf(lastCallOf(authority));
        if (other === authority) await expect(checked).resolves.toMatchObject({ cprNumber: AASE });
        else await expect(checked).rejects.toMatchObject({ code: 'DIRECT_CALL_REFUSED' });
      }
  });

  it('is never the citizen’s own token, nor anything else of it', async () => {
    const token = await running.provider.token(AASE);
    const { sub, sid, jti, scope } = decodeJwt(token) as Record<string, string>;
    await running.overview(token);
    for (const authority of AUTHORITIES) {
      const { rawHeaders, text } = lastCallOf(authority);
      const seen = `${rawHeaders.join('\n')}\n${text}\n${JSON.stringify(decodeJwt(tokenOf(lastCallOf(authority))))}`;
      for (const own of [token, token.split('.')[2]!, sub!, sid!, jti!, `"${scope}"`]) expect(seen).not.toContain(own);
    }
  });

  it('holds the person number inside the token and nowhere else', async () => {
    await running.overview();
    for (const authority of AUTHORITIES) {
      const { address, rawHeaders, text } = lastCallOf(authority);
      const token = tokenOf(lastCallOf(authority));
      const elsewhere = [address, ...rawHeaders, text].join('\n').replaceAll(token, '');
      for (const form of [
        AASE,
        `${AASE.slice(0, 6)}-${AASE.slice(6)}`,
        Buffer.from(AASE).toString('base64').slice(0, 12),
      ])
        expect(elsewhere).not.toContain(form);
    }
  });

  it('is one POST to its own address, about one reference, with nothing of other authorities', async () => {
    const before = running.calls;
    const answer = await running.overview();
    expect(running.calls).toBe(before + 3);
    for (const authority of AUTHORITIES) {
      const { method, address, text } = lastCallOf(authority);
      expect([method, address]).toEqual(['POST', '/graphql']);
      const { query, variables, ...rest } = JSON.parse(text) as { query: string; variables: unknown };
      expect(variables).toEqual({ representations: [{ __typename: 'Citizen', id: sectionOf(answer, 'id') }] });
      expect(rest).toEqual({});
      expect(query.includes('person {')).toBe(authority === 'cpr');
      expect(query.includes('benefits {')).toBe(authority === 'udbetaling-danmark');
      expect(query.includes('annualTax {')).toBe(authority === 'skat');
    }
  });

  it('names a citizen otherwise in every session, and two citizens never alike', async () => {
    const references = [];
    for (const [who, claims] of [
      [AASE, {}],
      [AASE, {}],
      [AASE, { sid: 'another-session' }],
      [BO, {}],
    ] as const)
      references.push(sectionOf(await running.overview(await running.provider.token(who, claims)), 'id'));
    expect(references[0]).toBe(references[1]);
    expect(new Set(references).size).toBe(3);
    expect(references.join()).not.toMatch(new RegExp(`${AASE}|${BO}`));
  });

  it('may be sent again within a session, and says which transaction it was made in', async () => {
    const token = await running.provider.token(AASE, { sid: 'a-session' });
    const first = await running.overview(token);
    const issued = tokenOf(lastCallOf('skat'));
    const second = await running.overview(token);
    expect(tokenOf(lastCallOf('skat'))).toBe(issued);
    expect(decodeJwt(issued)['txn']).toBe(first.headers['x-transaction-id']);
    expect(lastCallOf('skat').headers['x-transaction-id']).toBe(second.headers['x-transaction-id']);
    expect(first.headers['x-transaction-id']).not.toBe(second.headers['x-transaction-id']);
  });

  it('was all accepted', () => {
    for (const authority of running.authorities.values()) expect(authority.refusals).toEqual([]);
  });
});

describe('the keys of the gateway', () => {
  it('are published without their private part, and may be kept for a while', async () => {
    const answer = await running.send('/.well-known/jwks.json');
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    const { keys } = JSON.parse(answer.text) as { keys: Record<string, unknown>[] };
    expect(keys).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: expect.any(String),
        alg: 'ES256',
        use: 'sig',
      },
    ]);
    expect(keys[0]?.['kid']).toBe(decodeProtectedHeader(tokenOf(lastCallOf('skat'))).kid);
  });
});
