import { ExposureError } from '@app/errors';
import { hasDuplicateMembers } from './json-members.js';

/** Longest token that is looked at, bytes. Node itself caps all headers of a request at 16 KiB. */
export const TOKEN_BYTES_MAX = 8 * 1024;

const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** Nothing in here makes us fetch or trust a key. `jwk`, `jku`, `x5u`, `x5c`, `crit`, `b64`, `zip`, `cty` are not. */
const HEADER_MEMBERS = new Set(['alg', 'typ', 'kid', 'x5t', 'x5t#S256']);
/** Long enough for thumbprints, without anything that means something in a path; names of Object.prototype are no keys. */
const KEY_ID = /^(?!__proto__$|constructor$|prototype$)[A-Za-z0-9_\-.:=+~]{1,128}$/;

/** Why a token was refused: a word for operators and integrators, never a part of the token. */
export function refusedToken(reason: string): ExposureError {
  return new ExposureError('TOKEN_INVALID', { reason });
}

/**
 * The token of an `Authorization` header.
 *
 * Errors: `TOKEN_MISSING` without header or with another scheme, `TOKEN_INVALID` for more than one word or 8 KiB.
 */
export function readBearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(\S.*)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw new ExposureError('TOKEN_MISSING');
  if (token.length > TOKEN_BYTES_MAX) throw refusedToken('size');
  if (/[\s,]/.test(token)) throw refusedToken('form');
  return token;
}

/**
 * Refuses what no honest issuer sends, before a key is looked for: size, parts, base64 that has a second spelling
 * (a replay would look new), duplicate JSON members, header members beyond the allow-list, odd key ids.
 *
 * Errors: `TOKEN_INVALID`.
 */
export function requireWellFormedToken(token: string): { readonly keyId: string } {
  if (token.length > TOKEN_BYTES_MAX) throw refusedToken('size');
  const parts = token.split('.');
  if (parts.length !== 3) throw refusedToken('form');
  const [headerText, claimsText] = parts.map(decodeOnce).map(String);
  const header = parseObject(headerText);
  parseObject(claimsText);
  if (!Object.keys(header).every((member) => HEADER_MEMBERS.has(member))) throw refusedToken('header');
  const keyId = header['kid'];
  if (typeof keyId !== 'string' || !KEY_ID.test(keyId)) throw refusedToken('key-id');
  return { keyId };
}

function decodeOnce(part: string): Buffer {
  const bytes = BASE64URL.test(part) ? Buffer.from(part, 'base64url') : undefined;
  if (bytes === undefined || bytes.toString('base64url') !== part) throw refusedToken('form');
  return bytes;
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw refusedToken('form');
  }
  if (!isObject(value)) throw refusedToken('form');
  if (hasDuplicateMembers(text ?? '')) throw refusedToken('duplicate-member');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
