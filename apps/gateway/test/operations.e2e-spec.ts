import { createHash } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { AASE, BO, markOf } from './support/records.js';
import { DOCUMENT, DOCUMENT_ID, RunningOverview, codeOf, sectionOf, statesOf } from './support/running-overview.js';

// Numbers in the tables: items of reliability.md §6.3.

let running: RunningOverview;
let token: string;

beforeAll(async () => {
  running = await RunningOverview.start();
  token = await running.provider.token(AASE);
  await running.overview();
});

afterAll(() => running?.[Symbol.asyncDispose]());

const repeated = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const bomb = (count: number) =>
  `{ me { ...F0 } } ${repeated(count, (i) => `fragment F${i} on Citizen { ${i === count - 1 ? 'person { bornOn }' : `...F${i + 1} ...F${i + 1}`} }`)}`;

/** Queries that a hand may write, and how the sandbox answers each. `undefined`: it is served. */
// prettier-ignore
const QUERIES: [string, string, string | undefined, object?][] = [
  ['63 101 aliases of `__typename`', `{ ${repeated(101, (i) => `a${i}: __typename`)} }`, 'OPERATION_TOO_COMPLEX'],
  ['64 1 000 aliases of `me`', `{ ${repeated(1_000, (i) => `a${i}: me { id }`)} }`, 'OPERATION_TOO_COMPLEX'],
  ['64 200 aliases of `me`', `{ ${repeated(200, (i) => `a${i}: me`)} }`, 'OPERATION_TOO_COMPLEX'],
  ['65 20 000 times the same field', `{ me { ${repeated(20_000, () => 'id')} } }`, 'BODY_TOO_LARGE'],
  ['65 4 000 times the same field', `{ me { ${repeated(4_000, () => 'id')} } }`, 'OPERATION_TOO_COMPLEX'],
  ['66 a fragment bomb of 2^30', bomb(30), undefined],
  ['66 a fragment bomb of 2^60', bomb(60), undefined],
  ['67 fragments in a circle', '{ me { ...A } } fragment A on Citizen { ...B } fragment B on Citizen { ...A }', 'OPERATION_INVALID'],
  ['67 a fragment in itself', '{ me { ...A } } fragment A on Citizen { person { bornOn } ...A }', 'OPERATION_INVALID'],
  ['69 3 000 fragments in each other', `{ ${'...{'.repeat(3_000)}me{id}${'}'.repeat(3_000)} }`, 'OPERATION_TOO_COMPLEX'],
  ['70 7 000 lists in each other', `{ me(a: ${'['.repeat(7_000)}${']'.repeat(7_000)}) { id } }`, 'OPERATION_TOO_COMPLEX'],
  ['71 a megabyte of text', `{ me(a: "${'x'.repeat(1_048_576)}") { id } }`, 'BODY_TOO_LARGE'],
  ['71 15 KB of text', `{ me(a: "${'x'.repeat(15_000)}") { id } }`, 'OPERATION_INVALID'],
  ['72 1 500 variables', `query (${repeated(1_500, (i) => `$v${i}:Int`)}) { me { id } }`, 'OPERATION_TOO_COMPLEX'],
  ['73 `_service`', '{ _service { sdl } }', 'OPERATION_INVALID'],
  ['73 `_entities`', '{ _entities(representations: [{ __typename: "Citizen", id: "x" }]) { __typename } }', 'OPERATION_INVALID'],
  ['73 introspection in introspection', `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} }'.repeat(4)} } } }`, 'OPERATION_INVALID'],
  ['74 a field that is nearly there', '{ me { persn { bornOn } } }', 'OPERATION_INVALID'],
  ['74 a field that is there for the guard', '{ me { recordOwner } }', 'OPERATION_INVALID'],
  ['75 `__proto__` as alias', '{ __proto__: me { id } }', 'OPERATION_INVALID'],
  ['75 `constructor` as alias', '{ me { constructor: person { bornOn } } }', 'OPERATION_INVALID'],
  ['75 `toString` as alias', '{ me { toString: person { bornOn } } }', 'OPERATION_INVALID'],
  ['75 `__proto__` as type', '{ me { ... on __proto__ { id } } }', 'OPERATION_INVALID'],
  ['75 `constructor` as operation', 'query constructor { me { id } }', 'OPERATION_INVALID'],
  ['75 `__proto__` as variable', 'query ($__proto__: Boolean!) { me @include(if: $__proto__) { id } }', 'OPERATION_INVALID'],
  ['75 `__proto__` as the operation that is meant', 'query A { me { id } }', 'OPERATION_INVALID', { operationName: '__proto__' }],
  ['76 two operations and no name', 'query A { me { id } } query B { me { id } }', 'OPERATION_INVALID'],
  ['76 two operations and the name of a third', 'query A { me { id } } query B { me { id } }', 'OPERATION_INVALID', { operationName: 'C' }],
  ['76 two operations and a name', 'query A { me { id } } query B { me { person { bornOn } } }', undefined, { operationName: 'B' }],
  ['77 @defer, which is waited for', '{ me { id ... @defer { person { bornOn } } } }', undefined],
  ['77 a label of @defer that is a variable', 'query ($x: String) { me { id ... @defer(label: $x) { person { bornOn } } } }', 'OPERATION_INVALID', { variables: { x: 'a' } }],
  ['77 a label of @defer twice', '{ me { ... @defer(label: "a") { id } ... @defer(label: "a") { person { bornOn } } } }', 'OPERATION_INVALID'],
  ['77 @stream', '{ me { benefits @stream { id } } }', 'OPERATION_INVALID'],
  ['77 a subscription', 'subscription { me { id } }', 'OPERATION_INVALID'],
  ['77 a mutation', 'mutation { me { id } }', 'OPERATION_INVALID'],
  ['78 14 conditions', `query (${repeated(14, (i) => `$v${i}: Boolean!`)}) { me { ${repeated(14, (i) => `person @include(if: $v${i}) { bornOn }`)} } }`, 'OPERATION_TOO_COMPLEX'],
  ['79 a variable `representations`', 'query ($representations: Boolean!) { me { person { bornOn @include(if: $representations) } } }', 'OPERATION_INVALID', { variables: { representations: true } }],
  ['79 a value for `representations` that nothing asked for', '{ me { person { bornOn } } }', undefined, { variables: { representations: [{ __typename: 'Citizen', id: 'somebody' }] } }],
  ['80 an argument that names a person', `{ me(cpr: "${BO}") { id } }`, 'OPERATION_INVALID'],
  ['80 an argument that names a reference', '{ me(id: "somebody") { id } }', 'OPERATION_INVALID'],
  ['80 an argument further in', `{ me { person(cprNumber: "${BO}") { bornOn } } }`, 'OPERATION_INVALID'],
  ['80 another root', `{ citizen(id: "somebody") { id } }`, 'OPERATION_INVALID'],
  ['a key of the guard', '{ me { _guardEcho: person { bornOn } } }', 'OPERATION_INVALID'],
  ['the key of the citizen', '{ me { id: person { bornOn } } }', 'OPERATION_INVALID'],
  ['no GraphQL', 'SELECT 1', 'OPERATION_INVALID'],
  ['a variable of another type', 'query ($x: Boolean!) { me { person @include(if: $x) { bornOn } } }', 'VARIABLES_INVALID', { variables: { x: BO } }],
  ['a variable that is missing', 'query ($x: Boolean!) { me { person @include(if: $x) { bornOn } } }', 'VARIABLES_INVALID'],
  ['a condition without a value', 'query ($x: Boolean = true) { me { person @include(if: $x) { bornOn } } }', 'VARIABLES_INVALID', { variables: { x: null } }],
];

describe('the page’s entry', () => {
  it('serves a registered document by its hash, with or without the name of the hash', async () => {
    for (const documentId of [DOCUMENT_ID, `sha256:${DOCUMENT_ID}`]) {
      const answer = await running.post('/graphql', { token, body: { documentId, variables: {} } });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(markOf(AASE));
    }
  });

  it.each<[string, object]>([
    ['59 the hash of another document', { documentId: createHash('sha256').update('{ me { id } }').digest('hex') }],
    ['59 the very document in words', { query: DOCUMENT }],
    ['60 the hash and another document', { documentId: DOCUMENT_ID, query: '{ me { person { cprNumber } } }' }],
    ['60 the hash and the same document', { documentId: DOCUMENT_ID, query: DOCUMENT }],
    [
      '61 a registration',
      {
        query: '{ me { id } }',
        extensions: {
          persistedQuery: { version: 1, sha256Hash: createHash('sha256').update('{ me { id } }').digest('hex') },
        },
      },
    ],
    ['61 a hash the other way', { extensions: { persistedQuery: { version: 1, sha256Hash: DOCUMENT_ID } } }],
    ['62 15 KB for a hash', { documentId: 'a'.repeat(15_000) }],
    ['62 no hex', { documentId: 'g'.repeat(64) }],
    ['62 hashes in a list', { documentId: [DOCUMENT_ID] }],
    ['62 an object for a hash', { documentId: { $ne: null } }],
    ['73 introspection', { query: getIntrospectionQuery() }],
    ['nothing', {}],
  ])('asks nobody and parses nothing for %s', async (_, body) => {
    const before = running.calls;
    const answer = await running.post('/graphql', { token, body });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'OPERATION_NOT_ALLOWED']);
    expect(running.calls).toBe(before);
    await running.expectUnharmed(answer, [DOCUMENT_ID]);
  });

  it('62 10 MB for a hash', async () => {
    const answer = await running.post('/graphql', { token, body: { documentId: 'a'.repeat(10_000_000) } });
    expect([answer.status, codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    await running.expectUnharmed(answer);
  });

  it.each(QUERIES)('%s is not even read here', async (_, query, _code, more = {}) => {
    const before = running.calls;
    const answer = await running.post('/graphql', { token, body: { query, ...more } });
    expect(['OPERATION_NOT_ALLOWED', 'BODY_TOO_LARGE']).toContain(codeOf(answer));
    expect(answer.text).not.toMatch(/Did you mean|Cannot query|Syntax|detail|locations/);
    expect(running.calls).toBe(before);
    await running.expectUnharmed(answer);
  });
});

describe('the sandbox', () => {
  it.each(QUERIES)('%s', async (_, query, code, more = {}) => {
    const before = running.calls;
    const answer = await running.sandbox(query, more);
    expect(codeOf(answer)).toBe(code);
    expect(answer.status).toBe(code === undefined ? 200 : code === 'BODY_TOO_LARGE' ? 413 : 400);
    if (code !== undefined) expect(running.calls).toBe(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    await running.expectUnharmed(answer, [BO]);
  });

  it('shows its schema to GraphiQL without what is for the guard', async () => {
    const answer = await running.sandbox(
      getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true }),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('claimsUnderCollection');
    expect(answer.text).not.toMatch(/recordOwner|_entities|_service|join__|_Any/);
    await running.expectUnharmed(answer);
  });

  it('says what is wrong, where, and with person numbers masked', async () => {
    const answer = await running.sandbox(`{ me { persn(cpr: "${BO}") { bornOn } } }`);
    expect(answer.body.errors?.[0]).toMatchObject({
      locations: [{ line: 1, column: 8 }],
      extensions: {
        code: 'OPERATION_INVALID',
        detail: 'Cannot query field "persn" on type "Citizen". Did you mean "person"?',
      },
    });
    const named = await running.sandbox(`{ me { a${BO} } }`);
    expect(named.text).not.toContain(BO);
  });

  it('74 suggests nothing that its schema does not show', async () => {
    for (const name of ['recordOwne', 'recordOwnr', '_entitie', '_servic']) {
      const answer = await running.sandbox(`{ ${name} me { ${name} } }`);
      expect(answer.text).not.toMatch(/recordOwner|_entities|_service/);
    }
  });

  it.each<[string, string, object, unknown, string[]]>([
    [
      'a field that is left out',
      'query ($x: Boolean!) { sources { authority } me { person { status @include(if: $x) bornOn } } }',
      { x: false },
      { person: { bornOn: '1970-02-01' } },
      ['cpr'],
    ],
    [
      'a field that is not',
      'query ($x: Boolean!) { sources { authority } me { person { status @include(if: $x) bornOn } } }',
      { x: true },
      { person: { status: 'ACTIVE', bornOn: '1970-02-01' } },
      ['cpr'],
    ],
    [
      'a whole section',
      'query ($x: Boolean!) { sources { authority } me { person { bornOn } annualTax @skip(if: $x) { incomeYear } } }',
      { x: true },
      { person: { bornOn: '1970-02-01' } },
      ['cpr'],
    ],
    [
      'one of two sections of one authority',
      'query ($x: Boolean!) { sources { authority } me { annualTax @skip(if: $x) { incomeYear } preliminaryTax { incomeYear } } }',
      { x: true },
      { preliminaryTax: { incomeYear: 2026 } },
      ['skat'],
    ],
    [
      'both sections of an authority',
      'query ($x: Boolean!, $y: Boolean!) { sources { authority } me { annualTax @include(if: $x) { incomeYear } preliminaryTax @include(if: $y) { incomeYear } } }',
      { x: false, y: false },
      {},
      [],
    ],
    [
      'all of a section’s fields',
      'query ($x: Boolean!) { sources { authority } me { annualTax { incomeYear @include(if: $x) } } }',
      { x: false },
      { annualTax: [{}] },
      ['skat'],
    ],
    [
      'a fragment',
      '{ sources { authority } me { person { ...P @skip(if: true) bornOn } } } fragment P on Person { status }',
      {},
      { person: { bornOn: '1970-02-01' } },
      ['cpr'],
    ],
    [
      'by default',
      'query ($x: Boolean = false) { sources { authority } me { person { status @include(if: $x) bornOn } } }',
      {},
      { person: { bornOn: '1970-02-01' } },
      ['cpr'],
    ],
  ])('serves conditions: %s', async (_, query, variables, expected, authorities) => {
    const answer = await running.sandbox(query, { variables });
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data?.['me']).toEqual(expected);
    expect(Object.keys(statesOf(answer))).toEqual(authorities);
    await running.expectUnharmed(answer);
  });

  it('serves aliases, each as its own question about the same citizen', async () => {
    const answer = await running.sandbox(
      '{ asked: sources { affects } a: me { id tax: annualTax { year: incomeYear } } b: me { id person { bornOn } } }',
    );
    const { a } = answer.body.data as { a: { id: string } };
    expect(answer.body.data).toEqual({
      asked: [{ affects: ['b.person'] }, { affects: ['a.tax'] }],
      a: { id: expect.any(String), tax: [{ year: 2025 }] },
      b: { id: a.id, person: { bornOn: '1970-02-01' } },
    });
  });

  it('serves interfaces and unions by their concrete types', async () => {
    const answer = await running.sandbox(
      '{ me { benefits { ...B ... on HousingBenefit { householdSize } } annualTax { settlement { ... on TaxRefund { offsetOere } } } } } fragment B on Benefit { status }',
    );
    expect(sectionOf(answer, 'benefits')).toEqual([{ status: 'CURRENT', householdSize: 2 }, { status: 'CURRENT' }]);
    expect(sectionOf(answer, 'annualTax')).toEqual([{ settlement: { offsetOere: 0 } }]);
  });
});
