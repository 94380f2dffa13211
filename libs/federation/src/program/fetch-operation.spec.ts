import { buildSchema } from 'graphql';
import { aFetch } from '../../test/support/a-fetch.js';
import { readFetchOperation } from './fetch-operation.js';

const schema = buildSchema(`
  type Query { me: Citizen other: Int }
  interface Node { id: ID! }
  type Citizen implements Node { id: ID! name: String tax: Tax }
  type Tax { year: Int }
`);
const ENTITIES = `query Q__skat__1($representations: [_Any!]!, $a: Boolean!) { _entities(representations: $representations) {
  ... on Citizen { name ...T @include(if: $a) } ... on Node { id } } } fragment T on Citizen { x: tax { year } }`;

describe('the operation of a fetch', () => {
  it('asks root fields', () => {
    const read = readFetchOperation(schema, aFetch('query Q { me { name } x: other }', { operationName: 'Q' }));
    expect(read.name).toBe('Q');
    expect(read.variables).toEqual([]);
    expect(read.asked.map(({ key, name, below }) => [key, name, below.length > 0])).toEqual([
      ['me', 'me', true],
      ['x', 'other', false],
    ]);
  });

  it('asks fields of entities, each of certain types and under certain conditions', () => {
    const read = readFetchOperation(schema, aFetch(ENTITIES, { requires: [], variableUsages: ['a'] }));
    expect(read.variables).toEqual(['a']);
    expect(read.asked.map(({ key, when, isOn }) => [key, when, isOn('Citizen'), isOn('Tax')])).toEqual([
      ['name', [], true, false],
      ['x', [{ variable: 'a', is: true }], true, false],
      ['id', [], true, false],
    ]);
  });

  it('is told by the keys that the rewrites of the plan leave', () => {
    const read = readFetchOperation(
      schema,
      aFetch('{ a__alias_0: other }', {
        outputRewrites: [{ kind: 'KeyRenamer', path: ['a__alias_0'], renameKeyTo: 'a' }],
      }),
    );
    expect(read.asked.map(({ key }) => key)).toEqual(['a']);
  });

  it.each([
    ['there is none', aFetch('fragment F on Citizen { id }')],
    ['it asks no entities although it names some', aFetch('{ other }', { requires: [] })],
  ])('is refused when %s', (_, node) => {
    expect(() => readFetchOperation(schema, node)).toThrow('without an operation');
  });
});
