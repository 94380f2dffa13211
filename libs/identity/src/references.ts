import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { CprNumber } from '@app/domain';

/**
 * Who a record is about, as a keyed hash that gateway and authority can compare without sending the number.
 *
 * Shape: base64url(HMAC-SHA-256(key, "recordOwner\n" + ten digits)), 43 characters.
 * Note:  the authority calculates it from the record that it read, never from the token. A plain hash would not do:
 *        there are few enough person numbers to try them all.
 */
export function recordOwnerOf(key: Buffer, cpr: CprNumber): string {
  return keyedReference(key, `recordOwner\n${cpr}`);
}

/**
 * The key `id` of a citizen in queries: opaque, and another one in every session, so that two answers of different
 * sessions cannot be joined by it.
 */
export function citizenReference(key: Buffer, sessionId: string, subject: string): string {
  return keyedReference(key, `citizenReference\n${JSON.stringify([sessionId, subject])}`);
}

/** The session as authorities see it: stable within the session, of no use at the identity provider. */
export function sessionReference(key: Buffer, sessionId: string): string {
  return keyedReference(key, `sessionReference\n${sessionId}`);
}

const KEY_BYTES_MIN = 32;

/** Node checks and copies a key that comes as bytes at every use, which costs more than the hash itself. */
const secretKeys = new WeakMap<Buffer, KeyObject>();

function secretKeyOf(key: Buffer): KeyObject {
  const known = secretKeys.get(key);
  if (known !== undefined) return known;
  if (key.length < KEY_BYTES_MIN) throw new RangeError(`a reference key has at least ${KEY_BYTES_MIN} bytes`);
  const secret = createSecretKey(key);
  secretKeys.set(key, secret);
  return secret;
}

function keyedReference(key: Buffer, text: string): string {
  return createHmac('sha256', secretKeyOf(key)).update(text).digest('base64url');
}
