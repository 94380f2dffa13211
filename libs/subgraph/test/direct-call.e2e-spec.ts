import { connect } from 'node:net';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { TestGateway, TestSubgraph } from '@app/testing';
import { behaviour, littleContracts, LittleModule } from './little-authority.js';

const citizen = parseCprNumber('7001901111') as CprNumber;
const contracts = littleContracts();
const honest = { ...behaviour };
let gateway: TestGateway;
let subgraph: TestSubgraph;
let executed = 0;

beforeAll(async () => {
  gateway = await TestGateway.start();
  subgraph = await TestSubgraph.start({
    gateway,
    name: 'little',
    module: LittleModule.forRoot,
    sourceUrl: 'http://127.0.0.1:1',
    config: { contractsDir: contracts.dir },
  });
});

beforeEach(() => {
  executed = 0;
  Object.assign(behaviour, honest, {
    greeting: (...args: Parameters<typeof honest.greeting>) => {
      executed += 1;
      return honest.greeting(...args);
    },
  });
});

afterAll(async () => {
  const traces = await subgraph.traces();
  await subgraph[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  contracts.remove();
  expect(traces).not.toContain(citizen);
});

const entitiesQuery = {
  query:
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { greeting } } }',
  variables: { representations: [{ __typename: 'Citizen', id: 'test-citizen' }] },
};

/** Sends raw bytes; for requests that `fetch` would not send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(subgraph.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('without a valid token', () => {
  const bodies = [
    ['an entity query', entitiesQuery],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['_service', { query: '{ _service { sdl } }' }],
    ['nonsense', 'not json'],
    ['nothing', ''],
  ] as const;

  it.each(bodies)('%s is refused with 401 and nothing is executed', async (_name, body) => {
    const asked = await subgraph.post(body);
    expect(asked.status).toBe(401);
    expect(asked.errors).toEqual([{ code: 'DIRECT_CALL_REFUSED' }]);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect(executed).toBe(0);
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('%s is refused like any other call', async (method) => {
    const response = await fetch(`${subgraph.url}/graphql?query={__typename}`, { method });
    expect(response.status).toBe(401);
  });

  it.each([
    '/graphql/',
    '/GraphQL',
    '/graphql?x=1',
    '/%67raphql',
    '//graphql',
    '/graphql/..;/graphql',
    '/x/../graphql',
  ])('the address %s leads no way around the check', async (path) => {
    const answer = await raw(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[14] /);
    expect(executed).toBe(0);
  });

  it('a token for another authority is refused', async () => {
    const token = await gateway.tokenFor('skat', citizen);
    const asked = await subgraph.post(entitiesQuery, { token });
    expect([asked.status, asked.errors]).toEqual([401, [{ code: 'DIRECT_CALL_REFUSED' }]]);
    expect(executed).toBe(0);
  });

  it('a token of another gateway is refused, also under the same issuer', async () => {
    await using impostor = await TestGateway.start(gateway.issuer);
    const asked = await subgraph.post(entitiesQuery, { token: await impostor.tokenFor('little', citizen) });
    expect([asked.status, asked.errors]).toEqual([401, [{ code: 'DIRECT_CALL_REFUSED' }]]);
    expect(executed).toBe(0);
  });

  it('an unknown address tells nothing but that', async () => {
    const response = await fetch(`${subgraph.url}/citizens/${citizen}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(citizen);
  });
});

describe('with a valid token', () => {
  const post = async (body: unknown, headers: Record<string, string> = {}) =>
    subgraph.post(body, { token: await gateway.tokenFor('little', citizen), headers });

  it('the subject is answered, uncached', async () => {
    const asked = await subgraph.ask(citizen, 'id recordOwner greeting');
    expect(asked.status).toBe(200);
    expect(asked.errors).toEqual([]);
    expect(asked.entity).toEqual({ id: 'test-citizen', recordOwner: gateway.ownerHash(citizen), greeting: 'hello' });
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect(asked.headers.get('x-powered-by')).toBeNull();
  });

  it.each([
    ['GET', 405, 'METHOD_NOT_ALLOWED'],
    ['PUT', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s is answered with %i', async (method, status, code) => {
    const token = await gateway.tokenFor('little', citizen);
    const response = await fetch(`${subgraph.url}/graphql?query={__typename}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(code);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['a compressed body', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('%s is not accepted', async (_name, headers) => {
    const asked = await post(entitiesQuery, headers);
    expect([asked.status, asked.errors]).toEqual([415, [{ code: 'CONTENT_TYPE_NOT_ACCEPTED' }]]);
  });

  it.each([
    ['a batch', [entitiesQuery, entitiesQuery]],
    ['null', 'null'],
    ['a number', '1'],
    ['broken JSON', '{"query":'],
    ['an empty body', ''],
    ['no query', { variables: {} }],
    ['a query that is no text', { query: { a: 1 } }],
    ['variables in a list', { query: '{ x }', variables: [] }],
    ['a key of the prototype', '{"query":"{ x }","variables":{"__proto__":{"a":1}}}'],
    ['unknown members', { ...entitiesQuery, id: 'x' }],
  ])('%s is not a request', async (_name, body) => {
    const asked = await post(body);
    expect([asked.status, asked.errors]).toEqual([400, [{ code: 'BODY_INVALID' }]]);
    expect(executed).toBe(0);
  });

  it('a body that is not UTF-8 is not a request', async () => {
    const token = await gateway.tokenFor('little', citizen);
    const response = await fetch(`${subgraph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    });
    expect(response.status).toBe(400);
  });

  it('a large body is refused', async () => {
    const asked = await post({ query: `{ x } # ${'x'.repeat(70_000)}` });
    expect([asked.status, asked.errors]).toEqual([413, [{ code: 'BODY_TOO_LARGE' }]]);
  });

  it('a body of unknown length is cut off at the limit', async () => {
    const token = await gateway.tokenFor('little', citizen);
    const chunk = `${(60_000).toString(16)}\r\n${'x'.repeat(60_000)}\r\n`;
    const answer = await raw(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('connection: close');
  });

  it('a body that does not arrive in time is given up', async () => {
    const token = await gateway.tokenFor('little', citizen);
    const answer = await raw(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nx-request-deadline-ms: 60\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    ['introspection', '{ __schema { types { name } } }'],
    ['_service', '{ _service { sdl } }'],
    ['_entities under an alias', 'query ($r: [_Any!]!) { a: _entities(representations: $r) { __typename } }'],
    [
      '_entities twice',
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } _entities(representations: $r) { __typename } }',
    ],
    [
      '_entities in a fragment',
      'query ($r: [_Any!]!) { ...F } fragment F on Query { _entities(representations: $r) { __typename } }',
    ],
    ['a mutation', 'mutation { x }'],
    ['a subscription', 'subscription { x }'],
    [
      'two operations',
      'query A { _entities(representations: []) { __typename } } query B { _entities(representations: []) { __typename } }',
    ],
    ['an unknown field', '{ _entities(representations: []) { ... on Citizen { secrets } } }'],
    ['a syntax error', '{ _entities('],
  ])('%s is not a valid operation here', async (_name, query) => {
    const asked = await post({ query, variables: { r: [] } });
    expect([asked.status, asked.errors]).toEqual([400, [{ code: 'OPERATION_INVALID' }]]);
    expect(executed).toBe(0);
  });

  it.each([
    ['tokens', `{ _entities(representations: []) { ... on Citizen { ${'greeting '.repeat(2_100)} } } }`],
    [
      'aliases',
      `{ _entities(representations: []) { ... on Citizen { ${Array.from({ length: 31 }, (_, n) => `a${n}: greeting`).join(' ')} } } }`,
    ],
  ])('too many %s are refused', async (_name, query) => {
    const asked = await post({ query });
    expect([asked.status, asked.errors]).toEqual([400, [{ code: 'OPERATION_TOO_COMPLEX' }]]);
  });

  it('a literal that does not fit is refused without being repeated', async () => {
    const asked = await post({
      query: `{ _entities(representations: []) { ... on Citizen { greeting(times: "${citizen}") } } }`,
    });
    expect(asked.errors).toEqual([{ code: 'OPERATION_INVALID' }]);
    expect(asked.text).not.toContain(citizen);
  });

  it('a variable that does not fit is refused without being repeated', async () => {
    const query =
      'query ($representations: [_Any!]!, $times: Int) { _entities(representations: $representations) { ... on Citizen { greeting(times: $times) } } }';
    const asked = await post({ query, variables: { ...entitiesQuery.variables, times: citizen } });
    expect([asked.status, asked.errors]).toEqual([400, [{ code: 'VARIABLES_INVALID' }]]);
    expect(asked.text).not.toContain(citizen);
    expect(executed).toBe(0);
  });

  it.each([
    ['another id', [{ __typename: 'Citizen', id: 'someone-else' }]],
    ['the number as id', [{ __typename: 'Citizen', id: citizen }]],
    [
      'two ids',
      [
        { __typename: 'Citizen', id: 'test-citizen' },
        { __typename: 'Citizen', id: 'test-citizen' },
      ],
    ],
    ['another type', [{ __typename: 'Query', id: 'test-citizen' }]],
    ['none', []],
  ])('%s is not the subject', async (_name, representations) => {
    const asked = await post({ ...entitiesQuery, variables: { representations } });
    expect(asked.errors.map(({ code }) => code)).toEqual(['SUBJECT_NOT_ASKED']);
    expect(asked.text).not.toContain(citizen);
    expect(executed).toBe(0);
  });
});
