const CPR_MASK = '[cpr]';
const TOKEN_MASK = '[token]';

const HEX = '[0-9A-Fa-f]';

/** Hyphens of all kinds, white space, and both as URLs write them, also when encoded more than once. */
const SEPARATOR = String.raw`(?:[\s+\-\u2010-\u2015\u2212]|%(?:25)*(?:20|2[BbDd]|[Cc]2%(?:25)*[Aa]0)){0,3}`;

/** What follows an escape starts anew, though the escape ends in a letter or digit: `%200101…`, `\u00200101…`. */
const AFTER_ESCAPE = String.raw`(?<=%${HEX}{2}|\\u${HEX}{4})`;

/**
 * Day, month and year of birth; days of test numbers are 60 higher. Takes 29 February in every year: better one number
 * masked too much. In the pattern, not tested afterwards, so that no near miss can swallow the start of a real number.
 */
const BIRTH = String.raw`(?:(?:0[1-9]|[12]\d|6[1-9]|[78]\d)(?:0[1-9]|1[0-2])|[39]0(?:0[13-9]|1[0-2])|[39]1(?:0[13578]|1[02]))\d\d`;

/** What the mask looks for, in order of precedence. */
const FINDS = new RegExp(
  [
    // Trace ids, span ids, digests and UUIDs may hold ten digits in a row by chance; they are not person numbers.
    String.raw`(?<id>(?<![0-9A-Za-z])(?:${HEX}{8}(?:-${HEX}{4}){3}-${HEX}{12}|${HEX}{64}|${HEX}{40}|${HEX}{32}|${HEX}{16})(?![0-9A-Za-z]))`,
    // JWS and JWE in compact form, whole or cut off; their parts of JSON start with {" or { and a space.
    String.raw`(?<jwt>(?:${AFTER_ESCAPE}|(?<![\w-]))ey[JA](?:[\w-]{6,}(?:(?:\.|%2[Ee])[\w-]*)+|[\w-]{40,}))`,
    String.raw`(?<scheme>\b(?:[Bb][Ee][Aa][Rr][Ee][Rr]|[Dd][Pp][Oo][Pp]|[Bb][Aa][Ss][Ii][Cc]))(?<gap>(?:[\s+:=]|%20|%3[AaDd])+)(?<credential>[\w.~+/%-]{6,}=*)`,
    String.raw`(?:${AFTER_ESCAPE}|(?<!\d))${BIRTH}${SEPARATOR}\d{4}(?!\d)`,
  ].join('|'),
  'g',
);

const CPR_DIGITS = new RegExp(`^${BIRTH}\\d{4}$`);

/** Texts without any of these hold nothing to mask. */
const WORTH_A_LOOK = /\d{6}|ey[JA]|bearer|dpop|basic/i;

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

type Groups = Readonly<Record<'id' | 'jwt' | 'scheme' | 'gap' | 'credential', string | undefined>>;

function replacementFor(found: string, { id, jwt, scheme, gap, credential }: Groups): string {
  if (id !== undefined) return found;
  if (jwt !== undefined) return TOKEN_MASK;
  if (scheme === undefined) return CPR_MASK;
  return isCredential(credential ?? '') ? `${scheme}${gap ?? ''}${TOKEN_MASK}` : found;
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
  return /^\d{9,10}$/.test(token) && CPR_DIGITS.test(token.padStart(10, '0')) ? JSON.stringify(CPR_MASK) : token;
}
