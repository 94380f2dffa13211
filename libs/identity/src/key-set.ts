import { importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { refusedToken } from './token-parts.js';

/** Signature algorithms that are accepted at all. RS256 is left out: PS256 is what FAPI asks of RSA keys. */
export const SIGNATURE_ALGORITHMS = ['ES256', 'PS256'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** Where a verifier gets public keys from. */
export interface KeySource {
  /**
   * The key of that id, for that algorithm only.
   *
   * Errors: `TOKEN_INVALID` when no such key exists, `KEYS_UNAVAILABLE` when that cannot be told now.
   */
  keyFor(keyId: string, algorithm: SignatureAlgorithm): Promise<CryptoKey>;
}

export interface PublicKey {
  readonly algorithm: SignatureAlgorithm;
  readonly key: CryptoKey;
}

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const shared = {
  kid: z.string().min(1).max(128),
  use: z.literal('sig').optional(),
  d: z.undefined().optional(), // a private key that was published is no key any more
};
const PublishedKey = z.discriminatedUnion('kty', [
  z.object({ ...shared, kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
  z.object({ ...shared, kty: z.literal('RSA'), n: z.string().min(342).max(1400), e: z.string().min(1).max(11) }),
]);
const PublishedKeySet = z.object({ keys: z.array(z.unknown()).max(100) });

/**
 * Reads a JWK set. Keys of other kinds, without an id, too short or private are left out; of two keys with one id the
 * first counts.
 *
 * Errors: `undefined` when nothing usable is in it.
 */
export async function parseKeySet(published: unknown): Promise<ReadonlyMap<string, PublicKey> | undefined> {
  const set = PublishedKeySet.safeParse(published);
  const keys = new Map<string, PublicKey>();
  for (const candidate of set.success ? set.data.keys : []) {
    const jwk = PublishedKey.safeParse(candidate);
    if (!jwk.success || keys.has(jwk.data.kid)) continue;
    const key = await importPublicKey(jwk.data);
    if (key !== undefined) keys.set(jwk.data.kid, key);
  }
  return keys.size > 0 ? keys : undefined;
}

async function importPublicKey(jwk: z.output<typeof PublishedKey>): Promise<PublicKey | undefined> {
  const algorithm = jwk.kty === 'EC' ? 'ES256' : 'PS256';
  const material: JWK =
    jwk.kty === 'EC' ? { kty: 'EC', crv: jwk.crv, x: jwk.x, y: jwk.y } : { kty: 'RSA', n: jwk.n, e: jwk.e };
  try {
    const key = await importJWK(material, algorithm);
    return key instanceof Uint8Array ? undefined : { algorithm, key };
  } catch {
    return undefined; // a point that is not on the curve, for instance
  }
}

/** Picks a key, or refuses: the key itself says which algorithm it is for, not the token. */
export function chooseKey(
  keys: ReadonlyMap<string, PublicKey>,
  keyId: string,
  algorithm: SignatureAlgorithm,
): CryptoKey {
  const found = keys.get(keyId);
  if (found === undefined) throw refusedToken('key');
  if (found.algorithm !== algorithm) throw refusedToken('algorithm');
  return found.key;
}

/** Keys that are at hand: the gateway's own, or a test's. */
export class LocalKeySet implements KeySource {
  private constructor(private readonly keys: ReadonlyMap<string, PublicKey>) {}

  static async of(published: unknown): Promise<LocalKeySet> {
    return new LocalKeySet((await parseKeySet(published)) ?? new Map<string, PublicKey>());
  }

  async keyFor(keyId: string, algorithm: SignatureAlgorithm): Promise<CryptoKey> {
    return chooseKey(this.keys, keyId, algorithm);
  }
}
