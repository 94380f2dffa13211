import { RequestReader } from './request-reader.js';

const post = (body: string) => `POST /graphql HTTP/1.1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const CHUNKED = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n';

/** Bodies that were read when the bytes come in pieces of that size. */
function bodiesOf(text: string, size = 1_000_000): string[] {
  const bytes = Buffer.from(text);
  const reader = new RequestReader();
  const bodies: string[] = [];
  for (let at = 0; at < bytes.length; at += size)
    for (const { body } of reader.read(bytes.subarray(at, at + size))) bodies.push(body.toString('utf8'));
  return bodies;
}

describe('requests on one connection', () => {
  const text = `${post('{"name":"Årsopgørelse"}')}GET /health HTTP/1.1\r\nhost: a\r\n\r\n${CHUNKED}${post('{}')}`;
  const bodies = ['{"name":"Årsopgørelse"}', '', '{"a":1}', '{}'];

  it('are read one after the other', () => {
    expect(bodiesOf(text)).toEqual(bodies);
  });

  it.each([1, 2, 7, 50])('are read from pieces of %i bytes', (size) => {
    expect(bodiesOf(text, size)).toEqual(bodies);
  });

  it('are not read before they are whole', () => {
    expect(bodiesOf(post('{"a":1}').slice(0, -1))).toEqual([]);
  });

  it('without the length of their body are refused', () => {
    expect(() => bodiesOf('POST / HTTP/1.1\r\nhost: a\r\n\r\n{}')).toThrow('length');
  });
});
