import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, parse, print } from 'graphql';
import { aFetch } from '../../test/support/a-fetch.js';
import { aContext } from '../../test/support/a-context.js';
import { FederatedWorld } from '../../test/support/federated-world.js';
import { linked } from '../../test/planning/composed.js';
import { Run } from '../execution/run.js';
import { readFetchOperation } from './fetch-operation.js';
import { isObject } from './json-object.js';
import { ownAnswerer, splitLate } from './own-step.js';

const SDL = 'type Query { early: Int late: Int echo(a: Int): Int who: String fails: Int }';
const schema = buildSchema(SDL);
const operationOf = (operation: string) => readFetchOperation(schema, aFetch(operation));
const textOf = (part: ReturnType<typeof splitLate>['late']) =>
  part === undefined ? undefined : print(part.definition.selectionSet).replaceAll(/\s+/g, ' ');

describe('the operation of the host’s own subgraph', () => {
  it.each([
    ['{ early late }', '{ early }', '{ late }', ['late']],
    ['{ early }', '{ early }', undefined, undefined],
    ['{ x: late }', undefined, '{ x: late }', ['x']],
    [
      '{ ... on Query { early late } ...F } fragment F on Query { y: late }',
      '{ ... on Query { early } }',
      '{ ... on Query { late } ... on Query { y: late } }',
      ['late', 'y'],
    ],
    [
      'query($a: Boolean!) { early ... @include(if: $a) { late } }',
      '{ early }',
      '{ ... @include(if: $a) { late } }',
      ['late'],
    ],
  ])('`%s` is split into what can be asked now and what waits', (text, early, late, asked) => {
    const parts = splitLate(operationOf(text), new Set(['late']));
    expect(textOf(parts.early)).toBe(early);
    expect(textOf(parts.late)).toBe(late);
    expect(parts.late?.asked.map(({ key }) => key)).toEqual(asked);
  });

  it('is executed without those of its fragments that stay behind', async () => {
    const own = { name: 'gateway', schema: buildSchema(SDL), lateFields: new Set(['late']) };
    const { late } = splitLate(operationOf('{ ...F } fragment F on Query { early late }'), own.lateFields);
    const { data } = await ownAnswerer(own, late!).ask(new Run({}, aContext()), () => '');
    expect(data).toEqual({ late: null });
  });
});

describe('the host’s own subgraph', () => {
  const seen: unknown[] = [];
  const own = {
    name: 'gateway',
    lateFields: new Set(['late']),
    schema: buildSubgraphSchema({
      typeDefs: parse(linked(SDL)),
      resolvers: {
        Query: {
          early: () => 1,
          late: () => 2,
          echo: (_: unknown, { a }: { a?: number }) => (seen.push(a), a),
          who: (_: unknown, __: unknown, context: unknown) => isObject(context) && context['transactionId'],
          fails: () => {
            throw new TypeError('of our own');
          },
        },
      },
    }),
  };
  const overOwn = () => FederatedWorld.of({ subgraphs: { gateway: SDL }, own });

  it('is answered in-process, with the context of the request', async () => {
    const world = await overOwn();
    expect(await world.ask('{ early who }')).toEqual({
      kind: 'complete',
      data: { early: 1, who: 'transaction-1' },
      errors: [],
    });
  });

  it('keeps the order of the client’s document, late fields included', async () => {
    const { data } = await (await overOwn()).ask('{ late early l2: late }');
    expect(Object.entries(data ?? {})).toEqual([
      ['late', 2],
      ['early', 1],
      ['l2', 2],
    ]);
  });

  it('gets variables that have a value, and no others', async () => {
    const world = await overOwn();
    await world.ask('query($a: Int) { echo(a: $a) }', { variables: { a: 3 } });
    await world.ask('query($a: Int) { echo(a: $a) }');
    expect(seen).toEqual([3, undefined]);
  });

  it('that fails is our own fault, with the cause for our own log', async () => {
    const { data, errors } = await (await overOwn()).ask('{ fails early }');
    expect(data).toEqual({ fails: null, early: 1 });
    expect(errors).toEqual([
      { code: 'INTERNAL', path: ['fails'], service: 'gateway', detail: 'of our own', cause: expect.any(TypeError) },
    ]);
  });

  it('answers late fields also when everything else has failed', async () => {
    const { data } = await (await overOwn()).ask('{ fails late }');
    expect(data).toEqual({ fails: null, late: 2 });
  });
});
