import { createGraphiQLFetcher } from '@graphiql/toolkit';
import fc from 'fast-check';
import { splitAnswers } from '../../test/delivery/arbitrary-executions.js';
import { putTogetherById, putTogetherByPath, type PutTogether } from '../../test/delivery/payload-readers.js';
import {
  cutAt,
  readEvents,
  readEventsLikeUrql,
  readLikeApollo,
  readMultipartLikeUrql,
  readStrictMultipart,
  type Bytes,
} from '../../test/delivery/stream-readers.js';
import type { DeliveredParts, Execution, IncrementalExecution } from '../ports/execution.js';
import { answerChunks, type Wording } from './answer-chunks.js';
import type { IncrementalFormat, StreamDelivery } from './delivery.js';
import { FRAMINGS } from './framing.js';

const plain: Wording = { describe: ({ code, path }) => ({ message: code, ...(path === undefined ? {} : { path }) }) };
const multipart2022: StreamDelivery = { kind: 'multipart', format: 'deferSpec=20220824' };
const multipartIds: StreamDelivery = { kind: 'multipart', format: 'incrementalSpec=v0.2' };
const events2022: StreamDelivery = { kind: 'event-stream', format: 'deferSpec=20220824' };

async function chunksOf(execution: Execution, delivery: StreamDelivery, wording = plain): Promise<string[]> {
  return all(answerChunks(execution, delivery, wording));
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function* inTurn(...batches: DeliveredParts[]): AsyncGenerator<DeliveredParts> {
  for (const batch of batches) yield await Promise.resolve(batch);
}

const tax = { id: '0', label: 'Skat', path: ['me'] };
const arrears = { id: '1', path: ['me', 'tax', 0] };

/** The first part with an error of its own, a fragment with another one inside, and that one fails. */
const example = (): IncrementalExecution => ({
  kind: 'incremental',
  data: { me: { name: 'Åse' } },
  errors: [{ code: 'AUTHORITY_TIMEOUT', path: ['me', 'pension'] }],
  pending: [tax],
  later: inTurn(
    {
      parts: [
        {
          part: tax,
          data: { tax: [{ year: 2026 }] },
          errors: [{ code: 'AUTHORITY_BUSY', path: ['me', 'tax', 0, 'rate'] }],
          pending: [arrears],
        },
      ],
      hasNext: true,
    },
    {
      parts: [
        {
          part: arrears,
          data: null,
          errors: [{ code: 'VALUE_MISSING', path: ['me', 'tax', 0, 'arrears'] }],
          pending: [],
        },
      ],
      hasNext: false,
    },
  ),
});

const HEAD = 'content-type: application/json; charset=utf-8\r\n\r\n';
const JSON_2022 = [
  String.raw`{"data":{"me":{"name":"\u00c5se"}},"errors":[{"message":"AUTHORITY_TIMEOUT","path":["me","pension"]}],"extensions":{"transactionId":"t"},"hasNext":true}`,
  '{"incremental":[{"label":"Skat","path":["me"],"data":{"tax":[{"year":2026}]},"errors":[{"message":"AUTHORITY_BUSY","path":["me","tax",0,"rate"]}]}],"hasNext":true}',
  '{"incremental":[{"path":["me","tax",0],"data":null,"errors":[{"message":"VALUE_MISSING","path":["me","tax",0,"arrears"]}]}],"hasNext":false}',
] as const;
const JSON_IDS = [
  String.raw`{"data":{"me":{"name":"\u00c5se"}},"errors":[{"message":"AUTHORITY_TIMEOUT","path":["me","pension"]}],"extensions":{"transactionId":"t"},"pending":[{"id":"0","path":["me"],"label":"Skat"}],"hasNext":true}`,
  '{"pending":[{"id":"1","path":["me","tax",0]}],"incremental":[{"id":"0","data":{"tax":[{"year":2026}]},"errors":[{"message":"AUTHORITY_BUSY","path":["me","tax",0,"rate"]}]}],"completed":[{"id":"0"}],"hasNext":true}',
  '{"completed":[{"id":"1","errors":[{"message":"VALUE_MISSING","path":["me","tax",0,"arrears"]}]}],"hasNext":false}',
] as const;

describe('the bytes of an answer in parts', () => {
  const worded: Wording = { ...plain, extensions: { transactionId: 't' } };

  it.each([
    [multipart2022, JSON_2022],
    [multipartIds, JSON_IDS],
  ])('are parts with the delimiter behind each: %j', async (delivery, [first, second, third]) => {
    expect(await chunksOf(example(), delivery, worded)).toEqual([
      `\r\n---\r\n${HEAD}${first}\r\n---\r\n`,
      `${HEAD}${second}\r\n---\r\n`,
      `${HEAD}${third}\r\n-----\r\n`,
    ]);
    expect(FRAMINGS.multipart.contentType(delivery.format)).toBe(`multipart/mixed; boundary="-"; ${delivery.format}`);
  });

  it.each<[IncrementalFormat, readonly [string, string, string]]>([
    ['deferSpec=20220824', JSON_2022],
    ['incrementalSpec=v0.2', JSON_IDS],
  ])('are events and a last one that says so: %s', async (format, [first, second, third]) => {
    expect(await chunksOf(example(), { kind: 'event-stream', format }, worded)).toEqual([
      `event: next\ndata: ${first}\n\n`,
      `event: next\ndata: ${second}\n\n`,
      `event: next\ndata: ${third}\n\nevent: complete\ndata:\n\n`,
    ]);
  });

  it('are one part for an answer in one piece', async () => {
    const complete: Execution = { kind: 'complete', errors: [{ code: 'OPERATION_INVALID' }] };
    const json = '{"errors":[{"message":"OPERATION_INVALID"}]}';
    expect(await chunksOf(complete, multipartIds)).toEqual([`\r\n---\r\n${HEAD}${json}\r\n-----\r\n`]);
    expect(await chunksOf(complete, events2022)).toEqual([`event: next\ndata: ${json}\n\nevent: complete\ndata:\n\n`]);
  });
});

interface Reader {
  readonly name: string;
  readonly kind: StreamDelivery['kind'];
  read(bytes: Bytes): unknown[];
}

const readers: readonly Reader[] = [
  { name: 'RFC 2046', kind: 'multipart', read: (bytes) => readStrictMultipart(bytes, '-') },
  { name: 'the way of Apollo Client', kind: 'multipart', read: (bytes) => readLikeApollo(bytes, '-') },
  { name: 'the way of urql', kind: 'multipart', read: (bytes) => readMultipartLikeUrql(bytes, '-') },
  { name: 'the way of urql', kind: 'event-stream', read: readEventsLikeUrql },
  {
    name: 'the HTML standard',
    kind: 'event-stream',
    read: (bytes) => {
      const events = readEvents(bytes);
      expect(events.pop()).toEqual({ event: 'complete', data: '' });
      return events.map(({ event, data }): unknown => {
        expect(event).toBe('next');
        return JSON.parse(data);
      });
    },
  },
];

const putTogether: Readonly<Record<IncrementalFormat, (payloads: readonly unknown[]) => PutTogether>> = {
  'deferSpec=20220824': putTogetherByPath,
  'incrementalSpec=v0.2': putTogetherById,
};
const formats = Object.keys(putTogether) as IncrementalFormat[];

describe('what a client has in the end', () => {
  describe.each(readers)('reading by $name ($kind)', ({ kind, read }) => {
    it.each(formats)('is the whole answer, wherever the network cuts (%s)', async (format) => {
      await fc.assert(
        fc.asyncProperty(splitAnswers, fc.array(fc.nat(), { maxLength: 9 }), async ({ execution, whole }, cuts) => {
          const chunks = await chunksOf(execution, { kind, format });
          const { data } = putTogether[format](read(cutAt(chunks.join(''), cuts)));
          expect(JSON.stringify(sorted(data))).toBe(JSON.stringify(sorted(whole)));
        }),
        { numRuns: 200 },
      );
    });
  });

  it('is there when a part has arrived, not when the next one does', async () => {
    const chunks = await chunksOf(example(), multipart2022);
    const readSoFar = (count: number): number => {
      const seen: unknown[] = [];
      const text = chunks.slice(0, count).join('');
      for (const piece of text.split('\r\n---').slice(1, -1)) seen.push(JSON.parse(piece.slice(piece.indexOf('{'))));
      return seen.length;
    };
    expect([1, 2, 3].map(readSoFar)).toEqual([1, 2, 3]);
  });

  it('is the same over heartbeats, also for a client that cannot bear an empty line', async () => {
    const [first = '', ...rest] = await chunksOf(example(), events2022);
    const { heartbeat = '' } = FRAMINGS['event-stream'];
    const body = [first, heartbeat, heartbeat, ...rest].join('');
    expect(heartbeat).not.toMatch(/\n\n/);
    expect(readEvents(cutAt(body, []))).toEqual(readEvents(cutAt([first, ...rest].join(''), [])));
  });
});

describe('GraphiQL', () => {
  /** The playground's own fetcher, with a network that hands out these chunks. */
  async function fetchAll(chunks: readonly string[], contentType: string): Promise<unknown[]> {
    const fetcher = createGraphiQLFetcher({
      url: 'http://localhost/graphql',
      enableIncrementalDelivery: true,
      fetch: (_url: unknown, init?: { headers?: unknown }) => {
        expect(init?.headers).toMatchObject({ accept: 'application/json, multipart/mixed' });
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const bytes of chunks.flatMap((chunk) => cutAt(chunk, [1, 20]))) controller.enqueue(bytes);
            controller.close();
          },
        });
        return Promise.resolve(new Response(body, { headers: { 'content-type': contentType } }));
      },
    });
    const answers = await fetcher({ query: '{ me { name ... @defer { tax { year } } } }' });
    if (!(Symbol.asyncIterator in Object(answers))) throw new Error('the fetcher saw no parts');
    return (await all(answers as AsyncIterable<unknown[]>)).flat();
  }

  it.each(formats)('reads all parts of any answer (%s)', async (format) => {
    await fc.assert(
      fc.asyncProperty(splitAnswers, async ({ execution, whole }) => {
        const chunks = await chunksOf(execution, { kind: 'multipart', format });
        const payloads = await fetchAll(chunks, FRAMINGS.multipart.contentType(format));
        expect(JSON.stringify(sorted(putTogether[format](payloads).data))).toBe(JSON.stringify(sorted(whole)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a response key __proto__', () => {
  const own = JSON.parse('{"__proto__":{"isAdmin":true},"name":"Åse"}') as Record<string, unknown>;

  it.each([multipart2022, multipartIds, events2022])('stays data: %j', async (delivery) => {
    const execution: Execution = { kind: 'complete', data: { me: own }, errors: [] };
    const [chunk = ''] = await chunksOf(execution, delivery);
    expect(chunk).toContain('{"me":{"__proto__":{"isAdmin":true}');
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });
});

/** Objects with their keys in one order: parts bring keys later than the whole answer has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
