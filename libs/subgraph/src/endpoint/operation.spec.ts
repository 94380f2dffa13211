import { buildSchema } from 'graphql';
import { LIMITS, Operations } from './operation.js';

const schema = buildSchema(/* GraphQL */ `
  scalar _Any
  type Query {
    _entities(representations: [_Any!]!): [Citizen]!
    other: String
  }
  type Citizen {
    id: ID!
    self: Citizen
    field: String
  }
`);
const operations = () => new Operations(schema);
const about = (selection: string, rest = '') => `{ _entities(representations: []) { ${selection} } } ${rest}`;
const nested = (levels: number) => `${'self { '.repeat(levels)} id ${'} '.repeat(levels)}`;

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('an operation', () => {
  it('is prepared once', () => {
    const prepared = operations();
    expect(prepared.prepare(about('id'))).toBe(prepared.prepare(about('id')));
  });

  it('with values in its text is not kept', () => {
    const prepared = operations();
    const query = '{ _entities(representations: [{ id: "one citizen" }]) { id } }';
    expect(prepared.prepare(query)).not.toBe(prepared.prepare(query));
  });

  it('that is refused is not kept, and is refused again', () => {
    const prepared = operations();
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => prepared.prepare(about('nothing'))).toThrow(code('OPERATION_INVALID'));
    }
  });

  it('is forgotten when many others came after it, so texts of all kinds fill no memory', () => {
    const prepared = operations();
    const first = prepared.prepare(about('id'));
    for (let other = 0; other < 250; other++) prepared.prepare(`${about('id')} # ${other}`);
    expect(prepared.prepare(about('id'))).not.toBe(first);
  });

  it.each([
    ['as deep as allowed', about(nested(LIMITS.depth - 2)), undefined],
    ['one level deeper', about(nested(LIMITS.depth - 1)), 'OPERATION_TOO_COMPLEX'],
    [
      'deep through fragments',
      about('...A', `fragment A on Citizen { ${nested(8)} ...B } fragment B on Citizen { ${nested(LIMITS.depth)} }`),
      'OPERATION_TOO_COMPLEX',
    ],
    ['with a fragment in itself', about('...A', 'fragment A on Citizen { self { ...A } }'), 'OPERATION_INVALID'],
    ['with as many aliases as allowed', about(aliases(LIMITS.aliases)), undefined],
    ['with one alias more', about(aliases(LIMITS.aliases + 1)), 'OPERATION_TOO_COMPLEX'],
    ['of another root field', '{ other }', 'OPERATION_INVALID'],
    ['of two root fields', '{ _entities(representations: []) { id } other }', 'OPERATION_INVALID'],
    ['of no operation', 'fragment A on Citizen { id }', 'OPERATION_INVALID'],
    ['of type definitions', 'type X { y: Int }', 'OPERATION_INVALID'],
  ])('%s', (_case, query, refusal) => {
    const prepare = () => operations().prepare(query);
    if (refusal === undefined) expect(prepare).not.toThrow();
    else expect(prepare).toThrow(code(refusal));
  });

  it('names the unknown field in its findings, never a value', () => {
    expect(() => operations().prepare(about('secrets'))).toThrow(
      expect.objectContaining({ facts: { findings: ['Cannot query field "secrets" on type "Citizen".'] } }),
    );
  });
});

function aliases(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}: field`).join(' ');
}
