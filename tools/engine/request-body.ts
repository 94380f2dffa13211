import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { RequestRefusal } from './graphql-request.js';

/** Largest request that is read, bytes. */
export const BODY_BYTES_MAX = 1024 * 1024;

/**
 * Reads a body as UTF-8.
 *
 * Errors: `RequestRefusal` when it is too large or not UTF-8; `undefined` when the client left before its end.
 */
export function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
      else {
        request.removeAllListeners('data').resume();
        // What still comes of it is not read, so the connection cannot be used again.
        reject(new RequestRefusal(413, `The body is larger than ${BODY_BYTES_MAX} bytes.`, { connection: 'close' }));
      }
    });
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (isUtf8(body)) resolve(body.toString('utf8'));
      else reject(new RequestRefusal(400, 'The body is not UTF-8.'));
    });
    request.on('close', () => resolve(undefined));
    request.on('error', () => resolve(undefined));
  });
}
