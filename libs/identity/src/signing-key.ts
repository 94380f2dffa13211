import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { ConfigurationError } from '@app/config';

/** A private key for ES256 with what the world may know of it. */
export interface SigningKey {
  /** Thumbprint of the key (RFC 7638), so the same file gives the same id in every replica. */
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const PrivateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
});

/** A key that lives as long as the process: fine for one instance, not for replicas. */
export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return signingKey(privateKey, await exportJWK(publicKey));
}

/**
 * Reads a private ES256 key from a file that holds it as a JWK.
 *
 * Errors: `ConfigurationError` that names the variable; nothing of the file's content.
 */
export async function readSigningKey(file: string, variable: string): Promise<SigningKey> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { kty, crv, x, y, d } = PrivateJwk.parse(content);
    const privateKey = await importJWK({ kty, crv, x, y, d }, 'ES256');
    if (privateKey instanceof Uint8Array) throw new TypeError('not a private key');
    return await signingKey(privateKey, { kty, crv, x, y });
  } catch {
    const app = variable.split('_')[0]?.toLowerCase() ?? variable;
    throw new ConfigurationError(app, [`${variable}: must name a readable file with a private P-256 key as JWK`]);
  }
}

async function signingKey(privateKey: CryptoKey, jwk: JWK): Promise<SigningKey> {
  const keyId = await calculateJwkThumbprint(jwk);
  return { keyId, privateKey, publicJwk: { ...jwk, kid: keyId, alg: 'ES256', use: 'sig' } };
}
