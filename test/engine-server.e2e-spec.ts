import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { serverAudits } from 'graphql-http';
import { temporaryFolder, type TemporaryFolder } from '../tools/testing/temporary-folder.js';
import { EngineProcess } from './support/engine-server/engine-process.js';
import { FILMS, REVIEWS } from './support/engine-server/film-subgraphs.js';
import { TestSubgraph } from './support/engine-server/test-subgraph.js';

let films: TestSubgraph;
let reviews: TestSubgraph;
let folder: TemporaryFolder;
let engine: EngineProcess;
let url: string;

beforeAll(async () => {
  folder = temporaryFolder({});
  [films, reviews] = await Promise.all([TestSubgraph.start(FILMS), TestSubgraph.start(REVIEWS)]);
  engine = new EngineProcess(['--supergraph', supergraphFile('films.graphql', [films, reviews]), '--port', '0']);
  url = await engine.untilReady();
});

afterEach(() => {
  films.release();
  reviews.release();
});

afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await Promise.all([films[Symbol.asyncDispose](), reviews[Symbol.asyncDispose]()]);
  folder[Symbol.dispose]();
});

function supergraphFile(name: string, subgraphs: readonly TestSubgraph[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map((subgraph) => ({
      name: subgraph.definition.name,
      url: subgraph.url,
      typeDefs: parse(subgraph.definition.sdl),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return fileWith(name, supergraphSdl);
}

function fileWith(name: string, text: string): string {
  const file = path.join(folder.path, name);
  writeFileSync(file, text);
  return file;
}

const ALL = '{ films { id title reviews { text } } }';
const ALL_DATA = {
  films: [
    { id: '1', title: 'Babettes gæstebud', reviews: [{ text: 'Om 1: --- smuk – "sådan" 🎬' }] },
    { id: '2', title: 'Festen', reviews: [{ text: 'Om 2: --- smuk – "sådan" 🎬' }] },
  ],
};
const DEFERRED = '{ films { id title ... @defer(label: "anmeldelser") { reviews { text } } } }';

function post(query: string, headers: Record<string, string> = {}, rest: object = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...rest }),
  });
}

const bodyOf = async (response: Response): Promise<unknown> => response.json();

/** The answer as it arrives; the client can leave. */
async function open(query: string, accept: string): Promise<IncomingMessage> {
  const asked = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', accept } });
  asked.on('error', () => undefined);
  asked.end(JSON.stringify({ query }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer.setEncoding('utf8');
}

async function readOn(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer) text += chunk;
  return text;
}

async function nextChunk(answer: IncomingMessage): Promise<string> {
  const [chunk] = (await once(answer, 'data')) as [string];
  answer.pause();
  return chunk;
}

describe('a composed supergraph', () => {
  it('is answered from all its subgraphs', async () => {
    const response = await post(ALL);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await bodyOf(response)).toEqual({ data: ALL_DATA });
  });

  it('takes variables and the name of an operation, with POST and with GET', async () => {
    const query = 'query A { films { id } } query B($id: ID!) { film(id: $id) { title } }';
    const rest = { operationName: 'B', variables: { id: '2' } };
    const expected = { data: { film: { title: 'Festen' } } };
    expect(await bodyOf(await post(query, {}, rest))).toEqual(expected);
    const search = new URLSearchParams({ query, operationName: 'B', variables: '{"id":"2"}' });
    expect(await bodyOf(await fetch(`${url}?${search.toString()}`))).toEqual(expected);
  });

  it('tells its schema', async () => {
    const response = await post('{ __schema { queryType { name } } __type(name: "Film") { fields { name } } }');
    expect(await bodyOf(response)).toEqual({
      data: {
        __schema: { queryType: { name: 'Query' } },
        __type: { fields: ['id', 'title', 'budget', 'reviews'].map((name) => ({ name })) },
      },
    });
  });

  it('changes what a mutation says, with POST only', async () => {
    const query = 'mutation { rename(id: "1", title: "Babette") { id } }';
    expect(await bodyOf(await post(query))).toEqual({ data: { rename: { id: '1' } } });
    const asked = films.asked;
    const refused = await fetch(`${url}?query=${encodeURIComponent(query)}`);
    expect([refused.status, refused.headers.get('allow'), films.asked - asked]).toEqual([405, 'POST', 0]);
  });

  it('passes on what a subgraph says about an error, with the path of the client', async () => {
    const response = await post('{ film(id: "2") { title costs: budget } }');
    expect(await bodyOf(response)).toEqual({
      data: { film: { title: 'Festen', costs: null } },
      errors: [
        {
          message: 'Nobody knows the budget of Festen',
          path: ['film', 'costs'],
          extensions: { code: 'AUTHORITY_ERROR', service: 'films' },
        },
      ],
    });
  });

  it('is well', async () => {
    const response = await fetch(new URL('/health', url));
    expect([response.status, await bodyOf(response)]).toEqual([200, { status: 'ok' }]);
  });
});

describe('GraphQL over HTTP', () => {
  it('passes every audit of graphql-http', async () => {
    const results = await Promise.all(serverAudits({ url }).map(({ fn }) => fn()));
    const failures = results.flatMap((result) => (result.status === 'ok' ? [] : [`${result.id} ${result.name}`]));
    expect(results.length).toBeGreaterThan(50);
    expect(failures).toEqual([]);
  });

  it('says by its status that nothing was executed, to clients that can be told', async () => {
    const accept = 'application/graphql-response+json';
    const wrong = await post('{ nothing }', { accept });
    expect(wrong.status).toBe(400);
    expect(await bodyOf(wrong)).toEqual({
      errors: [
        expect.objectContaining({
          message: expect.stringContaining('nothing') as unknown,
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'OPERATION_INVALID' },
        }),
      ],
    });
    const partial = await post('{ film(id: "2") { budget } }', { accept });
    expect([partial.status, partial.headers.get('content-type')]).toEqual([200, `${accept}; charset=utf-8`]);
  });

  it('has nothing for those who accept nothing that it has', async () => {
    expect((await post(ALL, { accept: 'text/html' })).status).toBe(406);
  });
});

describe('an answer in parts', () => {
  it.each([
    ['multipart/mixed;deferSpec=20220824', 'multipart/mixed; boundary="-"; deferSpec=20220824'],
    ['multipart/mixed;incrementalSpec=v0.2', 'multipart/mixed; boundary="-"; incrementalSpec=v0.2'],
    ['text/event-stream', 'text/event-stream; charset=utf-8'],
    ['text/event-stream;incrementalSpec=v0.2', 'text/event-stream; charset=utf-8'],
  ])('begins while a subgraph still hangs: %s', async (accept, type) => {
    reviews.hang();
    const arrived = reviews.nextArrival();
    const answer = await open(DEFERRED, accept);
    expect(answer.headers['content-type']).toBe(type);
    const first = await nextChunk(answer);
    expect(first).toContain(String.raw`{"id":"1","title":"Babettes g\u00e6stebud"}`);
    expect(first).toContain('"hasNext":true');
    await arrived;
    expect(reviews.hanging).toBe(1);
    reviews.release();
    const rest = await readOn(answer);
    expect(rest).toContain(
      String.raw`"text":"Om 2: --\u002d smuk`.replace(
        String.raw`--\u002d`,
        accept.startsWith('m') ? String.raw`--\u002d` : '---',
      ),
    );
    expect(rest).toContain('"hasNext":false');
  });

  it('is waited for by clients that take JSON only', async () => {
    reviews.hang();
    const arrived = reviews.nextArrival();
    const response = post(DEFERRED, { accept: 'application/json' });
    await arrived;
    reviews.release();
    expect(await bodyOf(await response)).toEqual({ data: ALL_DATA });
  });

  it('is JSON when nothing is deferred, for a client that likes both', async () => {
    const accept = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9';
    const response = await post(ALL, { accept });
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await bodyOf(response)).toEqual({ data: ALL_DATA });
  });

  it('reports a wrong document to an event stream as an event', async () => {
    const answer = await open('{ nothing }', 'text/event-stream');
    expect(answer.statusCode).toBe(200);
    expect(await readOn(answer)).toMatch(/^event: next\ndata: \{"errors":\[.*\]\}\n\nevent: complete\ndata:\n\n$/);
  });
});

describe('a client that leaves', () => {
  it('ends the call to a subgraph that hangs, before anything was answered', async () => {
    reviews.hang();
    const arrived = reviews.nextArrival();
    const left = reviews.nextDeparture();
    const asked = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
    asked.on('error', () => undefined);
    asked.end(JSON.stringify({ query: ALL }));
    await arrived;
    asked.destroy();
    await left;
  });

  it.each(['multipart/mixed', 'text/event-stream'])('ends it between two parts as well: %s', async (accept) => {
    reviews.hang();
    const arrived = reviews.nextArrival();
    const left = reviews.nextDeparture();
    const answer = await open(DEFERRED, accept);
    await nextChunk(answer);
    await arrived;
    answer.destroy();
    await left;
  });
});

describe('starting and stopping', () => {
  const SUPERGRAPH = `schema @link(url: "https://specs.apollo.dev/link/v1.0") { query: Query } type Query { a: Int }`;

  it.each<[string, () => string[], number, RegExp]>([
    ['no options', () => [], 2, /--supergraph is missing[^]*npm run engine/],
    ['an address that others can reach', () => ['--supergraph', 'x', '--port', '0', '--host', '0.0.0.0'], 2, /--host/],
    [
      'an address for a subgraph that is not there',
      () => ['--supergraph', path.join(folder.path, 'films.graphql'), '--port', '0', '--subgraph', 'a=http://b'],
      2,
      /--subgraph a: the supergraph has films, reviews/,
    ],
    ['a file that is not there', () => ['--supergraph', '/nowhere', '--port', '0'], 78, /cannot be read.*ENOENT/],
    ['text that is no GraphQL', () => ['--supergraph', fileWith('text', 'hello'), '--port', '0'], 78, /not GraphQL/],
    [
      'a schema that was not composed',
      () => ['--supergraph', fileWith('plain', SUPERGRAPH), '--port', '0'],
      78,
      /join__Graph/,
    ],
  ])('is refused with the reason: %s', async (_, args, code, reason) => {
    await using refused = new EngineProcess(args());
    const ended = await refused.ended;
    expect(ended.code).toBe(code);
    expect(ended.said).toMatch(reason);
  });

  it.each([
    [
      '@fromContext',
      /@fromContext|@context/,
      `type Query { film: Film }
       type Film @key(fields: "id") @context(name: "film") { id: ID!  title: String!  poster: Poster }
       type Poster @key(fields: "id") { id: ID!  text(title: String @fromContext(field: "$film { title }")): String }`,
    ],
    ['subscriptions', /subscriptions/, 'type Query { a: Int } type Subscription { b: Int }'],
  ])('is refused with the reason: %s', async (name, reason, sdl) => {
    const link = `extend schema @link(
      url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@context", "@fromContext"])`;
    const { supergraphSdl = '' } = composeServices([
      { name: 'films', url: 'http://127.0.0.1:1/graphql', typeDefs: parse(`${link} ${sdl}`) },
    ]);
    await using refused = new EngineProcess(['--supergraph', fileWith(name, supergraphSdl), '--port', '0']);
    const ended = await refused.ended;
    expect(ended.code).toBe(78);
    expect(ended.said).toMatch(reason);
  });

  it('takes another address for a subgraph, and stops when it is told to', async () => {
    const file = path.join(folder.path, 'films.graphql');
    await using moved = new EngineProcess(['--supergraph', file, '--port', '0', '--subgraph', `reviews=${films.url}`]);
    const movedUrl = await moved.untilReady();
    const response = await fetch(movedUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ALL }),
    });
    const message = 'Cannot query field "reviews" on type "Film".';
    expect(await bodyOf(response)).toMatchObject({
      errors: [0, 1].map((film) => ({ message, path: ['films', film, 'reviews'], extensions: { service: 'reviews' } })),
    });
    const { code, said } = await moved.stop();
    expect([code, said]).toEqual([0, `ready ${movedUrl} (${/\d+ ms/.exec(said)?.[0]})\n`]);
  });

  it('lets a request end that is under way when it is told to stop', async () => {
    const file = path.join(folder.path, 'films.graphql');
    await using stopping = new EngineProcess(['--supergraph', file, '--port', '0']);
    const stoppingUrl = await stopping.untilReady();
    reviews.hang();
    const arrived = reviews.nextArrival();
    const response = fetch(stoppingUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ALL }),
    });
    await arrived;
    const stopped = stopping.stop();
    reviews.release();
    expect(await bodyOf(await response)).toEqual({ data: ALL_DATA });
    expect((await stopped).code).toBe(0);
  });
});
