import fc from 'fast-check';
import { Kind, buildSchema, parse } from 'graphql';
import { formOfScalar } from '../guard/scalar-forms.js';
import { ProjectionCompiler, leafFormBy, type ProjectionOptions } from './projection-compiler.js';
import { Findings } from './projection.js';
import { SelectionCollector, fragmentsOf } from './selection.js';
import type { JsonObject } from './json-object.js';

const schema = buildSchema(`
  scalar Date
  scalar DateTime
  scalar Oere
  scalar Unknown
  type Query {
    text: String sure: String! int: Int float: Float yes: Boolean day: Date at: DateTime oere: Oere unknown: Unknown
    kind: Kind list: [String] full: [String!]! deep: [[Int!]!] one: Part many: [Part!] loose: [Part] must: Part!
    some: Piece choice: Choice chain: Chain constructor: String toString: Part
  }
  interface Piece { id: ID! next: Piece }
  type Part implements Piece { id: ID! next: Piece size: Int! }
  type Bit implements Piece { id: ID! next: Piece word: String }
  type Chain { maybe: Chain sure: Chain! all: [Chain!]! leaf: Int! }
  union Choice = Part | Bit
  enum Kind { A B }
`);

function compile(document: string, options: Partial<ProjectionOptions> = {}) {
  const parsed = parse(document, { noLocation: true });
  const operation = parsed.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const collector = new SelectionCollector(schema, fragmentsOf(parsed));
  const compiler = new ProjectionCompiler({ collector, leafForm: leafFormBy(formOfScalar), ...options });
  return compiler.object(schema.getQueryType()!, [{ set: operation.selectionSet, when: [] }]);
}

function project(document: string, source: JsonObject, variables: JsonObject = {}, options = {}) {
  const findings = new Findings(variables);
  const data = compile(document, options).project(source, findings) ?? null;
  return {
    data,
    faults: findings.faults.map(({ code, path }) => `${code} ${path.join('.')}`),
    places: findings.places.map(({ fragment, path }) => `${fragment.label} ${path.join('.')}`),
    nulls: findings.nulls.map((path) => path.join('.')),
  };
}

describe('a leaf', () => {
  it.each<[string, unknown]>([
    ['text', 'Ærø'],
    ['text', ''],
    ['text', 'x'.repeat(10_000)],
    ['text', '<script>alert(1)</script>\u0007'],
    ['int', -2147483648],
    ['float', 0.5],
    ['yes', false],
    ['day', '2028-02-29'],
    ['at', '2026-11-23T10:00:00+01:00'],
    ['oere', -(2 ** 53 - 1)],
    ['unknown', 'any leaf'],
    ['kind', 'A'],
    ['text', null],
  ])('%s of the agreed form passes as it is: %j', (field, value) => {
    expect(project(`{ ${field} }`, { [field]: value })).toMatchObject({ data: { [field]: value }, faults: [] });
  });

  it.each<[string, unknown]>([
    ['text', 1],
    ['text', ['a']],
    ['text', { a: 1 }],
    ['text', 'x'.repeat(10_001)],
    ['int', 1.5],
    ['int', 2 ** 31],
    ['int', '1'],
    ['float', '0.5'],
    ['yes', 'true'],
    ['yes', 0],
    ['day', '2026-13-32'],
    ['day', '2027-02-29'],
    ['day', '32.13.2026'],
    ['at', 'yesterday'],
    ['oere', 2 ** 53],
    ['oere', 1.1],
    ['unknown', { hidden: 1 }],
    ['unknown', ['hidden']],
    ['kind', 'C'],
    ['kind', 'toString'],
    ['kind', '__proto__'],
  ])('%s of another form is null, and a fault: %j', (field, value) => {
    expect(project(`{ ${field} }`, { [field]: value })).toMatchObject({
      data: { [field]: null },
      faults: [`AUTHORITY_BAD_SHAPE ${field}`],
    });
  });

  it.each([[null], [undefined]])('that must be there and is %s is a fault', (value) => {
    expect(project('{ sure }', { sure: value })).toMatchObject({ data: null, faults: ['VALUE_MISSING sure'] });
  });

  it('that is missing is null where that is allowed, and nothing is wrong', () => {
    expect(project('{ text }', {})).toMatchObject({ data: { text: null }, faults: [], nulls: [] });
  });
});

describe('a structure', () => {
  const shape = (path: string) => [`AUTHORITY_BAD_SHAPE ${path}`];
  const missing = (path: string) => [`VALUE_MISSING ${path}`];

  it.each<[string, unknown, unknown, string[]]>([
    ['list', ['a', null], ['a', null], []],
    ['list', [], [], []],
    ['list', 'a', null, shape('list')],
    ['list', { length: 1, 0: 'a' }, null, shape('list')],
    ['list', ['a', 1], ['a', null], shape('list.1')],
    ['deep', [[1], [2, 3]], [[1], [2, 3]], []],
    ['deep', [[1], null], null, missing('deep.1')],
    ['deep', [[1, 'x']], null, shape('deep.0.1')],
    ['one { id size }', { id: 'p', size: 1, word: 'unasked' }, { id: 'p', size: 1 }, []],
    ['one { id size }', { id: 'p' }, null, missing('one.size')],
    ['one { id }', [], null, shape('one')],
    ['one { id }', 'p', null, shape('one')],
    ['one { __typename id }', { id: 'p' }, { __typename: 'Part', id: 'p' }, []],
    ['one { __typename id }', { __typename: 'Bit', id: 'p' }, { __typename: 'Part', id: 'p' }, []],
    ['many { id }', [{ id: 'a' }, { id: 'b' }], [{ id: 'a' }, { id: 'b' }], []],
    ['many { id }', [{ id: 'a' }, null], null, missing('many.1')],
    ['loose { id }', [{ id: 'a' }, {}], [{ id: 'a' }, null], missing('loose.1.id')],
    ['some { __typename id }', { __typename: 'Bit', id: 'b' }, { __typename: 'Bit', id: 'b' }, []],
    ['some { id }', { __typename: 'Query', id: 'b' }, null, shape('some')],
    ['some { id }', { __typename: 'Piece', id: 'b' }, null, shape('some')],
    ['some { id }', { __typename: 'constructor', id: 'b' }, null, shape('some')],
    ['some { id }', { __typename: ['Bit'], id: 'b' }, null, shape('some')],
    ['some { id }', { id: 'b' }, null, shape('some')],
    ['some { id }', 'b', null, shape('some')],
    [
      'some { next { ... on Part { size } next { id } } }',
      {
        __typename: 'Bit',
        next: { __typename: 'Part', size: 1, next: { __typename: 'Bit', id: 'n', word: 'unasked' } },
      },
      { next: { size: 1, next: { id: 'n' } } },
      [],
    ],
    ['choice { ... on Bit { word } }', { __typename: 'Part', word: 'unasked' }, {}, []],
    ['one { id } one { size }', { id: 'p', size: 2 }, { id: 'p', size: 2 }, []],
    ['must { id }', null, undefined, missing('must')],
  ])('`%s` of %j is read as %j', (selection, value, expected, faults) => {
    const [field = ''] = selection.split(' ');
    const read = project(`{ ${selection} }`, { [field]: value });
    expect(read.faults).toEqual(faults);
    expect(read.data).toEqual(expected === undefined ? null : { [field]: expected });
  });

  it('that a client selects under another name is read where the plan put it', () => {
    const sourceKeyOf = ({ alias, name }: { alias?: { value: string }; name: { value: string } }) =>
      alias === undefined ? name.value : `${alias.value}__c`;
    expect(project('{ text: int int }', { text__c: 1, int: 2, text: 'no' }, {}, { sourceKeyOf }).data).toEqual({
      text: 1,
      int: 2,
    });
  });
});

describe('a null that may not stand where it is (§6.4.4)', () => {
  const leaf = { leaf: 1 };

  it.each<[string, string, JsonObject, unknown, string[]]>([
    [
      'rises to the nearest field that may be null',
      '{ chain { maybe { sure { leaf } } leaf } }',
      { chain: { maybe: { sure: { leaf: null } }, leaf: 1 } },
      { chain: { maybe: null, leaf: 1 } },
      ['chain.maybe.sure.leaf'],
    ],
    [
      'rises through lists',
      '{ chain { maybe { all { leaf } } leaf } }',
      { chain: { maybe: { all: [leaf, {}] }, leaf: 1 } },
      { chain: { maybe: null, leaf: 1 } },
      ['chain.maybe.all.1.leaf'],
    ],
    [
      'takes the item of a list that may hold nulls, and not its neighbours',
      '{ loose { size } text }',
      { loose: [{ size: 1 }, { size: null }, { size: 3 }], text: 'x' },
      { loose: [{ size: 1 }, null, { size: 3 }], text: 'x' },
      ['loose.1.size'],
    ],
    ['rises to the whole answer', '{ text must { size } }', { text: 'x', must: {} }, null, ['must.size']],
    [
      'counts once for each place at which it comes to rest',
      '{ chain { maybe { leaf sure { leaf } } a: maybe { leaf } leaf } }',
      { chain: { maybe: {}, a: {}, leaf: 1 } },
      { chain: { maybe: null, a: null, leaf: 1 } },
      ['chain.maybe.leaf', 'chain.a.leaf'],
    ],
  ])('%s', (_, document, source, expected, faults) => {
    const { data, faults: found } = project(document, source);
    expect(data).toEqual(expected);
    expect(found).toEqual(faults.map((path) => `VALUE_MISSING ${path}`));
  });

  it('is told where it came to rest', () => {
    expect(project('{ loose { size } one { size } }', { loose: [{ size: 1 }, {}], one: {} }).nulls).toEqual([
      'loose.1',
      'one',
    ]);
  });
});

describe('deferred fragments', () => {
  const LISTED = '{ loose { id ... @defer(label: "later") { size } } }';

  it('are left out, and their places noted, one for each object', () => {
    const read = project(LISTED, { loose: [{ id: 'a', size: 1 }, null, { id: 'b', size: 2 }] });
    expect(read.data).toEqual({ loose: [{ id: 'a' }, null, { id: 'b' }] });
    expect(read.places).toEqual(['later loose.0', 'later loose.2']);
  });

  it('are forgotten where what they stand in becomes null, and only there', () => {
    const read = project(LISTED, { loose: [{ id: 'a' }, { id: null }] });
    expect(read.data).toEqual({ loose: [{ id: 'a' }, null] });
    expect(read.places).toEqual(['later loose.0']);
  });

  it('are forgotten below a null that rose past them', () => {
    const read = project('{ chain { maybe { sure { ... @defer(label: "later") { leaf } } leaf } leaf } }', {
      chain: { maybe: { sure: {} }, leaf: 1 },
    });
    expect(read.data).toEqual({ chain: { maybe: null, leaf: 1 } });
    expect(read.places).toEqual([]);
  });

  it('read what they select from the same object', () => {
    const findings = new Findings({});
    compile('{ one { ... @defer(label: "later") { size } id } }').project({ one: { id: 'a', size: 3 } }, findings);
    const [place] = findings.places;
    expect(place?.fragment.selection.project(place.source, new Findings({}))).toEqual({ size: 3 });
  });

  it('are among the other fields when their variable says so', () => {
    const document = 'query($d: Boolean!) { one { id ... @defer(if: $d, label: "later") { size } } }';
    const source = { one: { id: 'a', size: 1 } };
    expect(project(document, source, { d: false })).toMatchObject({ data: { one: { id: 'a', size: 1 } }, places: [] });
    expect(project(document, source, { d: true })).toMatchObject({ data: { one: { id: 'a' } }, places: ['later one'] });
  });
});

describe('conditions', () => {
  it.each([
    [{ a: true, b: true }, { text: 'x' }],
    [{ a: true, b: false }, { text: 'x' }],
    [{ a: false, b: true }, { text: 'x' }],
    [{ a: false, b: false }, {}],
  ])('%j let a field in when one of its occurrences counts', (variables, expected) => {
    const document = 'query($a: Boolean!, $b: Boolean!) { text @include(if: $a) text @include(if: $b) }';
    expect(project(document, { text: 'x' }, variables).data).toEqual(expected);
  });

  it('put a field where the first occurrence that counts stands', () => {
    const document = 'query($a: Boolean!) { text @include(if: $a) int text }';
    const keys = (a: boolean) => Object.keys(project(document, { text: 'x', int: 1 }, { a }).data ?? {});
    expect(keys(true)).toEqual(['text', 'int']);
    expect(keys(false)).toEqual(['int', 'text']);
  });

  it('decide what is selected below a field that is asked twice', () => {
    const document = 'query($a: Boolean!) { one { id } one @include(if: $a) { size } }';
    const source = { one: { id: 'a', size: 1 } };
    expect(project(document, source, { a: true }).data).toEqual({ one: { id: 'a', size: 1 } });
    expect(project(document, source, { a: false }).data).toEqual({ one: { id: 'a' } });
  });
});

describe('what is finished already', () => {
  const isFinished = (path: readonly string[]) => path.join('.') === 'one';

  it('is taken as it is', () => {
    const one = { anything: 1 };
    expect(project('{ one { id } }', { one }, {}, { isFinished }).data?.['one']).toBe(one);
  });

  it('is null all the same when it is missing', () => {
    expect(project('{ one { id } }', {}, {}, { isFinished })).toMatchObject({ data: { one: null }, faults: [] });
  });
});

describe('names that every object answers to', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(NAMES)('%s as an alias is an own key of the answer, whatever was fetched', (name) => {
    const source: JsonObject = JSON.parse(`{"${name}":"Ærø"}`);
    const { data } = project(`{ ${name}: text }`, source);
    expect(JSON.stringify(data)).toBe(`{"${name}":"Ærø"}`);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  it.each(NAMES)('%s as an alias of something that is missing is null', (name) => {
    expect(JSON.stringify(project(`{ ${name}: text }`, {}).data)).toBe(`{"${name}":null}`);
  });

  it('as names of fields are read from what was fetched only', () => {
    expect(JSON.stringify(project('{ constructor toString { id } }', {}).data)).toBe(
      '{"constructor":null,"toString":null}',
    );
    expect(project('{ constructor toString { id } }', { constructor: 'c', toString: { id: 't' } }).data).toEqual({
      constructor: 'c',
      toString: { id: 't' },
    });
  });

  it('never reach the prototype of all objects', () => {
    const source: JsonObject = JSON.parse('{"__proto__":{"id":"polluted"},"one":{"__proto__":{"size":1},"id":"a"}}');
    project('{ __proto__: one { id } one { id __proto__: next { id } } }', source);
    expect(({} as JsonObject)['id']).toBeUndefined();
    expect(({} as JsonObject)['size']).toBeUndefined();
  });
});

const SELECTION = `{
  text renamed: int list one { id part: size } many { id next { __typename id } }
  some { __typename id ... on Part { size } ... on Bit { word next { __typename id } } }
  choice { __typename ... on Bit { word } } }`;
/** Keys that may come out, whatever comes in. */
const ASKED = new Set(
  ['text', 'renamed', 'list', 'one', 'part', 'many', 'some', 'choice', 'id', 'next', 'size', 'word'].concat(
    '__typename',
  ),
);

/** JSON with many of the right names in it, so that the projection gets far. */
const answers = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom<unknown>('Part', 'Bit', 'x', 1, 0.5, true, null),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(...ASKED, 'recordOwner', 'person', 'constructor', 'toString', '__proto__', 'length'),
      tie('node'),
      { maxKeys: 12 },
    ),
  ),
})).node;
const sent = fc.dictionary(fc.constantFrom(...ASKED), answers, { maxKeys: 12 });

describe('whatever was sent', () => {
  const projection = compile(SELECTION);

  it('what comes out holds asked keys only', () => {
    fc.assert(
      fc.property(sent, (source) => {
        const data = projection.project(JSON.parse(JSON.stringify(source)), new Findings({}));
        for (const key of keysOf(data)) expect(ASKED).toContain(key);
      }),
    );
  });

  it('what comes out is read to the same again, and nothing is wrong with it', () => {
    fc.assert(
      fc.property(sent, (source) => {
        const once = projection.project(JSON.parse(JSON.stringify(source)), new Findings({}));
        const findings = new Findings({});
        expect(projection.project(JSON.parse(JSON.stringify(once)), findings)).toEqual(once);
        expect(findings.faults).toEqual([]);
      }),
    );
  });
});

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
