import { buildSchema } from 'graphql';
import type { JsonObject } from './json-object.js';
import type { Rewrite } from './plan-nodes.js';
import { compileRewrites } from './rewrites.js';

const schema = buildSchema(`
  type Query { media: Media }
  interface Media { id: ID! }
  type Book implements Media { id: ID! }
  type Film implements Media { id: ID! }
`);
const setting = (...path: string[]): Rewrite => ({ kind: 'ValueSetter', path, setValueTo: 'Media' });
const renaming = (renameKeyTo: string, ...path: string[]): Rewrite => ({ kind: 'KeyRenamer', path, renameKeyTo });
function rewritten<Value>(rewrites: Rewrite[], value: Value): Value {
  compileRewrites(schema, rewrites)?.(value);
  return value;
}

describe('a rewrite of a plan', () => {
  it('sets the name that a subgraph knows a type by', () => {
    expect(rewritten([setting('... on Book', '__typename')], { __typename: 'Book', id: 1 })).toEqual({
      __typename: 'Media',
      id: 1,
    });
  });

  it('leaves objects of other types alone', () => {
    expect(rewritten([setting('... on Book', '__typename')], { __typename: 'Film' })).toEqual({ __typename: 'Film' });
  });

  it('reaches every item of lists, and what is below them', () => {
    const rewrites = [setting('list', '... on Media', '__typename')];
    expect(
      rewritten(rewrites, [{ list: [[{ __typename: 'Book' }], null, { __typename: 'Film' }] }, { list: 1 }]),
    ).toEqual([{ list: [[{ __typename: 'Media' }], null, { __typename: 'Media' }] }, { list: 1 }]);
  });

  it('gives an alias of the planner’s its name back', () => {
    expect(
      rewritten([renaming('size', '... on Book', 'size__alias_0')], { __typename: 'Book', size__alias_0: 3 }),
    ).toEqual({ __typename: 'Book', size: 3 });
  });

  it('reaches objects whose type nobody asked for', () => {
    expect(rewritten([renaming('size', '... on Book', 'size__alias_0')], { size__alias_0: 3 })).toEqual({ size: 3 });
  });

  it('renames null, and not what is missing', () => {
    expect(rewritten([renaming('b', 'a')], { a: null })).toEqual({ b: null });
    expect(rewritten([renaming('b', 'a')], { b: 1 })).toEqual({ b: 1 });
  });

  it('touches no prototype, whatever the names are', () => {
    const value: JsonObject = { a: { polluted: 1 } };
    rewritten([renaming('__proto__', 'a'), setting('constructor', 'polluted')], value);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":1}}');
    expect(({} as JsonObject)['polluted']).toBeUndefined();
    expect(Object).not.toHaveProperty('polluted');
  });

  it('that ends nowhere is a fault of the plan', () => {
    expect(() => compileRewrites(schema, [setting('... on Book')])).toThrow('ends nowhere');
    expect(() => compileRewrites(schema, [setting()])).toThrow('ends nowhere');
  });

  it('is nothing when there is none', () => {
    expect(compileRewrites(schema, [])).toBeUndefined();
    expect(compileRewrites(schema)).toBeUndefined();
  });
});
