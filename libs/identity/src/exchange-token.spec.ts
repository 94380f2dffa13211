import { decodeJwt, decodeProtectedHeader } from 'jose';
import { audienceOf, frozenClock, parseCprNumber, type Clock, type CprNumber } from '@app/domain';
import { TokenWorkshop, type Members } from '../test/token-workshop.js';
import { CLAIMS } from './claims.js';
import { ExchangeTokenSigner, type ExchangeRequest } from './exchange-token.signer.js';
import { ExchangeTokenVerifier } from './exchange-token.verifier.js';
import { LocalKeySet, type KeySource } from './key-set.js';
import { acrOf } from './nsis-level.js';
import { generateSigningKey } from './signing-key.js';

const GATEWAY = 'http://127.0.0.1:4000';
const START = '2026-03-02T09:00:00Z';
const START_SECONDS = Date.parse(START) / 1000;
const key = await generateSigningKey();

const anExchange: ExchangeRequest = {
  authority: 'skat',
  citizenId: 'citizen-a',
  cprNumber: parseCprNumber('6110851234') as CprNumber,
  acr: acrOf('Substantial'),
  sessionReference: 'session-a',
  clientId: 'mit-overblik',
  transactionId: 'transaction-1',
};

class MovingClock implements Clock {
  seconds = 0;
  now(): Date {
    return new Date((START_SECONDS + this.seconds) * 1000);
  }
}

function aSigner(clock: Clock = frozenClock(START), cacheCapacity?: number): ExchangeTokenSigner {
  return new ExchangeTokenSigner({
    issuer: GATEWAY,
    key,
    clock,
    ...(cacheCapacity === undefined ? {} : { cacheCapacity }),
  });
}

async function aVerifier(authority = 'skat', clock: Clock = frozenClock(START), keys?: KeySource) {
  const ofGateway = await LocalKeySet.of(aSigner().publicJwks());
  return new ExchangeTokenVerifier({ issuer: GATEWAY, authority, clock, keys: keys ?? ofGateway });
}

describe('a token for an authority', () => {
  it('says whom the gateway asks about, to that authority alone, for a minute', async () => {
    const token = await aSigner().sign(anExchange);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: key.keyId });
    expect(decodeJwt(token)).toEqual({
      iss: GATEWAY,
      aud: 'urn:mit-overblik:authority:skat',
      sub: 'citizen-a',
      [CLAIMS.cprNumber]: '6110851234',
      acr: acrOf('Substantial'),
      sid: 'session-a',
      client_id: 'mit-overblik',
      txn: 'transaction-1',
      iat: START_SECONDS,
      exp: START_SECONDS + 60,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await (await aVerifier()).verify(token)).toEqual({
      citizenId: 'citizen-a',
      cprNumber: '6110851234',
      acr: acrOf('Substantial'),
      sessionReference: 'session-a',
      clientId: 'mit-overblik',
      transactionId: 'transaction-1',
      expiresAt: new Date((START_SECONDS + 60) * 1000),
    });
  });

  it('is refused by every other authority', async () => {
    const token = await aSigner().sign(anExchange);
    await expect((await aVerifier('cpr')).verify(token)).rejects.toMatchObject({
      code: 'DIRECT_CALL_REFUSED',
      facts: { reason: 'aud' },
    });
  });

  it('is published with its public key only', () => {
    const [published, ...more] = aSigner().publicJwks().keys;
    expect(more).toEqual([]);
    expect(Object.keys(published ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

describe('a subgraph', () => {
  const forger = new TokenWorkshop('gateway-key');
  const claims = (changes: Members = {}): Members => ({
    iss: GATEWAY,
    aud: audienceOf('skat'),
    sub: 'citizen-a',
    [CLAIMS.cprNumber]: '6110851234',
    acr: acrOf('High'),
    sid: 'session-a',
    client_id: 'mit-overblik',
    txn: 'transaction-1',
    iat: START_SECONDS,
    exp: START_SECONDS + 60,
    jti: 'token-1',
    ...changes,
  });
  const sealed = (changes: Members = {}, header: Members = {}) =>
    forger.write(JSON.stringify(forger.header(header)), JSON.stringify(claims(changes)), forger.es256);
  const withForgersKeys = async () => aVerifier('skat', frozenClock(START), await LocalKeySet.of(forger.jwks()));

  it('accepts what its gateway signed', async () => {
    await expect((await withForgersKeys()).verify(sealed())).resolves.toMatchObject({ citizenId: 'citizen-a' });
  });

  it.each<[string, Members]>([
    ['another issuer', { iss: `${GATEWAY}/` }],
    ['another audience', { aud: audienceOf('cpr') }],
    ['a list of audiences', { aud: [audienceOf('skat')] }],
    ['two audiences', { aud: [audienceOf('skat'), audienceOf('cpr')] }],
    ['the audience of the gateway', { aud: 'urn:mit-overblik:gateway' }],
    ['a lifetime of 61 s', { exp: START_SECONDS + 61 }],
    ['no end', { exp: undefined }],
    ['an end 11 s ago', { iat: START_SECONDS - 71, exp: START_SECONDS - 11 }],
    ['a start in the future', { iat: START_SECONDS + 11, exp: START_SECONDS + 50 }],
    ['no person', { [CLAIMS.cprNumber]: undefined }],
    ['a person number that is none', { [CLAIMS.cprNumber]: '9911851234' }],
    ['no subject', { sub: undefined }],
    ['a subject that is a number', { sub: 5 }],
    ['a low level', { acr: acrOf('Low') }],
    ['no level', { acr: undefined }],
    ['no session', { sid: undefined }],
    ['no client', { client_id: undefined }],
    ['no transaction', { txn: undefined }],
    ['no token id', { jti: undefined }],
  ])('refuses %s', async (_name, changes) => {
    await expect((await withForgersKeys()).verify(sealed(changes))).rejects.toMatchObject({
      code: 'DIRECT_CALL_REFUSED',
    });
  });

  it.each<[string, Members]>([
    ['an ID token', { typ: 'JWT' }],
    ['PS256, which the gateway does not use', { alg: 'PS256', kid: 'rsa-1' }],
    ['a header that brings its own key', { jwk: forger.publicJwk }],
  ])('refuses %s', async (_name, header) => {
    const verifier = await withForgersKeys();
    const token = forger.write(
      JSON.stringify(forger.header(header)),
      JSON.stringify(claims()),
      header['alg'] === 'PS256' ? forger.ps256 : forger.es256,
    );
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'DIRECT_CALL_REFUSED' });
  });

  it.each(['', 'a.b.c', 'Bearer x', 'x'.repeat(100_000)])('refuses what is no token at all', async (text) => {
    await expect((await aVerifier()).verify(text)).rejects.toMatchObject({ code: 'DIRECT_CALL_REFUSED' });
  });

  it("refuses the citizen's own token", async () => {
    await expect((await withForgersKeys()).verify(forger.token())).rejects.toMatchObject({
      code: 'DIRECT_CALL_REFUSED',
    });
  });

  it('refuses a forger whose key it does not know', async () => {
    await expect((await aVerifier()).verify(sealed())).rejects.toMatchObject({
      code: 'DIRECT_CALL_REFUSED',
      facts: { reason: 'key' },
    });
  });
});

describe('tokens that are used again', () => {
  it('serve their session for 40 s and are signed anew after that', async () => {
    const clock = new MovingClock();
    const signer = aSigner(clock);
    const first = await signer.sign(anExchange);
    clock.seconds = 39;
    expect(await signer.sign({ ...anExchange, transactionId: 'transaction-2' })).toBe(first);
    clock.seconds = 40;
    const second = await signer.sign(anExchange);
    expect(second).not.toBe(first);
    expect(decodeJwt(second).exp).toBe(START_SECONDS + 100);
  });

  it('are bounded in number: the oldest goes first', async () => {
    const signer = aSigner(frozenClock(START), 2);
    const [a, b] = [await signer.sign(anExchange), await signer.sign({ ...anExchange, authority: 'cpr' })];
    expect(await signer.sign(anExchange)).toBe(a);
    await signer.sign({ ...anExchange, authority: 'udbetaling-danmark' });
    expect(await signer.sign({ ...anExchange, authority: 'cpr' })).toBe(b);
    expect(await signer.sign(anExchange)).not.toBe(a);
  });

  it('can be switched off', async () => {
    const signer = aSigner(frozenClock(START), 0);
    expect(await signer.sign(anExchange)).not.toBe(await signer.sign(anExchange));
  });

  /** Signs for every neighbour of the exchange, then checks that each token says what was asked for. */
  async function expectNoSharing(signer: ExchangeTokenSigner): Promise<void> {
    const neighbours: ExchangeRequest[] = [
      anExchange,
      { ...anExchange, authority: 'cpr' },
      { ...anExchange, citizenId: 'citizen-b' },
      { ...anExchange, cprNumber: parseCprNumber('6206904321') as CprNumber },
      { ...anExchange, sessionReference: 'session-b' },
      { ...anExchange, clientId: 'other' },
      { ...anExchange, acr: acrOf('High') },
      { ...anExchange, citizenId: 'citizen-a","x', cprNumber: parseCprNumber('6206904321') as CprNumber },
    ];
    const tokens = [];
    for (const neighbour of [...neighbours, ...neighbours]) tokens.push(await signer.sign(neighbour));
    const said = tokens.map((token) => decodeJwt(token));
    expect(
      said.map(({ aud, sub, sid, client_id, acr, [CLAIMS.cprNumber]: cpr }) => [aud, sub, cpr, acr, sid, client_id]),
    ).toEqual(
      [...neighbours, ...neighbours].map((asked) => [
        audienceOf(asked.authority),
        asked.citizenId,
        asked.cprNumber,
        asked.acr,
        asked.sessionReference,
        asked.clientId,
      ]),
    );
  }

  it('are never shared between citizens, sessions, levels, clients or authorities', async () => {
    await expectNoSharing(aSigner());
  });

  it('would be caught if they were shared between citizens (mutant)', async () => {
    class SharingSigner extends ExchangeTokenSigner {
      protected override cacheKeyOf({ authority }: ExchangeRequest): string {
        return authority;
      }
    }
    await expect(
      expectNoSharing(new SharingSigner({ issuer: GATEWAY, key, clock: frozenClock(START) })),
    ).rejects.toThrow();
  });
});
