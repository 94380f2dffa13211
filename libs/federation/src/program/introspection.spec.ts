import { buildSchema, parse } from 'graphql';
import { answerIntrospection } from '../planning/introspection-answer.js';
import { compileIntrospection } from './introspection.js';
import { KeyNames } from './key-names.js';

const schema = buildSchema('type Query { a: String } type Box { id: ID! size: Int }');
const names = new KeyNames('__c');
function compile(text: string) {
  const document = parse(text, { noLocation: true });
  return compileIntrospection(schema, document, answerIntrospection(schema, document), (node) =>
    names.sourceKeyOf(node),
  );
}
const BY_NAME = 'query($name: String!) { a x: __type(name: $name) { name fields { name } } }';

describe('introspection of an operation', () => {
  it('is answered under the names of fetched objects', () => {
    const introspect = compile('{ a __schema { queryType { name } } box: __type(name: "Box") { name } }');
    expect(JSON.parse(JSON.stringify(introspect({})))).toEqual({
      __schema: { queryType: { name: 'Query' } },
      box__c: { name: 'Box' },
    });
  });

  it('is answered in fragments', () => {
    const introspect = compile('{ ... on Query { ...F } } fragment F on Query { a __type(name: "Box") { kind } }');
    expect(JSON.parse(JSON.stringify(introspect({})))).toEqual({ __type__c: { kind: 'OBJECT' } });
  });

  it('is nothing where nobody asks for it', () => {
    expect(compile('{ a }')({})).toEqual({});
  });

  it('is found once when no variable decides it', () => {
    const introspect = compile('query($unused: Int) { __schema { description } }');
    expect(introspect({ unused: 1 })).toBe(introspect({ unused: 2 }));
  });

  it.each([
    ['Box', { name: 'Box', fields: [{ name: 'id' }, { name: 'size' }] }],
    ['None', null],
  ])('hangs on the variables that it uses: %s', (name, expected) => {
    expect(JSON.parse(JSON.stringify(compile(BY_NAME)({ name })))).toEqual({ x__c: expected });
  });

  it('follows the conditions of the client', () => {
    const introspect = compile('query($a: Boolean!) { __schema @include(if: $a) { description } }');
    expect(introspect({ a: false })).toEqual({});
    expect(Object.keys(introspect({ a: true }))).toEqual(['__schema']);
  });
});
