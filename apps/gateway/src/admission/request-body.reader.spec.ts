import { once } from 'node:events';
import { createServer, IncomingMessage, request as sendRequest, type Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { errorCodeOf } from '@app/errors';
import fc from 'fast-check';
import { readJsonObject } from './request-body.reader.js';

let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    readJsonObject(request).then(
      (body) => response.end(JSON.stringify({ read: body })),
      (thrown: unknown) => response.end(JSON.stringify({ code: errorCodeOf(thrown), text: String(thrown) })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

type Outcome = { read?: unknown; code?: string; text?: string };

async function read(body: string | Buffer, headers: Record<string, string | string[]> = {}): Promise<Outcome> {
  const { port } = server.address() as AddressInfo;
  const request = sendRequest({
    host: '127.0.0.1',
    port,
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', ...headers },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as Outcome;
}

describe('a request body', () => {
  it.each<[string, string, Record<string, string>]>([
    ['an object', '{"a":[1,{"b":"Ærø"}]}', {}],
    ['an empty object', ' {} ', {}],
    ['with its charset', '{}', { 'content-type': 'application/json; charset=utf-8' }],
    ['with its charset in quotes', '{}', { 'content-type': 'application/json;charset="UTF-8"' }],
    ['said not to be compressed', '{}', { 'content-encoding': 'identity' }],
    ['in chunks', '{"a":1}', { 'transfer-encoding': 'chunked' }],
    ['with equal names in different objects', '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}', {}],
    ['with texts that look like names', '{"a":["b",": c","\\"d\\":"],"e":"f\\\\"}', {}],
    ['with a pair of surrogates', '{"a":"\\ud83d\\ude00"}', {}],
    ['with 64 levels', `{"a":${'['.repeat(63)}${']'.repeat(63)}}`, {}],
    ['with a harmless constructor', '{"constructor":1}', {}],
  ])('is read: %s', async (_, body, headers) => {
    expect(await read(body, headers)).toEqual({ read: JSON.parse(body) });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'query=1'],
    ['half an object', '{"a":'],
    ['an object and more', '{} {}'],
    ['a batch', '[{"a":1}]'],
    ['null', 'null'],
    ['a text', '"a"'],
    ['NaN', '{"a":NaN}'],
    ['a comment', '{} // a'],
    ['a trailing comma', '{"a":1,}'],
    ['a byte order mark', '\uFEFF{}'],
    ['a name twice', '{"a":1,"a":2}'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['a name twice, deep inside', '{"a":[{"b":{"c":1,"d":2,"c":3}}]}'],
    ['a name twice, once before a space', '{"a" :1, "a": 2}'],
    ['a raw NUL', '{"a":"\0"}'],
    ['an escaped NUL', '{"a":"\\u0000"}'],
    ['a NUL in a name', '{"\\u0000":1}'],
    ['half a pair of surrogates', '{"a":"\\ud83d"}'],
    ['half a pair of surrogates in a name', '{"\\udc00":1}'],
    ['a prototype', '{"__proto__":{"polluted":1}}'],
    ['a prototype, escaped', '{"\\u005f_proto__":{"polluted":1}}'],
    ['a prototype, deep inside', '{"variables":{"a":[{"__proto__":{"polluted":1}}]}}'],
    ['a constructor’s prototype', '{"constructor":{"prototype":{"polluted":1}}}'],
    ['65 levels', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['8 000 arrays in each other', `{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
  ])('is refused: %s', async (_, body) => {
    const { code, text } = await read(body);
    expect(code).toBe('BODY_INVALID');
    expect(text).toBe('ExposureError: The request body is not the JSON object that is expected here.');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a surrogate in UTF-8', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ])('is refused: %s', async (_, bytes) => {
    expect((await read(bytes)).code).toBe('BODY_INVALID');
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['no type', { 'content-type': '' }],
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form in parts', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a type that begins like JSON', { 'content-type': 'application/json-patch+json' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-7' }],
    ['a charset of its own', { 'content-type': 'application/json; charset=utf-32' }],
    ['a second parameter', { 'content-type': 'application/json; charset=utf-8; charset=utf-7' }],
    ['compression', { 'content-encoding': 'gzip' }],
    ['compression after none', { 'content-encoding': 'identity, gzip' }],
    ['an unknown encoding', { 'content-encoding': 'zstd' }],
  ])('is refused for its kind: %s', async (_, headers) => {
    expect((await read('{}', headers)).code).toBe('CONTENT_TYPE_NOT_ACCEPTED');
  });

  it('is refused compressed without being unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
    expect((await read(bomb.subarray(0, 10_000), { 'content-encoding': 'gzip' })).code).toBe(
      'CONTENT_TYPE_NOT_ACCEPTED',
    );
  });

  it.each([
    ['announced', {}],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('is refused above 16 KiB, %s', async (_, headers) => {
    const filledTo = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect((await read(filledTo(16_384), headers)).code).toBeUndefined();
    expect((await read(filledTo(16_385), headers)).code).toBe('BODY_TOO_LARGE');
  });

  it('is refused, and not waited for, when its client has left before it is read', async () => {
    const request = Object.assign(new IncomingMessage(new Socket()), {
      headers: { 'content-type': 'application/json' },
    });
    request.destroy();
    await once(request, 'close');
    await expect(readJsonObject(request)).rejects.toMatchObject({ code: 'BODY_INVALID' });
  });

  it('is read as any other JSON reader reads it, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { maxKeys: 5 }),
        async (value) => {
          const body = JSON.stringify(value);
          const outcome = await read(body);
          if (outcome.code === undefined) expect(JSON.stringify(outcome.read)).toBe(body);
          else expect(body).toMatch(/\\u0000|\\ud[89a-f]|__proto__|constructor/);
        },
      ),
      { numRuns: 50 },
    );
  });
});
