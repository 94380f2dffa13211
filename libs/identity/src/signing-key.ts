import { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { ConfigurationError } from '@app/config';

/** A private key for ES256 with what the world may know of it. */
export interface SigningKey {
  /** Thumbprint of the key (RFC 7638), so the same file gives the same id in every replica. */
  readonly keyId: string;
  readonly privateKey: KeyObject;
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

/** A private key in the form that other software takes. */
export type PrivateJwk = z.output<typeof PrivateJwk> & {
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
};

/** A key that lives as long as the process: fine for one instance, not for replicas. */
export async function generateSigningKey(): Promise<SigningKey> {
  return signingKeyOf(await generatePrivateJwk());
}

export async function generatePrivateJwk(): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return withKeyId(PrivateJwk.parse(await exportJWK(privateKey)));
}

/**
 * Reads a private ES256 key from a file that holds it as a JWK.
 *
 * Errors: `ConfigurationError` that names the variable; nothing of the file's content.
 */
export async function readSigningKey(file: string, variable: string): Promise<SigningKey> {
  return signingKeyOf(await readPrivateJwk(file, variable));
}

/** As {@link readSigningKey}, for software that wants the key itself. */
export async function readPrivateJwk(file: string, variable: string): Promise<PrivateJwk> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    const jwk = await withKeyId(PrivateJwk.parse(content));
    await signingKeyOf(jwk); // a key that is not on the curve fails here and not at the first token
    return jwk;
  } catch {
    const app = variable.replace(/_SIGNING_KEY_FILE$/, '').toLowerCase();
    throw new ConfigurationError(app, [`${variable}: must name a readable file with a private P-256 key as JWK`]);
  }
}

async function withKeyId(jwk: z.output<typeof PrivateJwk>): Promise<PrivateJwk> {
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

async function signingKeyOf({ d, ...publicJwk }: PrivateJwk): Promise<SigningKey> {
  const privateKey = await importJWK({ ...publicJwk, d }, 'ES256', { extractable: true });
  if (privateKey instanceof Uint8Array) throw new TypeError('not a private key');
  return { keyId: publicJwk.kid, privateKey: KeyObject.from(privateKey), publicJwk };
}
