import { isUtf8 } from 'node:buffer';
import { ExposureError } from '@app/errors';
import sjson from 'secure-json-parse';

/**
 * Reads an answer's bytes as JSON.
 *
 * `depthMax`: deepest nesting that is read.
 *
 * Errors: `ExposureError` `AUTHORITY_TOO_DEEP`; `AUTHORITY_BAD_JSON` for anything but JSON in UTF-8, and for members that reach
 *         for a prototype.
 */
export function parseAnswer(bytes: Buffer, depthMax: number): unknown {
  if (!isUtf8(bytes)) throw new ExposureError('AUTHORITY_BAD_JSON');
  const text = bytes.toString('utf8');
  if (isTooDeep(text, depthMax)) throw new ExposureError('AUTHORITY_TOO_DEEP');
  try {
    return sjson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    // The parser's message quotes the text, so it goes no further.
    throw new ExposureError('AUTHORITY_BAD_JSON');
  }
}

/** Nothing nests deeper than it has brackets; to count those of a small answer costs a tenth of reading it. */
function isTooDeep(json: string, most: number): boolean {
  return hasMoreThan(most, json) && depthOf(json) > most;
}

function hasMoreThan(most: number, json: string): boolean {
  let count = 0;
  for (const bracket of ['{', '['])
    for (let at = json.indexOf(bracket); at !== -1; at = json.indexOf(bracket, at + 1))
      if ((count += 1) > most) return true;
  return false;
}

/** Deepest nesting of brackets outside strings, found without building anything. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (code === BRACE_OPEN || code === BRACKET_OPEN) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) depth -= 1;
  }
  return deepest;
}

/** Index of the quote that closes the string opened at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (let code = json.charCodeAt(at); code !== QUOTE && at < json.length; code = json.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1;
  return at;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
