import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { composed } from '../../test/planning/composed.js';
import { InvalidOperation, NO_GRANTS, UnsupportedSupergraph, type PlanRequest } from './planner.js';
import { PlanningDesk } from './planning-desk.js';

const OVERVIEW = readFileSync(new URL('../../../../contracts/supergraph.graphql', import.meta.url), 'utf8');
const TWO = composed(
  {
    people: /* GraphQL */ `
      type Query {
        me: Person
        "All of them."
        people(first: Int = 2, named: String): [Person!]!
        old: Int @deprecated(reason: "gone")
      }
      type Mutation {
        rename(to: String!): Person
        forget: Boolean
      }
      type Person @key(fields: "id") {
        id: ID!
        name: String
        friend: Person
      }
      scalar Moment @specifiedBy(url: "https://moment.invalid")
    `,
    money: /* GraphQL */ `
      type Person @key(fields: "id") {
        id: ID!
        balance(currency: String): Int
        paidAt: Moment
      }
      scalar Moment @specifiedBy(url: "https://moment.invalid")
      type Mutation {
        pay(amount: Int!): Person
      }
    `,
  },
  [],
);

const desk = new PlanningDesk();
const { id, apiSdl, subgraphs } = desk.load(TWO);
const plan = (document: string, more: Partial<PlanRequest> = {}) =>
  desk.plan(id, { document, keepsDefer: true, grants: NO_GRANTS, ...more });
const faultsOf = (document: string, more: Partial<PlanRequest> = {}) => {
  try {
    plan(document, more);
    return 'planned';
  } catch (thrown) {
    if (thrown instanceof InvalidOperation) return thrown.faults;
    throw thrown;
  }
};
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('a supergraph on the desk', () => {
  it('tells its subgraphs and the API in words that graphql-js builds a schema from', () => {
    expect(subgraphs).toEqual([
      { name: 'money', url: 'http://money.invalid/graphql' },
      { name: 'people', url: 'http://people.invalid/graphql' },
    ]);
    const schema = buildSchema(apiSdl);
    const query = schema.getQueryType()?.getFields();
    expect(query?.['people']?.description).toBe('All of them.');
    expect(query?.['old']?.deprecationReason).toBe('gone');
    expect(schema.getType('Moment')).toMatchObject({ specifiedByURL: 'https://moment.invalid' });
    expect(validate(schema, parse('{ ... @defer(label: "late", if: true) { me { id } } }'))).toEqual([]);
    expect(apiSdl).not.toMatch(/join__|@link|_entities/);
  });

  it('hides what is inaccessible', () => {
    const facts = desk.load(OVERVIEW);
    expect(OVERVIEW).toContain('recordOwner');
    expect(facts.apiSdl).not.toContain('recordOwner');
    desk.release(facts.id);
  });

  it('is held once however often the same text is loaded', () => {
    const before = desk.size;
    expect(desk.load(TWO).id).toBe(id);
    expect(desk.size).toBe(before);
  });

  it('is gone once released', () => {
    const { id: other } = desk.load(OVERVIEW);
    desk.release(other);
    expect(() => desk.plan(other, { document: '{ __typename }', keepsDefer: true, grants: NO_GRANTS })).toThrow(other);
    expect(desk.size).toBe(1);
  });

  it.each([
    ['no GraphQL', 'not a schema {', /^this is not a supergraph/],
    ['a schema of one service', 'type Query { a: Int }', /must be a core schema/],
    ['nothing', '', /^this is not a supergraph/],
  ])('refuses %s', (_, text, words) => {
    expect(() => desk.load(text)).toThrow(UnsupportedSupergraph);
    expect(() => desk.load(text)).toThrow(words);
  });
});

describe('a planned operation', () => {
  it('is plain data', () => {
    const planned = plan(
      'query($c: String) { me { name balance(currency: $c) ... @defer(label: "x") { friend { paidAt } } } }',
    );
    expect(structuredClone(planned)).toEqual(planned);
    expect(planned.plan.node?.kind).toBe('Defer');
  });

  it('is alone with the fragments it reaches', () => {
    const { document } = plan(
      `query A { me { ...F } } query B($n: String) { people(named: $n) { ...G } }
       fragment F on Person { id } fragment G on Person { friend { ...H } } fragment H on Person { name }`,
      { operationName: 'B' },
    );
    expect(flat(document)).toBe(
      'query B($n: String) { people(named: $n) { ...G } } fragment G on Person { friend { ...H } } fragment H on Person { name }',
    );
  });

  it('has no node for what no subgraph is asked about', () => {
    for (const document of ['{ __typename }', '{ __schema { queryType { name } } a: __type(name: "Person") { name } }'])
      expect(plan(document).plan).toEqual({ kind: 'QueryPlan' });
    expect(plan('mutation { __typename }').plan).toEqual({ kind: 'QueryPlan' });
    expect(JSON.stringify(plan('{ __typename __schema { types { name } } me { __typename id } }').plan)).not.toContain(
      '__schema',
    );
  });

  it('runs the fields of a mutation in their order', () => {
    const { plan: planned } = plan('mutation { a: rename(to: "x") { id } pay(amount: 1) { id } b: forget }');
    const services = [...JSON.stringify(planned).matchAll(/"serviceName":"(\w+)"/g)].map(([, name]) => name);
    expect(planned.node?.kind).toBe('Sequence');
    expect(services).toEqual(['people', 'money', 'people']);
  });

  it('keeps @defer only when asked to, and then without what only it used', () => {
    const document =
      'query($late: Boolean!, $c: String) { me { id ...F @defer(if: $late) ...F } } fragment F on Person { name balance(currency: $c) ... @defer { paidAt } }';
    expect(JSON.stringify(plan(document).plan)).toContain('"kind":"Condition","condition":"late"');
    const whole = plan(document, { keepsDefer: false });
    expect(JSON.stringify(whole.plan)).not.toMatch(/"kind":"(Defer|Condition)"/);
    expect(flat(whole.document)).toBe(
      'query ($c: String) { me { id ...F ...F } } fragment F on Person { name balance(currency: $c) ... { paidAt } }',
    );
  });

  it('is never deferred where the client says so itself', () => {
    expect(JSON.stringify(plan('{ me { id ... @defer(if: false) { name } } }').plan)).not.toContain('Defer');
    expect(JSON.stringify(plan('{ me { id ... @defer(if: true) { name balance } } }').plan)).toContain('Defer');
  });
});

describe('a document that is not one valid operation', () => {
  it.each([
    ['no operation', 'fragment F on Person { id }', undefined, /no operation|never used/],
    ['several and no name', 'query A { old } query B { old }', undefined, /must be named/],
    ['another name', 'query A { old }', 'B', /no operation of the name/],
    ['bad syntax', '{ me ', undefined, /Syntax Error/],
    ['nothing', '', undefined, /Syntax Error/],
    ['an unknown field', '{ you }', undefined, /Cannot query field "you"/],
    ['a type definition', 'type A { a: Int }', undefined, /not executable/],
    ['a subscription', 'subscription { me { id } }', undefined, /subscription/],
    ['a variable twice', 'query($a: Int, $a: Int) { people(first: $a) { id } }', undefined, /only one variable/],
    ['labels used twice', '{ ... @defer(label: "a") { old } ... @defer(label: "a") { old } }', undefined, /used once/],
    ['a label from a variable', 'query($a: String) { ... @defer(label: $a) { old } }', undefined, /must be a text/],
    ['a deferred mutation', 'mutation { ... @defer { forget } }', undefined, /cannot be used/],
    [
      'a deferred mutation in a fragment',
      'mutation { ...F @defer } fragment F on Mutation { forget }',
      undefined,
      /cannot be used/,
    ],
  ])('%s is refused', (_, document, operationName, words) => {
    const faults = faultsOf(document, operationName === undefined ? {} : { operationName });
    expect(faults).toEqual(
      expect.arrayContaining([expect.objectContaining({ message: expect.stringMatching(words) })]),
    );
  });

  it('is told where, and which name of the schema may have been meant', () => {
    expect(faultsOf('{\n  peopl { id }\n}')).toEqual([
      {
        message: 'Cannot query field "peopl" on type "Query". Did you mean "people"?',
        locations: [{ line: 2, column: 3 }],
      },
    ]);
  });

  it('is told ten faults at most', () => {
    const many = `{ ${Array.from({ length: 50 }, (_, at) => `x${at}`).join(' ')} }`;
    expect(faultsOf(many)).toHaveLength(10);
  });

  it('is too complex when it is nested beyond what can be read', () => {
    const deep = `{ me ${'{ friend '.repeat(20_000)} { id } ${'}'.repeat(20_000)} }`;
    expect(() => plan(deep)).toThrow(expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }));
  });

  it('is too complex when its fragments mean more than can be planned', () => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `fragment F${at} on Person { a: friend { ...F${at + 1} } b: friend { ...F${at + 1} } }`,
    );
    const bomb = `{ me { ...F0 } } ${levels.join(' ')} fragment F30 on Person { id }`;
    expect(() => plan(bomb)).toThrow(
      expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX', facts: { limit: 'selections' } }),
    );
  });
});

describe('what is refused or decided of a supergraph', () => {
  it('refuses subscriptions', () => {
    expect(() => desk.load(composed({ a: 'type Query { a: Int } type Subscription { a: Int }' }))).toThrow(
      'subscriptions are not served (type Subscription)',
    );
  });

  it('refuses connectors', () => {
    const text = composed({
      a: /* GraphQL */ `
        extend schema
          @link(url: "https://specs.apollo.dev/connect/v0.1", import: ["@connect", "@source"])
          @source(name: "v1", http: { baseURL: "https://a.invalid" })
        type Query {
          things: [Thing!] @connect(source: "v1", http: { GET: "/things" }, selection: "id")
        }
        type Thing {
          id: ID!
        }
      `,
    });
    expect(() => desk.load(text)).toThrow('connectors (@connect) are not served');
  });

  it('refuses @fromContext and names field and subgraph', () => {
    const text = composed(
      {
        a: /* GraphQL */ `
          type Query {
            me: Person!
          }
          type Person @key(fields: "id") @context(name: "person") {
            id: ID!
            currency: String!
            account: Account!
          }
          type Account @key(fields: "id") {
            id: ID!
            total(currency: String @fromContext(field: "$person { currency }")): Int!
          }
        `,
        b: /* GraphQL */ `
          type Account @key(fields: "id") {
            id: ID!
          }
        `,
      },
      ['@context', '@fromContext'],
    );
    expect(() => desk.load(text)).toThrow(/@fromContext is not served: field Account\.total of subgraph a/);
  });

  it.each([
    ['percent(100)', 'new'],
    ['percent(0)', 'old'],
    ['percent(50)', 'old'],
    ['beta', 'old'],
  ])('overrides with label %j: %s', (label, owner) => {
    const { id: overridden } = desk.load(
      composed(
        {
          old: 'type Query { a: Int b: Int }',
          new: `type Query { a: Int @override(from: "old", label: "${label}") }`,
        },
        ['@override'],
      ),
    );
    const planned = desk.plan(overridden, { document: '{ a }', keepsDefer: false, grants: NO_GRANTS });
    expect(planned.plan.node).toMatchObject({ kind: 'Fetch', serviceName: owner });
    desk.release(overridden);
  });
});
