import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { ShapeFault, isEmptyAnswer, type AnswerObject } from './answer-reader.js';
import { prepareEntityOperation } from './entity-operation.js';

const schema = buildSchema(`
  scalar Date
  scalar DateTime
  scalar Oere
  scalar Unknown
  type Query { me: Citizen }
  type Citizen {
    id: ID! recordOwner: String
    text: String sure: String! int: Int float: Float yes: Boolean day: Date at: DateTime oere: Oere unknown: Unknown kind: Kind
    list: [String] full: [String!]! deep: [[Int!]!] one: Part many: [Part!] some: Piece choice: Choice
  }
  interface Piece { id: ID! next: Piece }
  type Part implements Piece { id: ID! next: Piece size: Int! }
  type Bit implements Piece { id: ID! next: Piece word: String }
  union Choice = Part | Bit
  enum Kind { A B }
`);
const operation = (selection: string) =>
  prepareEntityOperation(
    schema,
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { ${selection} } } }`,
  );
/** What one field's reader makes of a value; the path of the fault where it refuses. */
function read(selection: string, value: unknown): unknown {
  const [field] = operation(selection).asked;
  try {
    return JSON.parse(JSON.stringify(field!.read({ [field!.key]: value })));
  } catch (thrown) {
    if (!(thrown instanceof ShapeFault)) throw thrown;
    return { fault: thrown.path.join('.') };
  }
}
const refused = (path: string) => ({ fault: path });

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
    expect(read(field, value)).toEqual(value);
  });

  it.each<[string, unknown]>([
    ['text', 1],
    ['text', ['a']],
    ['text', { a: 1 }],
    ['text', 'x'.repeat(10_001)],
    ['sure', null],
    ['sure', undefined],
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
  ])('%s of another form is refused: %j', (field, value) => {
    expect(read(field, value)).toEqual(refused(field));
  });

  it('that is missing is null where that is allowed', () => {
    expect(read('text', undefined)).toBeNull();
  });
});

describe('a structure', () => {
  it.each<[string, unknown, unknown]>([
    ['list', ['a', null], ['a', null]],
    ['list', [], []],
    ['list', 'a', refused('list')],
    ['list', { length: 1, 0: 'a' }, refused('list')],
    ['full', ['a', null], refused('full.1')],
    ['full', null, refused('full')],
    ['deep', [[1], [2, 3]], [[1], [2, 3]]],
    ['deep', [[1], null], refused('deep.1')],
    ['deep', [[1, 'x']], refused('deep.0.1')],
    ['one { id size }', { id: 'p', size: 1, word: 'unasked' }, { id: 'p', size: 1 }],
    ['one { id size }', { id: 'p' }, refused('one.size')],
    ['one { id }', [], refused('one')],
    ['one { id }', 'p', refused('one')],
    ['one { __typename id }', { __typename: 'Part', id: 'p' }, { __typename: 'Part', id: 'p' }],
    ['one { __typename id }', { __typename: 'Bit', id: 'p' }, refused('one.__typename')],
    ['many { id }', [{ id: 'a' }, { id: 'b' }], [{ id: 'a' }, { id: 'b' }]],
    ['many { id }', [{ id: 'a' }, null], refused('many.1')],
    ['some { id }', { __typename: 'Bit', id: 'b' }, { __typename: 'Bit', id: 'b' }],
    ['some { id }', { __typename: 'Citizen', id: 'b' }, refused('some.__typename')],
    ['some { id }', { __typename: 'Piece', id: 'b' }, refused('some.__typename')],
    ['some { id }', { __typename: 'constructor', id: 'b' }, refused('some.__typename')],
    ['some { id }', { __typename: ['Bit'], id: 'b' }, refused('some.__typename')],
    ['some { id }', { id: 'b' }, refused('some.__typename')],
    [
      'some { next { ... on Part { size } next { id } } }',
      {
        __typename: 'Bit',
        next: { __typename: 'Part', size: 1, next: { __typename: 'Bit', id: 'n', word: 'unasked' } },
      },
      { __typename: 'Bit', next: { __typename: 'Part', size: 1, next: { __typename: 'Bit', id: 'n' } } },
    ],
    ['choice { ... on Bit { word } }', { __typename: 'Part', word: 'unasked' }, { __typename: 'Part' }],
    ['one { id } one { size }', { id: 'p', size: 2 }, { id: 'p', size: 2 }],
  ])('`%s` of %j is read as %j', (selection, value, expected) => {
    expect(read(selection, value)).toEqual(expected);
  });
});

const SELECTION = `
  text renamed: int list one { id part: size } many { id next { __typename id } }
  some { id ... on Part { size } ... on Bit { word next { id } } } choice { ... on Bit { word } }`;
/** Keys that may come out, whatever comes in. */
const ASKED = new Set([
  'text',
  'renamed',
  'list',
  'one',
  'part',
  'many',
  'some',
  'choice',
  'id',
  'next',
  'size',
  'word',
  '__typename',
]);

/** JSON with many of the right names in it, so that the readers get far. */
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

describe('whatever an authority sends', () => {
  const { asked } = operation(SELECTION);

  it('only asked keys come out, and nothing is thrown but a fault of shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ASKED), answers, { maxKeys: 12 }), (sent) => {
        const entity = JSON.parse(JSON.stringify(sent)) as AnswerObject;
        for (const { read: readField } of asked) {
          try {
            for (const key of keysOf(readField(entity))) expect(ASKED).toContain(key);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ShapeFault);
          }
        }
      }),
    );
  });

  it('what comes out is read to the same again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ASKED), answers, { maxKeys: 12 }), (sent) => {
        const entity = JSON.parse(JSON.stringify(sent)) as AnswerObject;
        for (const { key, read: readField } of asked) {
          const once = attempt(() => readField(entity));
          if (once !== 'refused') expect(attempt(() => readField({ [key]: once }))).toEqual(once);
        }
      }),
    );
  });
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return 'refused';
  }
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

describe('an answer tells nothing', () => {
  it.each<[unknown, boolean]>([
    [null, true],
    [undefined, true],
    [[], true],
    [{ next: [], earlier: [] }, true],
    [{ __typename: 'Part', inner: { list: [], nothing: null } }, true],
    [0, false],
    [false, false],
    ['', false],
    [[null], false],
    [{ balance: { amount: 0 } }, false],
  ])('in %j: %s', (value, expected) => {
    expect(isEmptyAnswer(value)).toBe(expected);
  });
});
