import { ExposureError } from '@app/errors';
import { raw, type Request, type Response } from 'express';
import sjson from 'secure-json-parse';

/** Largest request, bytes: a document id, or a hand-written query in the sandbox. */
const BODY_BYTES_MAX = 16 * 1024;
const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const BYTE_ORDER_MARK = '\uFEFF';

const readRaw = raw({ type: () => true, limit: BODY_BYTES_MAX, inflate: false });

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the one JSON object that a request may hold.
 *
 * Errors: `CONTENT_TYPE_NOT_ACCEPTED` unless it is plain JSON in UTF-8, `BODY_TOO_LARGE` above 16 KiB, `BODY_INVALID` for
 *         anything but an object (batches included), for what two readers could read differently (a member named twice,
 *         a byte order mark, texts that are not Unicode or hold NUL), and for keys that reach for prototypes.
 */
export async function readJsonObject(request: Request, response: Response): Promise<JsonObject> {
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) throw new ExposureError('CONTENT_TYPE_NOT_ACCEPTED');
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new ExposureError('CONTENT_TYPE_NOT_ACCEPTED');
  const bytes = await readBytes(request, response);
  const body = parse(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ExposureError('BODY_INVALID');
  return body as JsonObject;
}

function readBytes(request: Request, response: Response): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    readRaw(request, response, (fault?: unknown) => {
      if (fault === undefined) {
        const body: unknown = request.body;
        resolve(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
        return;
      }
      const status = fault instanceof Error && 'status' in fault ? fault.status : undefined;
      reject(
        new ExposureError(
          status === 413 ? 'BODY_TOO_LARGE' : status === 415 ? 'CONTENT_TYPE_NOT_ACCEPTED' : 'BODY_INVALID',
        ),
      );
    });
  });
}

function parse(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.startsWith(BYTE_ORDER_MARK)) throw new ExposureError('BODY_INVALID');
    let members = -1; // the whole is visited too, as a member without a name
    const visit = function (this: unknown, key: string, value: unknown): unknown {
      if (!Array.isArray(this)) members += 1;
      if (!isText(key) || (typeof value === 'string' && !isText(value))) throw new ExposureError('BODY_INVALID');
      return value;
    };
    const body: unknown = sjson.parse(text, visit, { protoAction: 'error', constructorAction: 'error' });
    if (countNames(text) !== members) throw new ExposureError('BODY_INVALID');
    return body;
  } catch {
    // The parser's message quotes the body, so it goes no further.
    throw new ExposureError('BODY_INVALID');
  }
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** How many members the text names. The parser keeps one of two with the same name. */
function countNames(json: string): number {
  const strings = [...json.matchAll(/"(?:[^"\\]|\\.)*"(?<colon>\s*:)?/g)];
  return strings.filter(({ groups }) => groups?.['colon'] !== undefined).length;
}
