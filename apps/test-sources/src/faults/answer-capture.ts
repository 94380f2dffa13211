import type { ServerResponse } from 'node:http';

/**
 * Holds back what a handler answers and gives it to someone else to send.
 * `send` gets the whole body; status and headers of the response stand, without a length.
 */
export function captureAnswer(response: ServerResponse, send: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8'));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const held: Pick<ServerResponse, 'write' | 'end'> = {
    write: (chunk: unknown, encoding?: unknown) => {
      keep(chunk, encoding);
      return true;
    },
    end: (chunk?: unknown, encoding?: unknown) => {
      keep(chunk, encoding);
      // The response's own methods lie below, on its prototype.
      for (const method of Object.keys(held)) Reflect.deleteProperty(response, method);
      response.removeHeader('content-length');
      send(Buffer.concat(chunks));
      return response;
    },
  };
  Object.assign(response, held);
}

/** Says something else about the body than the handler did. */
export function overrideContentType(response: ServerResponse, contentType: string): void {
  captureAnswer(response, (body) => {
    response.setHeader('content-type', contentType);
    response.end(body);
  });
}

function isEncoding(value: unknown): value is BufferEncoding {
  return typeof value === 'string' && Buffer.isEncoding(value);
}
