import { RequestRefusal, readPostedRequest, readQueriedRequest, requireJsonBody } from './graphql-request.js';

const refusalOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof RequestRefusal)) throw thrown;
    return [thrown.status, thrown.message];
  }
};

describe('a posted request', () => {
  it('has a document, and perhaps a name and variables', () => {
    expect(readPostedRequest('{"query":"{ a }"}')).toEqual({ document: '{ a }' });
    expect(readPostedRequest('{"query":"query A { a }","operationName":"A","variables":{"b":[1]}}')).toEqual({
      document: 'query A { a }',
      operationName: 'A',
      variables: { b: [1] },
    });
  });

  it('may say null for what it does not have, and more than is known here', () => {
    const body = '{"query":"{ a }","operationName":null,"variables":null,"extensions":null,"future":1}';
    expect(readPostedRequest(body)).toEqual({ document: '{ a }' });
  });

  it.each([
    ['no JSON', '{"query":', 'The body is not JSON.'],
    ['nothing', '', 'The body is not JSON.'],
    ['a list of requests', '[{"query":"{ a }"}]', 'This is not a GraphQL request: the body must be one JSON object.'],
    ['null', 'null', 'This is not a GraphQL request: the body must be one JSON object.'],
    ['no document', '{"qeury":"{ a }"}', 'This is not a GraphQL request: query must be a string.'],
    [
      'parameters of other kinds',
      '{"query":"{ a }","operationName":1,"variables":[1],"extensions":"x"}',
      'This is not a GraphQL request: operationName must be a string, variables must be an object, extensions must be an object.',
    ],
  ])('is refused with 400 when it is %s', (_, body, message) => {
    expect(refusalOf(() => readPostedRequest(body))).toEqual([400, message]);
  });

  it.each([
    ['application/json', undefined],
    ['application/json; charset=utf-8', 'identity'],
    ['Application/JSON;charset="UTF-8"', undefined],
  ])('is JSON: %s', (type, encoding) => {
    expect(() => requireJsonBody(type, encoding)).not.toThrow();
  });

  it.each([
    [undefined, undefined],
    ['text/plain', undefined],
    ['application/x-www-form-urlencoded', undefined],
    ['application/graphql', undefined],
    ['application/json; charset=utf-16', undefined],
    ['application/json', 'gzip'],
  ])('is refused with 415 when it is %s, %s', (type, encoding) => {
    expect(refusalOf(() => requireJsonBody(type, encoding))).toMatchObject({ 0: 415 });
  });
});

describe('a request in an address', () => {
  const searchOf = (given: Record<string, string>): string => new URLSearchParams(given).toString();

  it('says the same, with JSON in its parameters', () => {
    const query = 'query A($b: Int) { a(b: $b) }';
    expect(readQueriedRequest(searchOf({ query, operationName: 'A', variables: '{"b":1}' }))).toEqual({
      document: query,
      operationName: 'A',
      variables: { b: 1 },
    });
  });

  it('takes an empty parameter for none', () => {
    expect(readQueriedRequest('query=%7Ba%7D&operationName=&variables=&extensions=')).toEqual({ document: '{a}' });
  });

  it.each([
    ['no document', {}, 400],
    ['variables that are no JSON', { query: '{ a }', variables: 'x' }, 400],
    ['variables that are a list', { query: '{ a }', variables: '[]' }, 400],
    ['a mutation', { query: 'mutation { a }' }, 405],
    ['a mutation among others, when it is meant', { query: 'query A { a } mutation B { b }', operationName: 'B' }, 405],
  ])('is refused: %s', (_, given, status) => {
    expect(refusalOf(() => readQueriedRequest(searchOf(given)))).toMatchObject({ 0: status });
  });

  it('may ask beside a mutation, and leaves what cannot be parsed to the engine', () => {
    const query = 'query A { a } mutation B { b }';
    expect(readQueriedRequest(searchOf({ query, operationName: 'A' }))).toMatchObject({ operationName: 'A' });
    expect(readQueriedRequest('query=mutation+%7B')).toEqual({ document: 'mutation {' });
  });
});
