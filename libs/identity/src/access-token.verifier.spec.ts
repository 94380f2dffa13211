import { createServer } from 'node:http';
import fc from 'fast-check';
import { frozenClock } from '@app/domain';
import { ERROR_CATALOGUE, ExposureError, type ErrorCode } from '@app/errors';
import {
  AUDIENCE,
  CITIZEN_CPR,
  ISSUER,
  NOW,
  NOW_SECONDS,
  TokenWorkshop,
  type Members,
} from '../test/token-workshop.js';
import { AccessTokenVerifier, type VerifiedCitizen } from './access-token.verifier.js';
import { CLAIMS } from './claims.js';
import { LocalKeySet, type KeySource } from './key-set.js';
import { ACCEPTED_ACR_VALUES, acrOf } from './nsis-level.js';

const workshop = new TokenWorkshop();

async function aVerifier(keys?: KeySource): Promise<AccessTokenVerifier> {
  return new AccessTokenVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: keys ?? (await LocalKeySet.of(workshop.jwks())),
    clock: frozenClock(NOW.toISOString()),
  });
}

async function verify(token: string): Promise<VerifiedCitizen> {
  return (await aVerifier()).verify(token);
}

async function refusalOf(token: string): Promise<ExposureError> {
  const refused = await verify(token).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(refused instanceof ExposureError)) throw new Error('the token was not refused by an error of ours');
  return refused;
}

const accepted = (name: string, claims: Members, header: Members = {}) =>
  it(`accepts ${name}`, async () => {
    await expect(verify(workshop.token(claims, header))).resolves.toMatchObject({ cprNumber: CITIZEN_CPR });
  });

const refused = (name: string, code: ErrorCode, token: () => string, reason?: string) =>
  it(`refuses ${name}`, async () => {
    const fault = await refusalOf(token());
    expect({ code: fault.code, reason: fault.facts['reason'] }).toEqual({ code, reason });
  });

const refusedClaims = (name: string, claims: Members, reason: string, code: ErrorCode = 'TOKEN_INVALID') =>
  refused(name, code, () => workshop.token(claims), reason);

describe('a valid access token', () => {
  it('tells who is logged in', async () => {
    expect(await verify(workshop.token())).toEqual({
      subject: 'urn:uuid:5f3c1a52-6a0f-4f1e-9a3e-000000000001',
      cprNumber: CITIZEN_CPR,
      acr: acrOf('Substantial'),
      sessionId: 'session-1',
      clientId: 'mit-overblik-cli',
      scopes: ['openid'],
      expiresAt: new Date((NOW_SECONDS + 600) * 1000),
      isTestPerson: true,
    });
  });

  it('takes a person for invented by the number and not by what a claim says', async () => {
    const real = '0110851234';
    expect(await verify(workshop.token({ [CLAIMS.cprNumber]: real, test_person: true }))).toMatchObject({
      isTestPerson: false,
    });
  });

  it('is compared with real time unless a clock is given', async () => {
    const late = new AccessTokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys: await LocalKeySet.of(workshop.jwks()),
    });
    const now = Math.floor(Date.now() / 1000);
    await expect(late.verify(workshop.token({ iat: now, exp: now + 60 }))).resolves.toMatchObject({});
    await expect(late.verify(workshop.token())).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
});

describe('T1 algorithm', () => {
  const claims = JSON.stringify(workshop.claims());
  const header = (alg: unknown, kid = 'key-1') => JSON.stringify(workshop.header({ alg, kid }));

  it('accepts PS256', async () => {
    const token = workshop.write(header('PS256', 'rsa-1'), claims, workshop.ps256);
    await expect(verify(token)).resolves.toMatchObject({ cprNumber: CITIZEN_CPR });
  });
  for (const alg of ['none', 'None', 'NONE'])
    refused(`alg ${alg}`, 'TOKEN_INVALID', () => workshop.write(header(alg), claims, () => ''), 'form');
  for (const alg of ['none', 'ES384', 'EdDSA', 'es256', '', 5, null, undefined])
    refused(
      `alg ${JSON.stringify(alg)} with a signature`,
      'TOKEN_INVALID',
      () => workshop.write(header(alg), claims, workshop.es256),
      typeof alg === 'string' && alg !== '' ? 'algorithm' : 'form',
    );
  refused(
    'HS256 with the public key as secret',
    'TOKEN_INVALID',
    () => workshop.write(header('HS256'), claims, workshop.hs256WithPublicKey),
    'algorithm',
  );
  refused(
    'RS256',
    'TOKEN_INVALID',
    () => workshop.write(header('RS256', 'rsa-1'), claims, workshop.rs256),
    'algorithm',
  );
  refused(
    'a key of another algorithm than the token says',
    'TOKEN_INVALID',
    () => workshop.write(header('PS256', 'key-1'), claims, workshop.ps256),
    'algorithm',
  );
  refused(
    'a signature of zeros',
    'TOKEN_INVALID',
    () => workshop.write(header('ES256'), claims, () => Buffer.alloc(64).toString('base64url')),
    'signature',
  );
  refused(
    'a signature in DER form',
    'TOKEN_INVALID',
    () => workshop.write(header('ES256'), claims, () => Buffer.alloc(70, 1).toString('base64url')),
    'signature',
  );
  refused(
    'an exchanged payload',
    'TOKEN_INVALID',
    () => {
      const [head, , signature] = workshop.token().split('.');
      const other = JSON.stringify(workshop.claims({ [CLAIMS.cprNumber]: '6206904321' }));
      return [head, Buffer.from(other).toString('base64url'), signature].join('.');
    },
    'signature',
  );
  refused('the signature of another key', 'TOKEN_INVALID', () => new TokenWorkshop().token(), 'signature');
});

describe('T2 type', () => {
  accepted('application/at+jwt', {}, { typ: 'application/at+jwt' });
  for (const typ of ['JWT', 'dpop+jwt', 'logout+jwt', '', undefined, 7])
    refused(`typ ${JSON.stringify(typ)}`, 'TOKEN_INVALID', () => workshop.token({}, { typ }), 'typ');
});

describe('T3 issuer', () => {
  for (const iss of [`${ISSUER}/`, ISSUER.toUpperCase(), [ISSUER], 'https://other.example.test', undefined])
    refusedClaims(`iss ${JSON.stringify(iss)}`, { iss }, 'iss');
});

describe('T4 audience', () => {
  accepted('a list with us in it', { aud: ['https://other.example.test', AUDIENCE] });
  for (const aud of ['https://other.example.test', `${AUDIENCE}/`, [], [[AUDIENCE]], { 0: AUDIENCE }, undefined])
    refusedClaims(`aud ${JSON.stringify(aud)}`, { aud }, 'aud');
});

describe('T5 lifetime', () => {
  accepted('15 minutes', { exp: NOW_SECONDS + 900 });
  refusedClaims('15 minutes and a second', { exp: NOW_SECONDS + 901 }, 'lifetime');
  refusedClaims('ten years', { exp: NOW_SECONDS + 315_360_000 }, 'lifetime');
  refusedClaims('no exp', { exp: undefined }, 'exp');
  refusedClaims('no iat', { iat: undefined }, 'iat');
  refusedClaims('exp as text', { exp: String(NOW_SECONDS + 600) }, 'exp');
  refusedClaims('iat as text', { iat: String(NOW_SECONDS) }, 'iat');
  refusedClaims('an end before the start', { iat: NOW_SECONDS + 5, exp: NOW_SECONDS + 5 }, 'lifetime');
  refused(
    'an infinite exp',
    'TOKEN_INVALID',
    () =>
      workshop.write(
        JSON.stringify(workshop.header()),
        JSON.stringify(workshop.claims()).replace(/"exp":\d+/, '"exp":1e999'),
        workshop.es256,
      ),
    'lifetime',
  );

  it('takes a shorter limit from the options', async () => {
    const strict = new AccessTokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys: await LocalKeySet.of(workshop.jwks()),
      clock: frozenClock(NOW.toISOString()),
      lifetimeSecondsMax: 300,
    });
    await expect(strict.verify(workshop.token())).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await expect(strict.verify(workshop.token({ exp: NOW_SECONDS + 300 }))).resolves.toMatchObject({});
  });
});

describe('T6 skew', () => {
  accepted('an expiry 9 s ago', { iat: NOW_SECONDS - 100, exp: NOW_SECONDS - 9 });
  refused('an expiry 11 s ago', 'TOKEN_EXPIRED', () =>
    workshop.token({ iat: NOW_SECONDS - 100, exp: NOW_SECONDS - 11 }),
  );
  for (const claim of ['nbf', 'iat']) {
    accepted(`${claim} 10 s ahead`, { [claim]: NOW_SECONDS + 10 });
    refusedClaims(`${claim} 11 s ahead`, { [claim]: NOW_SECONDS + 11 }, claim);
    refusedClaims(`${claim} 61 s ahead`, { [claim]: NOW_SECONDS + 61 }, claim);
  }
  refusedClaims('nbf as text', { nbf: String(NOW_SECONDS) }, 'nbf');
});

describe('T7 subject', () => {
  accepted('255 characters', { sub: 'x'.repeat(255) });
  for (const sub of [undefined, '', 42, {}, ['a'], null, 'x'.repeat(256), 'a b', 'a\nb', 'æ'])
    refusedClaims(`sub ${JSON.stringify(sub)?.slice(0, 20)}`, { sub }, 'sub');
  refused('a subject of 10 KB', 'TOKEN_INVALID', () => workshop.token({ sub: 'x'.repeat(10_000) }), 'size');
  refusedClaims('a person number as pseudonym', { sub: CITIZEN_CPR }, 'sub');
  for (const claim of ['sid', 'client_id', 'jti'])
    for (const value of [undefined, '', 7, 'x'.repeat(256)])
      refusedClaims(`${claim} ${JSON.stringify(value)?.slice(0, 20)}`, { [claim]: value }, claim);
  for (const cpr of [
    undefined,
    '',
    '1',
    '9999999999',
    6110851234,
    [CITIZEN_CPR],
    ` ${CITIZEN_CPR}`,
    '６１１０８５１２３４',
  ])
    refusedClaims(`person number ${JSON.stringify(cpr)}`, { [CLAIMS.cprNumber]: cpr }, 'cpr');
});

describe('T8 level', () => {
  accepted('High', { acr: acrOf('High'), [CLAIMS.loa]: 'High' });
  accepted('an acr alone', { [CLAIMS.loa]: undefined, [CLAIMS.ial]: undefined, [CLAIMS.aal]: undefined });
  accepted('levels as URI', { [CLAIMS.loa]: acrOf('Substantial') });
  for (const acr of [
    acrOf('Low'),
    undefined,
    'urn:unknown',
    'Substantial',
    acrOf('Substantial').toLowerCase(),
    [acrOf('High')],
  ])
    refused(`acr ${JSON.stringify(acr)}`, 'ASSURANCE_TOO_LOW', () => workshop.token({ acr }));
  for (const claim of [CLAIMS.loa, CLAIMS.ial, CLAIMS.aal])
    for (const level of ['Low', 'low', 'substantial', '', null, 3])
      refused(`${claim} ${JSON.stringify(level)}`, 'ASSURANCE_TOO_LOW', () => workshop.token({ [claim]: level }));

  it('says which levels would do', async () => {
    const { facts } = await refusalOf(workshop.token({ acr: acrOf('Low') }));
    expect(facts).toEqual({ acr_values: ACCEPTED_ACR_VALUES.join(' ') });
  });
});

describe('T9 private citizens only', () => {
  for (const claim of [
    'https://data.gov.dk/model/core/eid/professional/cvr',
    'https://data.gov.dk/model/core/eid/professional/anything-new',
    'dk:gov:saml:attribute:RidNumberIdentifier',
    'nemlogin.cvr',
    'nemlogin.persistent_professional_id',
    'act',
  ])
    refused(`a token with ${claim}`, 'SUBJECT_NOT_ALLOWED', () => workshop.token({ [claim]: 'x' }));
  refusedClaims('a token that is bound to a key which we cannot check', { cnf: { jkt: 'x' } }, 'cnf');
});

describe('T12 header tricks', () => {
  const attacker = new TokenWorkshop('attacker');

  it('are refused without any call to the network and without asking for a key', async () => {
    let connections = 0;
    const trap = createServer((_request, response) => response.end(JSON.stringify(attacker.jwks())));
    trap.on('connection', () => connections++);
    await new Promise<void>((resolve) => void trap.listen(0, '127.0.0.1', resolve));
    const address = trap.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/jwks`;
    const asked: string[] = [];
    const verifier = await aVerifier({
      keyFor: (keyId) => {
        asked.push(keyId);
        return Promise.reject(new Error('not expected'));
      },
    });
    const tricks: Members[] = [
      { jwk: attacker.publicJwk },
      { jku: url },
      { x5u: url },
      { x5c: ['MIIB'] },
      { crit: ['exp'] },
      { crit: ['b64'], b64: false },
      { zip: 'DEF' },
      { cty: 'JWT' },
      { unknown: 1 },
      ...[
        '../../etc/key',
        '__proto__',
        'constructor',
        'a/b',
        'a b',
        "' or 1=1",
        '',
        'x'.repeat(129),
        undefined,
        7,
        ['key-1'],
      ].map((kid) => ({ kid })),
    ];

    for (const trick of tricks)
      await expect(verifier.verify(attacker.token({}, trick))).rejects.toMatchObject({ code: 'TOKEN_INVALID' });

    expect({ connections, asked }).toEqual({ connections: 0, asked: [] });
    await new Promise((resolve) => trap.close(resolve));
  });

  accepted('thumbprints of a certificate, which fetch nothing', {}, { x5t: 'abc', 'x5t#S256': 'def' });
});

describe('T13 size', () => {
  it('accepts the last byte of 8 KiB and refuses the next', async () => {
    const around = (padding: number) => workshop.token({ pad: 'x'.repeat(padding) });
    let padding = 5_000;
    while (around(padding + 1).length <= 8_192) padding++;
    await expect(verify(around(padding))).resolves.toMatchObject({ cprNumber: CITIZEN_CPR });
    expect((await refusalOf(around(padding + 1))).facts).toEqual({ reason: 'size' });
  });

  refused('a megabyte', 'TOKEN_INVALID', () => `${workshop.token()}${'A'.repeat(1_000_000)}`, 'size');
});

describe('T14 duplicate members', () => {
  const claims = JSON.stringify(workshop.claims());
  const header = JSON.stringify(workshop.header());
  const twice = (json: string, member: string) => json.replace(/\}$/, `,${member}}`);

  for (const member of ['"sub":"other"', '"s\\u0075b":"other"', '"nested":{"a":1,"a":2}'])
    refused(
      `claims with ${member} on top`,
      'TOKEN_INVALID',
      () => workshop.write(header, twice(claims, member), workshop.es256),
      'duplicate-member',
    );
  refused(
    'a header with two key ids',
    'TOKEN_INVALID',
    () => workshop.write(twice(header, '"kid":"key-1"'), claims, workshop.es256),
    'duplicate-member',
  );
});

describe('form', () => {
  for (const text of ['', '.', '..', 'a.b', 'a.b.c.d', '🙂.🙂.🙂', 'bnVsbA.bnVsbA.AA', 'W10.W10.AA', '"".{}.x'])
    refused(`${JSON.stringify(text)}`, 'TOKEN_INVALID', () => text, 'form');
  refused(
    'claims that are not UTF-8',
    'TOKEN_INVALID',
    () => {
      const input = `${Buffer.from(JSON.stringify(workshop.header())).toString('base64url')}.${Buffer.from([
        0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d,
      ]).toString('base64url')}`;
      return `${input}.${workshop.es256(input)}`;
    },
    'form',
  );

  it('has one spelling: no other text passes as the same token (T11)', async () => {
    const token = workshop.token();
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      .split('')
      .filter((letter) => letter !== token.at(-1))
      .map((letter) => token.slice(0, -1) + letter);
    for (const other of [...last, `${token} `, ` ${token}`, `${token}=`, `${token}\n`])
      expect((await refusalOf(other)).code).toBe('TOKEN_INVALID');
  });

  it('is checked so that any change of any character is refused by an error of ours', async () => {
    const token = workshop.token();
    const verifier = await aVerifier();
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 3 }), async (at, put) => {
        const changed = token.slice(0, at) + put + token.slice(at + 1);
        fc.pre(changed !== token);
        await expect(verifier.verify(changed)).rejects.toBeInstanceOf(ExposureError);
      }),
      { numRuns: 300 },
    );
  });

  it('is checked so that any JSON as claims gives a citizen or an error of ours', async () => {
    const verifier = await aVerifier();
    const names = fc.constantFrom(...Object.keys(workshop.claims()), 'nbf', 'act', '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, fc.jsonValue(), { maxKeys: 3 }), async (changes) => {
        const outcome = await verifier.verify(workshop.token(changes)).catch((fault: unknown) => fault);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ExposureError);
        else expect(outcome).toMatchObject({ isTestPerson: expect.any(Boolean) });
      }),
      { numRuns: 300 },
    );
  });
});

it('never quotes the token or a claim in an error, its facts or its causes', async () => {
  const secret = 'urn:uuid:canary';
  const tokens = [
    workshop.token({ sub: secret, exp: NOW_SECONDS - 100, iat: NOW_SECONDS - 200 }),
    workshop.token({ sub: secret, iss: 'https://canary.example.test' }),
    workshop.token({ sub: secret, acr: 'canary' }),
    workshop.token({ sub: secret, jti: '' }),
    workshop.token({ sub: secret, act: { sub: 'canary' } }),
    workshop.token({ sub: secret }, { kid: 'canary' }),
    workshop.token({ sub: secret }).slice(0, -4),
  ];
  for (const token of tokens) {
    const { code, message, facts, cause, stack } = await refusalOf(token);
    expect(message).toBe(ERROR_CATALOGUE[code].message);
    expect(cause).toBeUndefined();
    expect(JSON.stringify({ facts, stack })).not.toMatch(new RegExp(`canary|${CITIZEN_CPR}|${token.slice(0, 30)}`));
  }
});

describe('a token that comes again', () => {
  class CountingKeys implements KeySource {
    asked = 0;
    constructor(public keys: KeySource) {}
    keyFor(...of: Parameters<KeySource['keyFor']>): ReturnType<KeySource['keyFor']> {
      this.asked += 1;
      return this.keys.keyFor(...of);
    }
  }
  class MovableClock {
    constructor(public at = NOW) {}
    now = (): Date => this.at;
    moveSeconds(seconds: number): void {
      this.at = new Date(this.at.getTime() + seconds * 1000);
    }
  }
  const aMemory = async (rememberedMax?: number) => {
    const keys = new CountingKeys(await LocalKeySet.of(workshop.jwks()));
    const clock = new MovableClock();
    const verifier = new AccessTokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys,
      clock,
      ...(rememberedMax === undefined ? {} : { rememberedMax }),
    });
    return { verifier, keys, clock };
  };

  it('is the same citizen for a minute, without another look at its signature', async () => {
    const { verifier, clock } = await aMemory();
    const token = workshop.token();
    const citizen = await verifier.verify(token);
    clock.moveSeconds(59.9);
    expect(await verifier.verify(token)).toBe(citizen);
    clock.moveSeconds(0.2);
    const again = await verifier.verify(token);
    expect(again).toEqual(citizen);
    expect(again).not.toBe(citizen);
  });

  it('is another token when a single character differs', async () => {
    const { verifier } = await aMemory();
    const token = workshop.token();
    await verifier.verify(token);
    const other = token.endsWith('A') ? `${token.slice(0, -2)}QA` : `${token.slice(0, -2)}gA`;
    await expect(verifier.verify(other)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    const stranger = await verifier.verify(workshop.token({ sid: 'session-2' }));
    expect(stranger.sessionId).toBe('session-2');
  });

  it('is refused as soon as it has expired, and when the clock goes back before it was issued', async () => {
    const { verifier, clock } = await aMemory();
    const token = workshop.token({ exp: NOW_SECONDS + 20 });
    await verifier.verify(token);
    clock.moveSeconds(29);
    await expect(verifier.verify(token)).resolves.toMatchObject({ cprNumber: CITIZEN_CPR });
    clock.moveSeconds(1);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    clock.moveSeconds(-41);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'TOKEN_INVALID', facts: { reason: 'iat' } });
  });

  it('is refused as soon as its key is withdrawn', async () => {
    const { verifier, keys } = await aMemory();
    const token = workshop.token();
    await verifier.verify(token);
    keys.keys = await LocalKeySet.of({ keys: workshop.jwks().keys.filter(({ kid }) => kid !== workshop.ecKeyId) });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'TOKEN_INVALID', facts: { reason: 'key' } });
  });

  it('is checked anew when its key id stands for another key', async () => {
    const { verifier, keys } = await aMemory();
    const token = workshop.token();
    await verifier.verify(token);
    keys.keys = await LocalKeySet.of(new TokenWorkshop().jwks());
    await expect(verifier.verify(token)).rejects.toMatchObject({ facts: { reason: 'signature' } });
  });

  it('is refused while nobody can tell whether its key still holds', async () => {
    const { verifier, keys } = await aMemory();
    const token = workshop.token();
    await verifier.verify(token);
    keys.keys = { keyFor: () => Promise.reject(new ExposureError('KEYS_UNAVAILABLE')) };
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
  });

  it('is not remembered when it was refused, nor beyond the number that may be', async () => {
    const { verifier, keys } = await aMemory(1);
    const low = workshop.token({ acr: acrOf('Low') });
    for (let time = 0; time < 2; time += 1)
      await expect(verifier.verify(low)).rejects.toMatchObject({ code: 'ASSURANCE_TOO_LOW' });
    const [first, second] = [workshop.token(), workshop.token({ sid: 'session-2' })];
    const citizen = await verifier.verify(first);
    await verifier.verify(second);
    expect(await verifier.verify(first)).not.toBe(citizen);
    expect(keys.asked).toBe(5);
  });
});

describe('the scopes of a token', () => {
  it.each([
    [undefined, []],
    ['openid', ['openid']],
    ['openid skat:read cpr:read', ['openid', 'skat:read', 'cpr:read']],
  ])('%s are read', async (scope, scopes) => {
    expect(await verify(workshop.token({ scope }))).toMatchObject({ scopes });
  });
  for (const scope of ['', ' ', 'a  b', ' a', 'a"b', 'a\\b', 'æ', 5, null, ['a']])
    refusedClaims(`scope ${JSON.stringify(scope)}`, { scope }, 'scope');
});
