import { buildSchema } from 'graphql';
import { compileMerge } from './merge.js';
import type { JsonObject } from './json-object.js';

const mergeInto = compileMerge(
  buildSchema(`
    type Query { media: Media }
    interface Media { id: ID! }
    type Book implements Media { id: ID! }
    union Any = Book
  `),
);
const merged = (target: JsonObject, source: JsonObject) => {
  mergeInto(target, source);
  return target;
};

describe('what two subgraphs say of the same object', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['is joined', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['is joined inside of objects', { o: { a: 1 } }, { o: { b: 2 } }, { o: { a: 1, b: 2 } }],
    ['is joined item by item', { l: [{ a: 1 }, null] }, { l: [{ b: 2 }, { b: 3 }] }, { l: [{ a: 1, b: 2 }, { b: 3 }] }],
    ['keeps the value of the one that could tell', { a: 1, l: [1] }, { a: null, l: null }, { a: 1, l: [1] }],
    ['takes the value of the one that could tell', { a: null }, { a: 1 }, { a: 1 }],
    ['takes the later list when they differ in length', { l: [1, 2] }, { l: [3] }, { l: [3] }],
    ['is the later value where they differ in kind', { a: { b: 1 } }, { a: 2 }, { a: 2 }],
    ['keeps null where both say so', { a: null }, { a: null }, { a: null }],
  ])('%s', (_, target, source, expected) => {
    expect(merged(target, source)).toEqual(expected);
  });

  it('keeps the objects that are there: other steps hold them', () => {
    const inner = { a: 1 };
    const list = [inner];
    const target = { o: inner, l: list };
    mergeInto(target, { o: { b: 2 }, l: [{ c: 3 }] });
    expect(target.o).toBe(inner);
    expect(target.l[0]).toBe(inner);
    expect(inner).toEqual({ a: 1, b: 2, c: 3 });
  });
});

describe('the name of a type', () => {
  it.each(['Media', 'Any'])('is not replaced by that of %s, which is abstract', (name) => {
    expect(merged({ __typename: 'Book' }, { __typename: name })).toEqual({ __typename: 'Book' });
  });

  it('replaces that of an interface, which one subgraph knows as a type', () => {
    expect(merged({ __typename: 'Media' }, { __typename: 'Book' })).toEqual({ __typename: 'Book' });
  });

  it('is that of an interface while nobody knows better', () => {
    expect(merged({}, { __typename: 'Media' })).toEqual({ __typename: 'Media' });
  });
});

describe('names that every object answers to', () => {
  it('are keys like others', () => {
    const target = merged({}, JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2},"toString":3}'));
    expect(JSON.stringify(target)).toBe('{"__proto__":{"a":1},"constructor":{"b":2},"toString":3}');
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });

  it('are joined in the object, not in the prototype of all', () => {
    const target = merged(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"b":2}}'));
    expect(JSON.stringify(target)).toBe('{"__proto__":{"a":1,"b":2}}');
    expect(({} as JsonObject)['b']).toBeUndefined();
  });
});
