import { parseCprNumber } from '@app/domain';

const CPR_MASK = '[cpr]';
const TOKEN_MASK = '[token]';

/** Hyphens of all kinds, white space, and both as URLs write them, also when encoded more than once. */
const SEPARATOR = String.raw`(?:[\s+\-\u2010-\u2015\u2212]|%(?:25)*(?:20|2b|2d|c2%(?:25)*a0)){0,3}`;

/** Digits may follow an escape that ends in a digit: `%200101…`, `\u00200101…`. */
const NOT_WITHIN_DIGITS = String.raw`(?:(?<=%[0-9a-f]{2}|\\u[0-9a-f]{4})|(?<!\d))`;

/** What the mask looks for, in order of precedence. */
const FINDS = new RegExp(
  [
    // Trace ids, span ids, digests and UUIDs may hold ten digits in a row by chance; they are not person numbers.
    String.raw`(?<id>(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-z]))`,
    // JWS and JWE in compact form, whole or cut off; their first part starts with {" or { and a space.
    String.raw`(?<jwt>ey[JAI][\w-]{6,}(?:(?:\.|%2e)[\w-]*)+|ey[JAI][\w-]{40,})`,
    String.raw`(?<scheme>\b(?:bearer|dpop|basic))(?<gap>(?:[\s+:=]|%20|%3a|%3d)+)(?<credential>[\w.~+/%-]{6,}=*)`,
    String.raw`(?<cpr>${NOT_WITHIN_DIGITS}(?<birth>\d{6})${SEPARATOR}(?<serial>\d{4})(?!\d))`,
  ].join('|'),
  'gi',
);

/** Texts without any of these hold nothing to mask. */
const WORTH_A_LOOK = /\d{6}|ey[JAI]|bearer|dpop|basic/i;

/**
 * Replaces person numbers and credentials inside a text.
 *
 * Finds:  ten digits, or six and four with hyphen or space (also URL-encoded), whose first six are a date, test numbers
 *         (day + 60) included; JWTs; what follows `Bearer`, `DPoP` or `Basic` and looks like a credential.
 * Leaves: UUIDs, hexadecimal ids and digests of the usual lengths, and runs of more or fewer digits.
 * Note:   ten digits that happen to start with a date are masked, whatever they mean.
 */
export function maskPersonalData(text: string): string {
  if (!WORTH_A_LOOK.test(text)) return text;
  return text.replace(FINDS, (found: string, ...rest: unknown[]) => replacementFor(found, rest.at(-1) as Groups));
}

type Groups = Readonly<
  Record<'id' | 'jwt' | 'scheme' | 'gap' | 'credential' | 'cpr' | 'birth' | 'serial', string | undefined>
>;

function replacementFor(found: string, groups: Groups): string {
  const { jwt, scheme, gap, credential, birth, serial } = groups;
  if (jwt !== undefined) return TOKEN_MASK;
  if (scheme !== undefined)
    return isCredential(credential ?? '') ? `${scheme}${gap ?? ''}${TOKEN_MASK}` : maskAfter(found, scheme);
  if (birth !== undefined) return parseCprNumber(`${birth}${serial ?? ''}`) === undefined ? found : CPR_MASK;
  return found;
}

/** The word was prose ("basic rules"); what follows it is looked at for itself. */
function maskAfter(found: string, scheme: string): string {
  return scheme + maskPersonalData(found.slice(scheme.length));
}

/** Long, or with a digit in it: prose after the word "bearer" is neither. */
function isCredential(text: string): boolean {
  return text.length >= 20 || /\d/.test(text);
}

/** Strings and numbers of a JSON text. */
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/**
 * Masks every string and number of a line of JSON, keys included; the line stays valid JSON.
 * A number of nine digits is looked at with the zero in front that numbers lose.
 */
export function maskJsonLine(line: string): string {
  return line.replace(JSON_TOKENS, (token) => (token.startsWith('"') ? maskJsonString(token) : maskJsonNumber(token)));
}

function maskJsonString(token: string): string {
  if (!WORTH_A_LOOK.test(token)) return token;
  return token.includes('\\') ? JSON.stringify(maskPersonalData(readJsonString(token))) : maskPersonalData(token);
}

function readJsonString(token: string): string {
  const text: unknown = JSON.parse(token);
  return String(text);
}

function maskJsonNumber(token: string): string {
  if (!/^\d{9,10}$/.test(token)) return token;
  return parseCprNumber(token.padStart(10, '0')) === undefined ? token : JSON.stringify(CPR_MASK);
}
