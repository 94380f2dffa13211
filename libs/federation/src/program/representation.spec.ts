import { buildSchema } from 'graphql';
import type { JsonObject } from './json-object.js';
import type { Requirement } from './plan-nodes.js';
import { compileRepresent, compileTypeTest } from './representation.js';

const schema = buildSchema(`
  type Query { media: [Media] }
  interface Node { id: ID! }
  interface Media implements Node { id: ID! title: String }
  type Book implements Media & Node { id: ID! title: String }
  type Film implements Media & Node { id: ID! title: String }
  type Shelf { id: ID! }
  union Thing = Book | Shelf
`);
const field = (name: string, ...selections: Requirement[]): Requirement => ({
  kind: 'Field',
  name,
  ...(selections.length === 0 ? {} : { selections }),
});
const on = (typeCondition: string, ...selections: Requirement[]): Requirement => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});
const represent = (requires: Requirement[], source: JsonObject) => compileRepresent(schema, requires)(source);
const KEY = [field('__typename'), field('id')];

describe('what a subgraph is told of an object', () => {
  it('is what the plan requires, and nothing else', () => {
    expect(represent([on('Book', ...KEY)], { __typename: 'Book', id: '1', title: 'unasked' })).toEqual({
      __typename: 'Book',
      id: '1',
    });
  });

  it('is nothing of an object of another type', () => {
    expect(represent([on('Book', ...KEY)], { __typename: 'Film', id: '1' })).toBeUndefined();
  });

  it.each([
    ['Media', 'Book'],
    ['Node', 'Film'],
    ['Thing', 'Shelf'],
    ['Media', 'Media'],
    ['Node', 'Media'],
  ])('follows a condition on %s for an object called %s', (condition, __typename) => {
    expect(represent([on(condition, ...KEY)], { __typename, id: '1' })).toEqual({ __typename, id: '1' });
  });

  it('adds up from several fragments that fit, also inside of values', () => {
    const requires = [
      on('Book', ...KEY, field('size', field('width')), field('parts', field('a'))),
      on('Media', field('title'), field('size', field('height')), field('parts', field('b'))),
    ];
    const source = {
      __typename: 'Book',
      id: '1',
      title: 'T',
      size: { width: 1, height: 2, depth: 3 },
      parts: [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    };
    expect(represent(requires, source)).toEqual({
      __typename: 'Book',
      id: '1',
      title: 'T',
      size: { width: 1, height: 2 },
      parts: [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    });
  });

  it('is under the names that were fetched', () => {
    const requires: Requirement[] = [field('__typename'), { kind: 'Field', name: 'title', alias: 'title__c' }];
    expect(represent(requires, { __typename: 'Book', title: 'no', title__c: 'T' })).toEqual({
      __typename: 'Book',
      title__c: 'T',
    });
  });
});

describe('what has not been fetched', () => {
  it('is not there, while null is told', () => {
    expect(represent([...KEY, field('title')], { __typename: 'Book', id: '1', title: null })).toEqual({
      __typename: 'Book',
      id: '1',
      title: null,
    });
    expect(represent([...KEY, field('title')], { __typename: 'Book', id: '1' })).toEqual({
      __typename: 'Book',
      id: '1',
    });
  });

  it.each<[string, unknown]>([
    ['an object', { width: 1 }],
    ['an item of a list', [{ width: 1, height: 2 }, { width: 3 }]],
    ['a list of lists', [[{ width: 1 }]]],
  ])('leaves out the whole value when it lies inside of %s', (_, size) => {
    const requires = [...KEY, field('size', field('width'), field('height'))];
    expect(represent(requires, { __typename: 'Book', id: '1', size })).toEqual({ __typename: 'Book', id: '1' });
  });

  it('is told as null where a value is null', () => {
    const requires = [...KEY, field('size', field('width'))];
    expect(represent(requires, { __typename: 'Book', id: '1', size: [null, { width: 1 }] })).toEqual({
      __typename: 'Book',
      id: '1',
      size: [null, { width: 1 }],
    });
  });

  it('is everything when even the type is not known', () => {
    expect(represent(KEY, { id: '1' })).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString'])('is not what every object answers to: %s', (name) => {
    expect(Object.keys(represent([...KEY, field(name)], { __typename: 'Book', id: '1' }) ?? {})).toEqual([
      '__typename',
      'id',
    ]);
  });
});

describe('a test of a type', () => {
  it.each([
    ['Book', 'Book', true],
    ['Book', 'Film', false],
    ['Media', 'Film', true],
    ['Media', 'Node', false],
    ['Node', 'Media', true],
    ['Thing', 'Film', false],
    ['Unknown', 'Unknown', true],
    ['Book', undefined, false],
    ['Book', ['Book'], false],
  ])('of %s for %j: %s', (condition, typename, expected) => {
    expect(compileTypeTest(schema, condition)(typename)).toBe(expected);
  });
});
