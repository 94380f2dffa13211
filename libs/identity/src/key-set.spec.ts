import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { TokenWorkshop } from '../test/token-workshop.js';
import { LocalKeySet, parseKeySet } from './key-set.js';

const workshop = new TokenWorkshop();
const [ec, rsa] = workshop.jwks().keys;

describe('parseKeySet', () => {
  it('reads P-256 and RSA keys, each for one algorithm', async () => {
    const keys = await parseKeySet(workshop.jwks());
    expect([...(keys ?? [])].map(([keyId, { algorithm }]) => [keyId, algorithm])).toEqual([
      ['key-1', 'ES256'],
      ['rsa-1', 'PS256'],
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['no list', { keys: {} }],
    ['an empty list', { keys: [] }],
    ['a list of nonsense', { keys: [1, null, 'x', {}] }],
    ['more keys than anybody has', { keys: Array.from({ length: 101 }, () => ec) }],
    ['a key without an id', { keys: [{ ...ec, kid: undefined }] }],
    ['a key for encryption', { keys: [{ ...ec, use: 'enc' }] }],
    ['a private key', { keys: [{ ...workshop.ec.export({ format: 'jwk' }), kid: 'leaked' }] }],
    ['a secret', { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'secret' }] }],
    [
      'another curve',
      {
        keys: [{ ...generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }), kid: 'x' }],
      },
    ],
    ['a point that is not on the curve', { keys: [{ ...ec, x: 'A'.repeat(43) }] }],
    [
      'a short RSA key',
      {
        keys: [
          {
            ...createPublicKey(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey).export({
              format: 'jwk',
            }),
            kid: 'x',
          },
        ],
      },
    ],
  ])('finds no usable key in %s', async (_name, published) => {
    expect(await parseKeySet(published)).toBeUndefined();
  });

  it('leaves out what it cannot use and keeps the rest', async () => {
    const keys = await parseKeySet({ keys: [{ kty: 'OKP' }, { ...ec, use: 'enc' }, rsa] });
    expect([...(keys?.keys() ?? [])]).toEqual(['rsa-1']);
  });
});

it('refuses a key that is not in the set, and a key for another algorithm', async () => {
  const keys = await LocalKeySet.of(workshop.jwks());
  await expect(keys.keyFor('other', 'ES256')).rejects.toMatchObject({
    code: 'TOKEN_INVALID',
    facts: { reason: 'key' },
  });
  await expect(keys.keyFor('key-1', 'PS256')).rejects.toMatchObject({
    code: 'TOKEN_INVALID',
    facts: { reason: 'algorithm' },
  });
});
