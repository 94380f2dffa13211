import { types } from 'node:util';
import { ExposureError } from '@app/errors';

const DEEPEST = 5;
const MOST_ITEMS = 50;
const LONGEST_TEXT = 2_000;
const MOST_FRAMES = 20;
const NOT_LOGGED = '[not logged]';

/** Fields that hold what people send and receive, or what lets one in. Compared in lower case without `-` and `_`. */
const NEVER_LOGGED = new Set(
  [
    'body rawBody variables representations data payload query extensions input args result rows',
    'req res request response config headers rawHeaders cookie cookies setCookie authorization proxyAuthorization',
    'token accessToken idToken refreshToken clientSecret secret password privateKey codeVerifier assertion',
    'cprNumber cprNr personNumber personnummer',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
);

/**
 * What may stand in a log line instead of a value: plain data, short, without bodies and without foreign error texts.
 * Objects of classes other than errors and dates become their class name, so a request that is logged by mistake
 * shows nothing.
 */
export function loggable(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return value.length <= LONGEST_TEXT ? value : `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`;
    case 'bigint':
      return String(value);
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      return value === null ? null : loggableObject(value, depth);
    default:
      return value;
  }
}

function loggableObject(value: object, depth: number): unknown {
  if (isError(value)) return loggableError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= DEEPEST) return NOT_LOGGED;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => loggable(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return `[${value.constructor.name}]`;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ITEMS)
      .map(([key, item]) => [key, isNeverLogged(key) ? NOT_LOGGED : loggable(item, depth + 1)]),
  );
}

function isNeverLogged(key: string): boolean {
  return NEVER_LOGGED.has(key.replace(/[-_]/g, '').toLowerCase());
}

/**
 * An error by its name, code and place. Its message is logged only when it comes from the catalogue: other messages
 * quote what they failed on (`JSON.parse` quotes the text), and that may be a citizen's record.
 */
function loggableError(error: Error, depth: number): unknown {
  const { errors } = error as { errors?: unknown };
  const deeper = depth < DEEPEST;
  return {
    type: nameOf(error),
    ...codeOf(error),
    ...(error instanceof ExposureError ? { message: error.message, facts: loggable(error.facts, depth + 1) } : {}),
    stack: framesOf(error.stack),
    ...(deeper && isError(error.cause) ? { cause: loggableError(error.cause, depth + 1) } : {}),
    ...(deeper && Array.isArray(errors) ? { errors: errors.slice(0, 3).map((each) => loggable(each, depth + 1)) } : {}),
  };
}

/** Also true for errors of another realm, which `instanceof` does not know. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** Short description for the line's `msg` where the caller gave none. */
export function titleOf(error: Error): string {
  const { code } = codeOf(error);
  return code === undefined ? nameOf(error) : String(code);
}

function nameOf(error: Error): string {
  return /^\w{1,60}$/.test(error.name) ? error.name : 'Error';
}

/** Codes of ours, of Node (`ECONNREFUSED`) and of GraphQL errors; never a free text. */
function codeOf(error: Error): { code?: string | number } {
  const { code, extensions } = error as { code?: unknown; extensions?: { code?: unknown } };
  for (const candidate of [code, extensions?.code]) {
    if (typeof candidate === 'number') return { code: candidate };
    if (typeof candidate === 'string' && /^[A-Za-z]\w{0,63}$/.test(candidate)) return { code: candidate };
  }
  return {};
}

/** The places of a stack, without the message that it begins with. */
export function framesOf(stack: string | undefined): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim())
    .join('\n');
}
