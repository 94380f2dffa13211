import { boundaryOf, readParts } from './multipart-reader.js';

const HEAD = 'content-type: application/json\r\n\r\n';
const BODIES = ['{"data":{"name":"Åse"},"hasNext":true}', '{"text":"--- not a delimiter","hasNext":false}'];
const ANSWER = `\r\n---\r\n${HEAD}${BODIES.join(`\r\n---\r\n${HEAD}`)}\r\n-----\r\n`;

/** A stream that hands out the bytes of a text in pieces of a size, and whether it was left. */
function streamOf(text: string, size: number) {
  const bytes = new TextEncoder().encode(text);
  const state = { isLeft: false };
  let at = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += size)));
    },
    cancel() {
      state.isLeft = true;
    },
  });
  return { stream, state };
}

async function read(text: string, size: number, boundary = '-'): Promise<string[]> {
  const bodies: string[] = [];
  for await (const body of readParts(streamOf(text, size).stream, boundary)) bodies.push(body);
  return bodies;
}

describe('the parts of an answer', () => {
  it.each([1, 2, 3, 7, 10_000])('are the same in pieces of %i bytes', async (size) => {
    expect(await read(ANSWER, size)).toEqual(BODIES);
  });

  it('may begin without a line break and have another boundary', async () => {
    expect(await read(`--graphql\r\n${HEAD}{}\r\n--graphql--`, 5, 'graphql')).toEqual(['{}']);
  });

  it('are only those that were finished', async () => {
    expect(await read(ANSWER.slice(0, -12), 10)).toEqual(BODIES.slice(0, 1));
    expect(await read('', 10)).toEqual([]);
  });

  it('end the request when nobody reads on', async () => {
    const { stream, state } = streamOf(ANSWER, 60);
    for await (const _body of readParts(stream, '-')) break;

    expect(state.isLeft).toBe(true);
  });
});

it.each([
  ['multipart/mixed; boundary="-"; deferSpec=20220824', '-'],
  ['multipart/mixed;boundary=graphql;deferSpec=20220824', 'graphql'],
  ['Multipart/Mixed', '-'],
  ['application/json', undefined],
  ['multipart/mixedup', undefined],
  [null, undefined],
])('the boundary in %j is %j', (contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary);
});
