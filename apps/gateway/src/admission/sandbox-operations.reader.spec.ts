import { ExposureError } from '@app/errors';
import fc from 'fast-check';
import { getIntrospectionQuery } from 'graphql';
import { SANDBOX_LIMITS, admitSandboxOperation } from './sandbox-operations.reader.js';

function outcomeOf(body: Record<string, unknown>): { code: string; facts?: unknown } {
  try {
    admitSandboxOperation(body);
    return { code: 'admitted' };
  } catch (thrown) {
    if (!(thrown instanceof ExposureError)) throw thrown;
    return { code: thrown.code, facts: thrown.facts };
  }
}
const outcome = (query: string, more: object = {}) => outcomeOf({ query, ...more });
const tooComplex = (limit: keyof typeof SANDBOX_LIMITS) => ({
  code: 'OPERATION_TOO_COMPLEX',
  facts: { limit, most: SANDBOX_LIMITS[limit] },
});
const admitted = { code: 'admitted' };

const repeated = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (levels: number, inner = 'id') => `${'a { '.repeat(levels)}${inner}${' }'.repeat(levels)}`;
/** Each fragment holds the next one twice: 2^count when spelled out. */
const bomb = (count: number, inner: string) =>
  `{ me { ...F0 } } ${repeated(count, (i) => `fragment F${i} on Citizen { ${i === count - 1 ? inner : `...F${i + 1} ...F${i + 1}`} }`)}`;

describe('a sandbox request', () => {
  it('is passed on as it was written', () => {
    const query = 'query A($x: Boolean!) { me { id @include(if: $x) } }';
    expect(admitSandboxOperation({ query, operationName: 'A', variables: { x: true }, extensions: {} })).toEqual({
      document: query,
      label: 'sandbox',
      operationName: 'A',
      variables: { x: true },
    });
    expect(admitSandboxOperation({ query, operationName: null, variables: null })).toEqual({
      document: query,
      label: 'sandbox',
      variables: {},
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['an empty query', { query: '' }],
    ['a query that is no text', { query: ['{ me { id } }'] }],
    ['an unknown member', { query: '{ me { id } }', id: 1 }],
    ['a document id', { documentId: 'a'.repeat(64) }],
    ['variables as text', { query: '{ me { id } }', variables: '{}' }],
    ['variables as a list', { query: '{ me { id } }', variables: [] }],
    ['a long operation name', { query: '{ me { id } }', operationName: 'x'.repeat(101) }],
  ])('is not GraphQL over HTTP: %s', (_, body) => {
    expect(outcomeOf(body).code).toBe('BODY_INVALID');
  });
});

describe('a sandbox document', () => {
  it.each<[string, string, unknown]>([
    [
      'the introspection query of GraphiQL 5',
      getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true }),
      admitted,
    ],
    [
      'every introspection option',
      getIntrospectionQuery({ oneOf: true, specifiedByUrl: true, directiveIsRepeatable: true }),
      admitted,
    ],
    ['as many tokens as allowed', `{ ${repeated(SANDBOX_LIMITS.tokens - 2, () => 'a')} }`, admitted],
    ['one token more', `{ ${repeated(SANDBOX_LIMITS.tokens - 1, () => 'a')} }`, tooComplex('tokens')],
    ['20 000 fields', `{ ${repeated(20_000, () => '__typename')} }`, tooComplex('tokens')],
    [
      '20 000 lists in each other',
      `{ me(a: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { id } }`,
      tooComplex('tokens'),
    ],
    ['3 000 fragments in each other', `{ ${'... { '.repeat(3_000)} id ${'}'.repeat(3_000)} }`, tooComplex('tokens')],
    ['10 000 variables', `query (${repeated(10_000, (i) => `$v${i}: Int`)}) { me { id } }`, tooComplex('tokens')],
    ['as deep as allowed', `{ ${nested(SANDBOX_LIMITS.depth - 1)} }`, admitted],
    ['one level deeper', `{ ${nested(SANDBOX_LIMITS.depth)} }`, tooComplex('depth')],
    ['deep through inline fragments', `{ ... { ${nested(SANDBOX_LIMITS.depth)} } }`, tooComplex('depth')],
    [
      'deep through named fragments',
      `{ a { ...F } } fragment F on T { ${nested(5, '...G')} } fragment G on T { ${nested(5)} }`,
      tooComplex('depth'),
    ],
    ['deep in the second operation', `query A { id } query B { ${nested(SANDBOX_LIMITS.depth)} }`, tooComplex('depth')],
    [
      'deep after a shallow use of the same fragment',
      `{ ...F ${nested(6, '...F')} } fragment F on T { ${nested(3)} }`,
      tooComplex('depth'),
    ],
    ['deep under a field like introspection’s', `{ me { __schema { ${nested(7)} } } }`, tooComplex('depth')],
    ['as many aliases as allowed', `{ ${repeated(SANDBOX_LIMITS.aliases, (i) => `a${i}: me`)} }`, admitted],
    ['one alias more', `{ ${repeated(SANDBOX_LIMITS.aliases + 1, (i) => `a${i}: me`)} }`, tooComplex('aliases')],
    ['101 aliases of `__typename`', `{ ${repeated(101, (i) => `a${i}: __typename`)} }`, tooComplex('aliases')],
    ['aliases in fragments', `{ ...F } fragment F on T { ${repeated(11, (i) => `a${i}: b`)} }`, tooComplex('aliases')],
    [
      'as many directives as allowed',
      `{ me ${repeated(SANDBOX_LIMITS.directives, () => '@include(if: true)')} { id } }`,
      admitted,
    ],
    [
      'one directive more',
      `{ me ${repeated(SANDBOX_LIMITS.directives + 1, () => '@include(if: true)')} { id } }`,
      tooComplex('directives'),
    ],
    [
      '14 conditions',
      `query (${repeated(14, (i) => `$v${i}: Boolean!`)}) { me { ${repeated(14, (i) => `f${i} @include(if: $v${i})`)} } }`,
      tooComplex('directives'),
    ],
    ['directives of the operation', `query @a @b @c @d @e @f { me { id } }`, tooComplex('directives')],
    ['a fragment bomb of 2^30', bomb(30, 'id'), admitted],
    ['a deep fragment bomb of 2^30', bomb(30, nested(SANDBOX_LIMITS.depth)), tooComplex('depth')],
    ['fragments in a circle', '{ ...A } fragment A on T { ...B } fragment B on T { ...A }', admitted],
    ['fragments in a circle with fields', '{ ...A } fragment A on T { a { ...A } }', tooComplex('depth')],
    ['a fragment that is not there', '{ ...A }', admitted],
  ])('%s', (_, query, expected) => {
    expect(outcome(query)).toEqual(expected);
  });

  it.each([
    ['no GraphQL', 'SELECT * FROM persons', { line: 1, column: 1 }],
    ['half a document', '{ me {', { line: 1, column: 7 }],
    ['a text that does not end', '{ me(a: "0102701234', { line: 1, column: 20 }],
    ['an unknown character', '{\n  me ; }', { line: 2, column: 6 }],
  ])('that is %s is refused by its place, not by its words', (_, query, facts) => {
    expect(outcome(query)).toEqual({ code: 'OPERATION_INVALID', facts });
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    'may not name anything %s',
    (name) => {
      for (const query of [
        `{ ${name}: me { id } }`,
        `{ me { ${name} } }`,
        `query ${name} { me { id } }`,
        `query ($${name}: Boolean!) { me @include(if: $${name}) { id } }`,
        `{ ... on ${name} { id } }`,
        `{ ...${name} } fragment ${name} on T { id }`,
        `{ me(${name}: 1) { id } }`,
        `{ me(a: { ${name}: 1 }) { id } }`,
        `{ me @${name} { id } }`,
      ])
        expect(outcome(query).code).toBe('OPERATION_INVALID');
    },
  );

  it.each([
    ['the guard’s key', '{ me { _guardEcho: name } }', '_'],
    ['any key with an underscore', '{ me { _: name } }', '_'],
    ['the name of the type', '{ me { __typename: name } }', '_'],
    ['the citizen’s reference', '{ me { id: name } }', 'id'],
    [
      'the planner’s variable',
      'query ($representations: Boolean!) { me { name @include(if: $representations) } }',
      'representations',
    ],
  ])('may not put something else under %s', (_, query, name) => {
    expect(outcome(query)).toEqual({ code: 'OPERATION_INVALID', facts: { name } });
  });

  it('may still name the reference twice, and underscores where they are not in front', () => {
    expect(outcome('{ me { id: id my_name: name } }')).toEqual(admitted);
  });

  it.each<[string, string, object, string]>([
    ['one of two by its name', 'query A { a } query B { b }', { operationName: 'B' }, 'admitted'],
    ['two without a name', 'query A { a } query B { b }', {}, 'OPERATION_INVALID'],
    ['two of the same name', 'query A { a } query A { b }', { operationName: 'A' }, 'OPERATION_INVALID'],
    ['a name that is not there', 'query A { a }', { operationName: 'B' }, 'OPERATION_INVALID'],
    ['the name of every object', 'query A { a }', { operationName: '__proto__' }, 'OPERATION_INVALID'],
    ['a fragment only', 'fragment F on T { a }', {}, 'OPERATION_INVALID'],
    ['definitions of types', 'type T { a: Int }', {}, 'OPERATION_INVALID'],
    ['a mutation', 'mutation { a }', {}, 'OPERATION_INVALID'],
    ['a subscription', 'subscription { a }', {}, 'OPERATION_INVALID'],
    ['a query beside a mutation', 'query A { a } mutation B { b }', { operationName: 'A' }, 'admitted'],
    ['a mutation beside a query', 'query A { a } mutation B { b }', { operationName: 'B' }, 'OPERATION_INVALID'],
  ])('must hold one query that is meant: %s', (_, query, more, code) => {
    expect(outcome(query, more).code).toBe(code);
  });

  it.each([
    [{ x: null }, 'VARIABLES_INVALID'],
    [{ x: false }, 'admitted'],
    [{}, 'admitted'],
    [{ y: null }, 'admitted'],
  ])('may not leave a condition undecided: %j', (variables, code) => {
    const query = 'query ($x: Boolean = true, $y: K) { me { a @include(if: $x) b(c: $y) } }';
    expect(outcome(query, { variables }).code).toBe(code);
  });

  it('is admitted or refused whatever it is, and never quoted', () => {
    const words = fc.constantFrom(
      '{',
      '}',
      'query',
      'fragment F on T',
      '...F',
      '... on T',
      'a',
      'b:',
      '@c',
      '(d: 1)',
      '$e',
      '"0102701234"',
      '!',
      '#',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        const { code, facts } = outcome(parts.join(' ') || ' ');
        expect(['admitted', 'OPERATION_INVALID', 'OPERATION_TOO_COMPLEX']).toContain(code);
        expect(JSON.stringify(facts ?? {})).not.toContain('0102701234');
      }),
    );
  });
});
