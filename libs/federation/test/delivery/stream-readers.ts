/** Bodies as they come from the network: bytes, cut anywhere. */
export type Bytes = readonly Uint8Array[];

/** Cuts a text of UTF-8 at the given bytes, as a network does. */
export function cutAt(text: string, places: readonly number[]): Bytes {
  const bytes = Buffer.from(text);
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

/** RFC 2046 to the letter: delimiter lines with their line breaks, a closing one, nothing after it. */
export function readStrictMultipart(bytes: Bytes, boundary: string): unknown[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(bytes));
  const end = `\r\n--${boundary}--\r\n`;
  if (!text.endsWith(end)) throw new Error('the closing delimiter is missing');
  const [preamble, ...parts] = text.slice(0, -end.length).split(`\r\n--${boundary}\r\n`);
  if (preamble !== '') throw new Error('something is in front of the first part');
  return parts.map((part) => {
    const [head, ...body] = part.split('\r\n\r\n');
    if (head !== 'content-type: application/json; charset=utf-8') throw new Error('a part is not JSON');
    return JSON.parse(body.join('\r\n\r\n'));
  });
}

/**
 * The way of Apollo Client 3 and 4: each chunk is decoded for itself, the boundary needs a line break in front, and a body
 * that ends without its closing delimiter is an error.
 */
export function readLikeApollo(bytes: Bytes, boundary: string): unknown[] {
  const delimiter = `\r\n--${boundary}`;
  const payloads: unknown[] = [];
  let buffer = '';
  let isIn = false;
  for (const chunk of bytes) {
    buffer += new TextDecoder().decode(chunk);
    for (let at = buffer.indexOf(delimiter); at !== -1; at = buffer.indexOf(delimiter)) {
      if (isIn && buffer.startsWith('--')) return payloads;
      const message = buffer.slice(0, at);
      buffer = buffer.slice(at + delimiter.length);
      isIn = true;
      const body = message.slice(message.indexOf('\r\n\r\n'));
      if (body !== '') payloads.push(JSON.parse(body));
    }
    if (isIn && buffer.startsWith('--')) return payloads;
  }
  throw new Error('premature end of multipart body');
}

/** The way of urql: chunks decoded for themselves, the boundary searched everywhere, the end where `hasNext` says it. */
export function readMultipartLikeUrql(bytes: Bytes, boundary: string): unknown[] {
  const payloads: unknown[] = [];
  let buffer = '';
  let isPreamble = true;
  for (const chunk of bytes) {
    buffer += Buffer.from(chunk).toString();
    for (let at = buffer.indexOf(`--${boundary}`); at !== -1; at = buffer.indexOf(`--${boundary}`)) {
      const part = buffer.slice(0, at);
      buffer = buffer.slice(at + boundary.length + 2);
      if (isPreamble) isPreamble = false;
      else {
        const payload: unknown = JSON.parse(part.slice(part.indexOf('\r\n\r\n') + 4));
        payloads.push(payload);
        if (!saysMore(payload)) return payloads;
      }
    }
  }
  throw new Error('the body ended early');
}

/** The way of urql with event streams. */
export function readEventsLikeUrql(bytes: Bytes): unknown[] {
  const payloads: unknown[] = [];
  for (const block of bytes
    .map((chunk) => Buffer.from(chunk).toString())
    .join('')
    .split('\n\n')) {
    const [, data] = /data: ?([^\n]+)/.exec(block) ?? [];
    if (data === undefined) continue;
    const payload: unknown = JSON.parse(data);
    payloads.push(payload);
    if (!saysMore(payload)) return payloads;
  }
  throw new Error('the body ended early');
}

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** The event stream interpretation of the HTML standard, which browsers follow. */
export function readEvents(bytes: Bytes): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  let event = '';
  let data: string[] = [];
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(bytes));
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '') {
      if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return events;
}

function saysMore(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'hasNext' in payload && payload.hasNext === true;
}
