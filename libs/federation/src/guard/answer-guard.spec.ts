import { ExposureError } from '@app/errors';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { ALL_CHECKS, guardAnswer, type GuardChecks } from './answer-guard.js';
import { ECHO_KEY, OWNER_KEY, prepareEntityOperation } from './entity-operation.js';

const schema = buildSchema(`
  scalar Oere
  scalar Date
  type Query { me: Citizen }
  type Citizen { id: ID! recordOwner: String name: String benefits: [Benefit!] tax: Tax }
  interface Benefit { id: ID! payOn: Date }
  type Pension implements Benefit { id: ID! payOn: Date amountOere: Oere! kind: Kind! }
  type Housing implements Benefit { id: ID! payOn: Date size: Int }
  type Tax { year: Int! rate: Float refunded: Boolean }
  enum Kind { FULL PART }
`);
const operation = prepareEntityOperation(
  schema,
  `query Q__skat__1($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen {
     benefits { id ... on Pension { amountOere kind } ... on Housing { size } } tax { year rate } } } }`,
);
const question = { operation, references: ['ref-1'], recordOwner: 'owner-1' };
const honest = {
  [ECHO_KEY]: 'ref-1',
  [OWNER_KEY]: 'owner-1',
  benefits: [{ __typename: 'Pension', id: 'b1', amountOere: 100, kind: 'FULL' }],
  tax: { year: 2026, rate: 0.37 },
};
const answerWith = (entity: unknown) => ({ data: { _entities: [entity] } });
const guard = (entity: unknown, checks?: GuardChecks) => guardAnswer(answerWith(entity), question, checks);
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return 'passed';
  } catch (thrown) {
    return (thrown as { code?: unknown }).code ?? thrown;
  }
};

describe('the guard over an authority’s answer', () => {
  it('asks for echo, record owner and the names of abstract types beside what the plan asks', () => {
    expect(operation.text).toContain(`${ECHO_KEY}: id`);
    expect(operation.text).toContain(`${OWNER_KEY}: recordOwner`);
    expect(operation.text).toMatch(/benefits \{\s+__typename/);
  });

  it('passes on exactly what was asked', () => {
    const { entities, faults } = guard({ ...honest, name: 'of another authority', id: 'ref-1' });
    expect(faults).toEqual([]);
    expect(JSON.parse(JSON.stringify(entities))).toEqual([
      {
        benefits: [{ __typename: 'Pension', id: 'b1', amountOere: 100, kind: 'FULL' }],
        tax: { year: 2026, rate: 0.37 },
      },
    ]);
  });

  it.each([
    ['another reference', { ...honest, [ECHO_KEY]: 'ref-2' }],
    ['no reference', { ...honest, [ECHO_KEY]: undefined }],
    ['another person’s record', { ...honest, [OWNER_KEY]: 'owner-2' }],
    ['a record of nobody', { ...honest, [OWNER_KEY]: null }],
    ['no record owner at all', { ...honest, [OWNER_KEY]: undefined }],
    ['another person’s empty record', { [ECHO_KEY]: 'ref-1', [OWNER_KEY]: 'owner-2', benefits: [], tax: null }],
  ])('drops the whole answer when it has %s', (_, entity) => {
    expect(codeOf(() => guard(entity))).toBe('AUTHORITY_SUBJECT_MISMATCH');
  });

  it('accepts an answer that tells nothing and so has no record to name', () => {
    const { entities } = guard({ [ECHO_KEY]: 'ref-1', [OWNER_KEY]: null, benefits: [], tax: null });
    expect(JSON.parse(JSON.stringify(entities))).toEqual([{ benefits: [], tax: null }]);
  });

  it.each([
    ['fewer', []],
    ['more', [honest, honest]],
  ])('drops the whole answer when it has %s entities than references', (_, entities) => {
    expect(codeOf(() => guardAnswer({ data: { _entities: entities } }, question))).toBe('AUTHORITY_SUBJECT_MISMATCH');
  });

  it('drops answers in swapped order', () => {
    const two = { ...question, references: ['ref-1', 'ref-2'] };
    const swapped = { data: { _entities: [{ ...honest, [ECHO_KEY]: 'ref-2' }, honest] } };
    expect(codeOf(() => guardAnswer(swapped, two))).toBe('AUTHORITY_SUBJECT_MISMATCH');
  });

  it('drops everything when the authority says that its source answered about another person', () => {
    const body = {
      data: { _entities: [honest] },
      errors: [{ message: 'x', path: ['_entities', 0, 'tax'], extensions: { code: 'SUBJECT_MISMATCH' } }],
    };
    expect(codeOf(() => guardAnswer(body, question))).toBe('AUTHORITY_SUBJECT_MISMATCH');
  });

  it.each([
    ['a string for a year', { tax: { year: '2026', rate: 1 } }, 'tax'],
    ['null where there must be a value', { tax: { year: null, rate: 1 } }, 'tax'],
    ['an object for a list', { benefits: {} }, 'benefits'],
    [
      'an unknown enum value',
      { benefits: [{ __typename: 'Pension', id: 'b', amountOere: 1, kind: 'HALF' }] },
      'benefits',
    ],
    [
      'an amount that is not whole',
      { benefits: [{ __typename: 'Pension', id: 'b', amountOere: 1.5, kind: 'FULL' }] },
      'benefits',
    ],
    [
      'an amount beyond 2^53',
      { benefits: [{ __typename: 'Pension', id: 'b', amountOere: 2 ** 53, kind: 'FULL' }] },
      'benefits',
    ],
    ['a type that is no benefit', { benefits: [{ __typename: 'Tax', id: 'b' }] }, 'benefits'],
    ['an abstract value without its type', { benefits: [{ id: 'b' }] }, 'benefits'],
    ['a structure for a text', { benefits: [{ __typename: 'Housing', id: { person: 1 }, size: 1 }] }, 'benefits'],
    ['a text of a megabyte', { benefits: [{ __typename: 'Housing', id: 'x'.repeat(1_000_000), size: 1 }] }, 'benefits'],
  ])('drops the field, and only it, that has %s', (_, change, field) => {
    const { entities, faults } = guard({ ...honest, ...change });
    expect(faults).toEqual([{ code: 'AUTHORITY_BAD_SHAPE', path: [0, field] }]);
    expect(entities[0]?.[field]).toBeNull();
    expect(entities[0]?.[field === 'tax' ? 'benefits' : 'tax']).not.toBeNull();
  });

  it.each([
    [null],
    [[]],
    ['x'],
    [{}],
    [{ data: null }],
    [{ data: { _entities: 'x' } }],
    [{ data: { _entities: ['x'] } }],
  ])('refuses the body %j', (body) => {
    expect(codeOf(() => guardAnswer(body, question))).toBe('AUTHORITY_BAD_SHAPE');
  });

  it('keeps of a reported error the code and our own path, never its words', () => {
    const secret = 'Åse Østergaard 670101-1234 at db.internal';
    const { faults } = guardAnswer(
      {
        data: { _entities: [{ ...honest, tax: null }] },
        errors: [
          { message: secret, path: ['_entities', 0, 'tax'], extensions: { code: 'SOURCE_UNAVAILABLE', stack: secret } },
          { message: secret, path: ['_entities', 0, 'tax', secret], extensions: { code: secret } },
          { message: secret, path: ['_entities', 0, secret] },
        ],
      },
      question,
    );
    expect(JSON.stringify(faults)).not.toContain('Østergaard');
    expect(faults.map(({ path }) => path)).toEqual([
      [0, 'tax'],
      [0, 'benefits'],
    ]);
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['AUTHORITY_ERROR']));
  });

  it('reads so many errors of one answer and no more, each fault once', () => {
    const errors = Array.from({ length: 20_000 }, () => ({ message: '' }));
    expect(guardAnswer({ data: null, errors }, question).faults).toHaveLength(2);
    const placed = errors.map((_, index) => ({ message: '', path: ['_entities', 0, 'tax', index] }));
    expect(guardAnswer({ data: null, errors: placed }, question).faults).toHaveLength(100);
  });

  it('tells when a closed source opens', () => {
    const { faults } = guardAnswer(
      {
        data: null,
        errors: [{ message: '', extensions: { code: 'SOURCE_CLOSED', opensAt: '2026-06-15T16:00:00+02:00' } }],
      },
      question,
    );
    expect(faults[0]).toEqual({ code: 'AUTHORITY_CLOSED', path: [0, 'benefits'], opensAt: '2026-06-15T14:00:00.000Z' });
  });

  describe('without one of its checks lets through what it must not', () => {
    it('echo', () => {
      expect(codeOf(() => guard({ ...honest, [ECHO_KEY]: 'ref-2' }, { ...ALL_CHECKS, echo: false }))).toBe('passed');
    });
    it('recordOwner', () => {
      expect(codeOf(() => guard({ ...honest, [OWNER_KEY]: 'owner-2' }, { ...ALL_CHECKS, recordOwner: false }))).toBe(
        'passed',
      );
    });
    it('pruning', () => {
      const { entities } = guard({ ...honest, name: 'of another authority' }, { ...ALL_CHECKS, pruning: false });
      expect(entities[0]?.['name']).toBe('of another authority');
    });
  });

  it('cannot be made to touch a prototype by the answer', () => {
    guard(
      JSON.parse(
        `{"${ECHO_KEY}":"ref-1","${OWNER_KEY}":"owner-1","__proto__":{"polluted":1},"tax":{"year":1,"__proto__":{"polluted":1}}}`,
      ),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

/** Keys that may come out, whatever comes in. */
const ASKED = ['benefits', 'id', 'amountOere', 'kind', 'size', 'tax', 'year', 'rate', '__typename'];

/** JSON with many of the right names in it, so that it gets far. */
const json = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<unknown>('Pension', 'Housing', 'FULL', 'x', 1, 0.5, true, null),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(...ASKED, 'name', 'payOn', 'recordOwner', 'refunded', 'constructor', 'toString', '__proto__'),
      tie('node'),
      { maxKeys: 12 },
    ),
  ),
})).node;

describe('whatever an authority sends about the right person', () => {
  const told = fc.dictionary(fc.constantFrom(...ASKED, 'name', 'constructor', '__proto__'), json, { maxKeys: 12 });

  it('only asked keys come out', () => {
    fc.assert(
      fc.property(told, (fields) => {
        const { entities } = guard(
          JSON.parse(JSON.stringify({ ...fields, [ECHO_KEY]: 'ref-1', [OWNER_KEY]: 'owner-1' })),
        );
        for (const key of entities.flatMap(keysOf)) expect(ASKED).toContain(key);
      }),
    );
  });

  it('each field comes out whole, or is null and has a fault', () => {
    fc.assert(
      fc.property(told, (fields) => {
        const { entities, faults } = guard(
          JSON.parse(JSON.stringify({ ...fields, [ECHO_KEY]: 'ref-1', [OWNER_KEY]: 'owner-1' })),
        );
        const again = guard(
          JSON.parse(JSON.stringify({ ...entities[0], [ECHO_KEY]: 'ref-1', [OWNER_KEY]: 'owner-1' })),
        );
        expect(again).toEqual({ entities, faults: [] });
        for (const { path } of faults) expect(entities[0]?.[String(path[1])]).toBeNull();
      }),
    );
  });

  it('nothing is thrown but what callers expect', () => {
    fc.assert(
      fc.property(json, json, (data, errors) => {
        try {
          guardAnswer(JSON.parse(JSON.stringify({ data, errors })), question);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ExposureError);
        }
      }),
    );
  });
});

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
