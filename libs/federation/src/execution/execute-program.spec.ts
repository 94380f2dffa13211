import { RecordingReport, aContext } from '../../test/support/a-context.js';
import { FederatedWorld } from '../../test/support/federated-world.js';
import type { JsonObject } from '../program/json-object.js';

const SDL = `
  type Query { me: Person number(of: Int): Int names: [String!]! first: Int second: Int }
  type Person { name: String! age: Int }`;
async function overData(data: JsonObject, errors?: unknown) {
  return FederatedWorld.of({ subgraphs: { people: SDL }, respond: { people: () => ({ data, errors }) } });
}

describe('the execution of a program', () => {
  it('answers in the client’s order and words, whatever the subgraph’s is', async () => {
    const world = await overData({ second: 2, first: 1, n__c: 3 });
    const { data } = await world.ask('{ first n: number(of: 1) second __typename }');
    expect(Object.entries(data ?? {})).toEqual([
      ['first', 1],
      ['n', 3],
      ['second', 2],
      ['__typename', 'Query'],
    ]);
  });

  it('answers introspection beside data', async () => {
    const world = await overData({ first: 1 });
    expect(JSON.parse(JSON.stringify(await world.ask('{ first x: __type(name: "Person") { name } }')))).toMatchObject({
      data: { first: 1, x: { name: 'Person' } },
      errors: [],
    });
  });

  it('asks nobody when there is nothing to ask', async () => {
    const world = await overData({});
    expect(JSON.parse(JSON.stringify(await world.ask('{ __typename __schema { queryType { name } } }')))).toEqual({
      kind: 'complete',
      data: { __typename: 'Query', __schema: { queryType: { name: 'Query' } } },
      errors: [],
    });
    expect(world.service('people').calls).toEqual([]);
  });

  it('tells once that a value is missing where there must be one', async () => {
    const world = await overData({ me: { name: null, age: 3 }, first: 1 });
    expect(await world.ask('{ me { name age } first }')).toEqual({
      kind: 'complete',
      data: { me: null, first: 1 },
      errors: [{ code: 'VALUE_MISSING', path: ['me', 'name'] }],
    });
  });

  it('leaves it to the subgraph to say why', async () => {
    const world = await overData({ me: null, first: 1 }, [{ message: 'no name', path: ['me', 'name'] }]);
    const { data, errors } = await world.ask('{ me { name } first }');
    expect(data).toEqual({ me: null, first: 1 });
    expect(errors.map(({ code, detail }) => [code, detail])).toEqual([['AUTHORITY_ERROR', 'no name']]);
  });

  it('is null as a whole when a null rises to the top', async () => {
    const world = await overData({ names: ['a', null], first: 1 });
    expect(await world.ask('{ names first }')).toEqual({
      kind: 'complete',
      data: null,
      errors: [{ code: 'VALUE_MISSING', path: ['names', 1] }],
    });
  });

  it('says nothing about what conditions have left out', async () => {
    const world = await overData({ first: 1 }, [{ message: 'x', path: ['second'] }]);
    const document = 'query($a: Boolean!) { first second @include(if: $a) }';
    expect((await world.ask(document, { variables: { a: false } })).errors).toEqual([]);
    expect((await world.ask(document, { variables: { a: true } })).errors).toHaveLength(1);
  });

  it('tells what is going to be asked, once, also when it is nothing', async () => {
    const report = new RecordingReport();
    const world = await overData({ first: 1 });
    await world.ask('{ first }', { context: aContext({ report }) });
    expect(report.expected).toEqual([[]]);
  });

  it('runs again and again, each time by itself', async () => {
    const world = await FederatedWorld.of({
      subgraphs: { people: SDL },
      respond: { people: ({ variables }) => ({ data: { number__c: variables['of'] } }) },
    });
    const program = await world.compile('query($of: Int) { number(of: $of) }');
    const answers = await Promise.all([1, 2].map((of) => world.run(program, { variables: { of } })));
    expect(answers.map(({ data }) => data)).toEqual([{ number: 1 }, { number: 2 }]);
  });
});

describe('the variables of a request', () => {
  it.each<[string, string, JsonObject]>([
    ['of the wrong type', 'query($of: Int) { number(of: $of) }', { of: 'one' }],
    ['that are missing', 'query($of: Int!) { number(of: $of) }', {}],
    [
      'that are null where a condition hangs on them',
      'query($a: Boolean! = true) { first @include(if: $a) }',
      { a: null },
    ],
    ['that are null although they have a default', 'query($a: Boolean = true) { first @include(if: $a) }', { a: null }],
  ])('are refused when %s, and nobody is asked', async (_, document, variables) => {
    const world = await overData({ first: 1 });
    const execution = await world.ask(document, { variables });
    expect(execution).not.toHaveProperty('data');
    expect(execution.errors[0]).toMatchObject({ code: 'VARIABLES_INVALID', detail: expect.any(String) });
    expect(world.service('people').calls).toEqual([]);
  });

  it('have their defaults', async () => {
    const world = await overData({ number__c: 7 });
    await world.ask('query($of: Int = 5) { number(of: $of) }');
    expect(world.service('people').calls[0]?.variables).toEqual({ of: 5 });
  });

  it('may be more than the operation knows', async () => {
    const world = await overData({ first: 1 });
    expect((await world.ask('{ first }', { variables: { other: 1 } })).errors).toEqual([]);
  });
});
