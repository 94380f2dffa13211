import { buildSchema, parse, validate } from 'graphql';
import type { JsonObject } from '../program/json-object.js';
import { Findings } from '../program/projection.js';
import { ECHO_KEY, OWNER_KEY, bodyOf, prepareEntityOperation } from './entity-operation.js';

/** As an authority publishes it; the guard's fields are in it. */
const AUTHORITY = `
  scalar _Any
  scalar Date
  type Query { _entities(representations: [_Any!]!): [Citizen]! }
  type Citizen { id: ID! recordOwner: String name: String holder: Holder things: [Thing!] choice: Choice nested: [[Thing]] on(kind: Kind): String }
  interface Holder { id: ID! thing: Thing }
  interface Thing { id: ID! holder: Holder }
  type Box implements Holder { id: ID! thing: Thing size: Int! }
  type Book implements Thing { id: ID! holder: Holder title: String pages: Int! }
  type Pen implements Thing { id: ID! holder: Holder colour: String }
  union Choice = Book | Pen
  enum Kind { BIG SMALL }
`;
const schema = buildSchema(AUTHORITY);
const prepare = (selection: string, variables: Record<string, unknown> = {}, definitions = '', fragments = '') =>
  prepareEntityOperation(
    schema,
    `query Q__skat__1($representations: [_Any!]! ${definitions}) { _entities(representations: $representations) { ... on Citizen { ${selection} } } } ${fragments}`,
    variables,
  );
function read({ asked, variables }: ReturnType<typeof prepare>, entity: JsonObject) {
  const findings = new Findings(variables);
  const fields = Object.fromEntries(asked.map(({ key, project }) => [key, project(entity[key], findings)]));
  return { fields, faults: findings.faults.map(({ code }) => code) };
}
const readWhole = (operation: ReturnType<typeof prepare>, entity: JsonObject) => {
  const { fields, faults } = read(operation, entity);
  expect(faults).toEqual([]);
  return fields;
};
const bodyAbout = (operation: ReturnType<typeof prepare>, ...references: string[]): unknown =>
  JSON.parse(bodyOf(operation, references));

describe('a step of a plan, prepared', () => {
  it.each([
    ['plain fields', 'name'],
    ['aliases', 'a: name b: name'],
    ['an interface', 'holder { id }'],
    ['abstract within abstract', 'holder { thing { holder { thing { id } } } }'],
    ['a union', 'choice { ... on Book { title } }'],
    ['lists of lists', 'nested { id ... on Pen { colour } }'],
    ['the same field twice', 'holder { id } holder { thing { id } }'],
  ])('is a valid question with echo and owner: %s', (_, selection) => {
    const { text } = prepare(selection);
    expect(validate(schema, parse(text))).toEqual([]);
    expect(text).toContain(`${ECHO_KEY}: id`);
    expect(text).toContain(`${OWNER_KEY}: recordOwner`);
  });

  it('asks every abstract value for its type, once, also inside of named fragments', () => {
    const { text } = prepare(
      '...F choice { __typename ... on Pen { id } }',
      {},
      '',
      'fragment F on Citizen { holder { thing { ...T } } } fragment T on Thing { holder { id } }',
    );
    expect(text.match(/__typename/g)).toHaveLength(4);
    expect(validate(schema, parse(text))).toEqual([]);
  });

  it('does not take an alias for the type', () => {
    expect(prepare('holder { type: __typename }').text.match(/(?<!: )__typename/g)).toHaveLength(1);
  });

  it('reads concrete types behind nested abstract ones, each with its own fields', () => {
    const operation = prepare(
      'holder { ...H } things { id ... on Book { title pages } ... on Pen { title: colour } }',
      {},
      '',
      'fragment H on Holder { id ... on Box { size } thing { ... on Book { pages } } }',
    );
    expect(
      readWhole(operation, {
        holder: { __typename: 'Box', id: 'h', size: 3, thing: { __typename: 'Book', pages: 9, title: 'unasked' } },
        things: [
          { __typename: 'Book', id: '1', title: 'Ærø', pages: 1, colour: 'unasked' },
          { __typename: 'Pen', id: '2', title: 'blå', pages: 1 },
        ],
      }),
    ).toEqual({
      holder: { __typename: 'Box', id: 'h', size: 3, thing: { __typename: 'Book', pages: 9 } },
      things: [
        { __typename: 'Book', id: '1', title: 'Ærø', pages: 1 },
        { __typename: 'Pen', id: '2', title: 'blå' },
      ],
    });
  });

  it('reads aliases under their own names', () => {
    const operation = prepare('first: name second: name');
    expect(operation.asked.map(({ key }) => key)).toEqual(['first', 'second']);
    expect(readWhole(operation, { first: 'A', second: 'B', name: 'unasked' })).toEqual({ first: 'A', second: 'B' });
  });

  it('knows every response key, nested and in fragments', () => {
    const { responseKeys } = prepare('...F a: name', {}, '', 'fragment F on Citizen { holder { b: id } }');
    expect([...responseKeys].toSorted()).toEqual(['__typename', '_entities', 'a', 'b', 'holder']);
  });

  it('neither asks nor expects what a condition leaves out', () => {
    const selection = 'name @include(if: $x) things { id ... on Book @skip(if: $y) { pages } }';
    const definitions = ', $x: Boolean!, $y: Boolean!';
    const without = prepare(selection, { x: false, y: true }, definitions);
    expect(without.asked.map(({ key }) => key)).toEqual(['things']);
    expect(without.text).not.toMatch(/\bname\b|pages|@|\$x|\$y/);
    expect(bodyAbout(without)).toMatchObject({ variables: { representations: [] } });
    expect(readWhole(without, { things: [{ __typename: 'Book', id: '1' }] })).toEqual({
      things: [{ __typename: 'Book', id: '1' }],
    });
    const withAll = prepare(selection, { x: true, y: false }, definitions);
    expect(withAll.asked.map(({ key }) => key)).toEqual(['name', 'things']);
    expect(read(withAll, { name: 'x', things: [{ __typename: 'Book', id: '1' }] }).faults).toEqual(['VALUE_MISSING']);
  });

  it('asks nothing when conditions leave nothing', () => {
    expect(prepare('name @include(if: $x)', { x: false }, ', $x: Boolean!').asked).toEqual([]);
  });

  it('passes on the variables that are left, and only those', () => {
    const operation = prepare(
      'on(kind: $kind) name @include(if: $x)',
      { kind: 'BIG', x: true, other: 1 },
      ', $kind: Kind, $x: Boolean!',
    );
    expect(bodyAbout(operation)).toEqual({ query: operation.text, variables: { representations: [], kind: 'BIG' } });
  });

  it('is asked about citizens only, whatever their references look like', () => {
    const operation = prepare('name');
    expect(bodyAbout(operation, 'ref-1', '"},{"id":"Ø')).toEqual({
      query: operation.text,
      variables: {
        representations: [
          { __typename: 'Citizen', id: 'ref-1' },
          { __typename: 'Citizen', id: '"},{"id":"Ø' },
        ],
      },
    });
  });

  it('reads a field that goes to the client as it is the way the client asks for it', () => {
    const finished = new Map([['name', () => 'read for the client']]);
    const { asked } = prepareEntityOperation(
      schema,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { name things { id } } } }',
      {},
      finished,
    );
    expect(asked.map(({ project }) => project(null, new Findings({})))).toEqual(['read for the client', null]);
  });

  it.each([
    ['another root field', 'query { me { id } }'],
    ['two root fields', 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } other }'],
    ['a fragment only', 'fragment F on Citizen { id }'],
    ['no selection', 'query ($r: [_Any!]!) { _entities(representations: $r) }'],
  ])('is refused when it is %s', (_, text) => {
    expect(() => prepareEntityOperation(schema, text)).toThrow(TypeError);
  });

  it('is refused when it asks for what no authority has', () => {
    expect(() => prepare('salary')).toThrow('Citizen.salary is not in the schema');
  });
});
