import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { ExposureError } from '@app/errors';
import sjson from 'secure-json-parse';

/** Largest request, bytes: a document id, or a hand-written query in the sandbox. */
const BODY_BYTES_MAX = 16 * 1024;
/** Deepest nesting of a request. Variables are values and lists of a few levels. */
const BODY_DEPTH_MAX = 64;
const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const BYTE_ORDER_MARK = 0xfeff;
/** Every text that is followed by a colon. */
const NAME = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the one JSON object that a request may hold.
 *
 * Errors: `CONTENT_TYPE_NOT_ACCEPTED` unless it is plain JSON in UTF-8, `BODY_TOO_LARGE` above 16 KiB, `BODY_INVALID` for
 *         anything but an object (batches included), for what two readers could read differently (a member named twice,
 *         a byte order mark, texts that are not Unicode or hold NUL), for more than 64 levels, and for keys that reach
 *         for prototypes.
 */
export async function readJsonObject(request: IncomingMessage): Promise<JsonObject> {
  const { headers } = request;
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) throw new ExposureError('CONTENT_TYPE_NOT_ACCEPTED');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new ExposureError('CONTENT_TYPE_NOT_ACCEPTED');
  const body = parse(await readBytes(request));
  if (!isObject(body)) throw new ExposureError('BODY_INVALID');
  return body;
}

/** What is too large is read to its end and dropped: clients look for an answer only when they have sent everything. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Before its end: the client has left, or sent what is no HTTP.
    const fail = (): void => reject(new ExposureError('BODY_INVALID'));
    if (request.destroyed) return fail();
    request.on('error', fail);
    request.once('close', fail);
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once('end', () => {
      request.off('close', fail);
      if (bytes > BODY_BYTES_MAX) reject(new ExposureError('BODY_TOO_LARGE'));
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
  });
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new ExposureError('BODY_INVALID');
  const text = bytes.toString('utf8');
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) throw new ExposureError('BODY_INVALID');
  const body = parseJson(text);
  // Only an escape can make NUL or half a character of what is valid UTF-8 and valid JSON.
  const members = text.includes('\\') ? countMembers(body, requireText) : countMembers(body, () => undefined);
  if (countNames(text) !== members) throw new ExposureError('BODY_INVALID');
  return body;
}

function parseJson(text: string): unknown {
  try {
    return sjson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    // The parser's message quotes the body, so it goes no further.
    throw new ExposureError('BODY_INVALID');
  }
}

/** Visits every text, names included. */
function countMembers(value: unknown, visit: (text: string) => void, depth = 1): number {
  if (typeof value === 'string') visit(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > BODY_DEPTH_MAX) throw new ExposureError('BODY_INVALID');
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += countMembers(item, visit, depth + 1);
    return members;
  }
  for (const [name, member] of Object.entries(value)) {
    visit(name);
    members += 1 + countMembers(member, visit, depth + 1);
  }
  return members;
}

function requireText(text: string): void {
  if (!text.isWellFormed() || text.includes('\0')) throw new ExposureError('BODY_INVALID');
}

/** How many members the text names. The parser keeps one of two with the same name. */
function countNames(json: string): number {
  let names = 0;
  for (const [, colon] of json.matchAll(NAME)) if (colon !== undefined) names += 1;
  return names;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
