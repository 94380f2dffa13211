export interface ReadRequest {
  /** Request line and headers, one byte a character. */
  readonly head: string;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Takes whole HTTP/1.1 requests out of what arrives on one connection. No more of HTTP than clients of the bench speak:
 * it must cost next to nothing.
 *
 * Errors: `Error` for a body without a length.
 */
export class RequestReader {
  private rest: Buffer | undefined;

  *read(chunk: Buffer): Generator<ReadRequest> {
    let open = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = undefined;
    while (open.length > 0) {
      const headEnd = open.indexOf(HEAD_END);
      const request = headEnd === -1 ? undefined : wholeRequest(open, headEnd);
      if (request === undefined) {
        this.rest = open;
        return;
      }
      yield { head: request.head, body: request.body };
      open = open.subarray(request.end);
    }
  }
}

function wholeRequest(open: Buffer, headEnd: number): (ReadRequest & { readonly end: number }) | undefined {
  const head = open.toString('latin1', 0, headEnd);
  const bodyAt = headEnd + HEAD_END.length;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length !== undefined) {
    const end = bodyAt + Number(length);
    return end > open.length ? undefined : { head, body: open.subarray(bodyAt, end), end };
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return chunkedRequest(open, head, bodyAt);
  if (!/^(GET|HEAD)/.test(head)) throw new Error('a request without the length of its body');
  return { head, body: Buffer.alloc(0), end: bodyAt };
}

function chunkedRequest(open: Buffer, head: string, bodyAt: number) {
  const chunks: Buffer[] = [];
  for (let at = bodyAt; ;) {
    const sizeEnd = open.indexOf('\r\n', at);
    if (sizeEnd === -1) return undefined;
    const size = Number.parseInt(open.toString('latin1', at, sizeEnd), 16);
    const end = sizeEnd + 2 + size + 2;
    if (end > open.length) return undefined;
    if (size === 0) return { head, body: Buffer.concat(chunks), end };
    chunks.push(open.subarray(sizeEnd + 2, sizeEnd + 2 + size));
    at = end;
  }
}
