import { Kind, buildSchema, isObjectType, parse } from 'graphql';
import { SelectionCollector, fragmentsOf, selectionsBelow } from './selection.js';

const schema = buildSchema(`
  type Query { a: String b: String c: String one: Box node: Node }
  interface Node { id: ID! }
  type Box implements Node { id: ID! size: Int inner: Box }
  type Pen implements Node { id: ID! colour: String }
  union Thing = Box | Pen
`);

function collect(document: string, typeName = 'Query') {
  const parsed = parse(document, { noLocation: true });
  const operation = parsed.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new TypeError(typeName);
  return new SelectionCollector(schema, fragmentsOf(parsed)).collect(type, [{ set: operation.selectionSet, when: [] }]);
}
const whenOf = (when: readonly { variable: string; is: boolean }[]) =>
  when.map(({ variable, is }) => `${is ? '' : '!'}${variable}`).join('&');
const orderOf = (document: string, type?: string) =>
  collect(document, type).order.map(({ key, when }) => (when.length === 0 ? key : `${key}?${whenOf(when)}`));

describe('the fields that a selection asks of a type', () => {
  it('are told by their response keys, each with all its occurrences', () => {
    const { fields } = collect('{ a x: b ...F } fragment F on Query { a c }');
    expect([...fields].map(([key, occurrences]) => [key, occurrences.length])).toEqual([
      ['a', 2],
      ['x', 1],
      ['c', 1],
    ]);
  });

  it.each([
    ['Box', ['id', 'size', 'inner']],
    ['Pen', ['id', 'colour']],
  ])('of %s are those of the fragments that apply to it', (type, expected) => {
    const document =
      '{ ... on Node { id } ... on Box { size } ... on Pen { colour } ... on Thing { ... on Box { inner { id } } } }';
    expect(orderOf(document, type)).toEqual(expected);
  });

  it('carry every condition that stands around them', () => {
    expect(
      orderOf(
        'query($a: Boolean!, $b: Boolean!) { ... @include(if: $a) { a ...F @skip(if: $b) } } fragment F on Query { b }',
      ),
    ).toEqual(['a?a', 'b?a&!b']);
  });

  it('are not there when conditions around them contradict each other', () => {
    expect(orderOf('query($a: Boolean!) { ... @include(if: $a) { a @skip(if: $a) b } c @include(if: false) }')).toEqual(
      ['b?a'],
    );
  });

  it('of a fragment that is spread twice are collected once, and again under other conditions', () => {
    const document =
      'query($a: Boolean!) { ...F @include(if: $a) ...F @include(if: $a) ...F } fragment F on Query { a }';
    expect(collect(document).fields.get('a')).toHaveLength(2);
  });
});

describe('the order of the answer', () => {
  it('is that of the first occurrences', () => {
    expect(orderOf('{ b a b c a }')).toEqual(['b', 'a', 'c']);
  });

  it('knows further places of a field for when a condition leaves out the first', () => {
    expect(orderOf('query($a: Boolean!) { b @include(if: $a) a b c b }')).toEqual(['b?a', 'a', 'b', 'c']);
  });
});

describe('a deferred fragment', () => {
  const DEFER = (args: string) => `query($d: Boolean!, $a: Boolean!) { a ... @defer(${args}) @include(if: $a) { b } }`;

  it('stands apart, with its label and conditions', () => {
    const { fields, deferred } = collect(DEFER('label: "x"'));
    expect([...fields.keys()]).toEqual(['a']);
    expect(deferred.map(({ label, when }) => [label, whenOf(when)])).toEqual([['x', 'a']]);
  });

  it('is among the others where a literal says so', () => {
    const { fields, deferred } = collect(DEFER('label: "x", if: false'));
    expect([...fields.keys()]).toEqual(['a', 'b']);
    expect(deferred).toEqual([]);
  });

  it('is both where a variable decides', () => {
    const { order, deferred } = collect(DEFER('label: "x", if: $d'));
    expect(order.map(({ key, when }) => [key, whenOf(when)])).toEqual([
      ['a', ''],
      ['b', 'a&!d'],
    ]);
    expect(deferred.map(({ when }) => whenOf(when))).toEqual(['a&d']);
  });

  it('of a type that the object is not of is not there', () => {
    expect(collect('{ ... on Pen @defer(label: "x") { colour } }', 'Box').deferred).toEqual([]);
  });

  it('stands at each of its places, named fragment or not', () => {
    const document = '{ ...F @defer(label: "x") ...F @defer(label: "y") } fragment F on Query { b }';
    expect(collect(document).deferred.map(({ label }) => label)).toEqual(['x', 'y']);
  });

  it('without a label of ours is a fault of ours', () => {
    expect(() => collect('{ ... @defer { b } }')).toThrow('label');
  });
});

describe('what is selected below a field', () => {
  const below = (document: string) => selectionsBelow(collect(document).fields.get('one') ?? []);

  it('needs no condition that has let in the field itself', () => {
    expect(below('query($a: Boolean!) { one @include(if: $a) { id } }').map(({ when }) => when)).toEqual([[]]);
  });

  it('keeps the conditions of each occurrence when there are several', () => {
    expect(
      below('query($a: Boolean!) { one @include(if: $a) { id } one { size } }').map(({ when }) => whenOf(when)),
    ).toEqual(['a', '']);
  });
});
