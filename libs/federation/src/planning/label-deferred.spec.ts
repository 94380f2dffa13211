import { parse, print } from 'graphql';
import { labelDeferred } from './label-deferred.js';

function labelled(text: string) {
  const { document, labels } = labelDeferred(parse(text, { noLocation: true }));
  return { text: print(document).replaceAll(/\s+/g, ' '), labels: [...labels] };
}

describe('deferred fragments', () => {
  it('get a label of ours each, and keep the client’s beside', () => {
    expect(labelled('{ ... @defer(label: "mine", if: $d) { a } ... @defer { b } }')).toEqual({
      text: '{ ... @defer(if: $d, label: "part-0") { a } ... @defer(label: "part-1") { b } }',
      labels: [
        ['part-0', 'mine'],
        ['part-1', undefined],
      ],
    });
  });

  it('of one label are told apart', () => {
    expect(labelled('{ ... @defer(label: "x") { a } ... @defer(label: "x") { b } }').labels).toEqual([
      ['part-0', 'x'],
      ['part-1', 'x'],
    ]);
  });

  it('inside of named fragments are a part of their own at each place', () => {
    const { text, labels } = labelled('{ a { ...F } b { ...F } } fragment F on T { c ... @defer(label: "x") { d } }');
    expect(text).toBe(
      '{ a { ... on T { c ... @defer(label: "part-0") { d } } } b { ... on T { c ... @defer(label: "part-1") { d } } } }',
    );
    expect(labels).toEqual([
      ['part-0', 'x'],
      ['part-1', 'x'],
    ]);
  });

  it('are found in fragments of fragments', () => {
    const { text } = labelled(
      '{ ...A } fragment A on T { ...B } fragment B on T { ...C } fragment C on T { ... @defer { d } }',
    );
    expect(text).toBe('{ ... on T { ... on T { ... on T { ... @defer(label: "part-0") { d } } } } }');
  });

  it('may be named ones, which stay named', () => {
    expect(labelled('{ ...F @defer ...F } fragment F on T { d }').text).toBe(
      '{ ...F @defer(label: "part-0") ...F } fragment F on T { d }',
    );
  });

  it('keep the other directives of where they are spread', () => {
    expect(labelled('{ ...F @include(if: $a) } fragment F on T { ... @defer { d } }').text).toBe(
      '{ ... on T @include(if: $a) { ... @defer(label: "part-0") { d } } }',
    );
  });

  it('are refused when spreading makes too many of them', () => {
    const levels = Array.from(
      { length: 8 },
      (_, at) => `fragment F${at} on T { x { ...F${at + 1} } y { ...F${at + 1} } }`,
    );
    expect(() => labelled(`{ ...F0 } ${levels.join(' ')} fragment F8 on T { ... @defer { d } }`)).toThrow(
      expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }),
    );
  });
});

it('a document that defers nothing stays what it is', () => {
  const text = 'query Q($a: Int) { a(b: $a) { ...F } } fragment F on T { c }';
  expect(labelled(text)).toEqual({ text, labels: [] });
});
