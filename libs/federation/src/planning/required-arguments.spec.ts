import fc from 'fast-check';
import { answering, type AnsweringEngine, type TestSubgraph } from '../../test/planning/answering.js';
import { composed } from '../../test/planning/composed.js';
import { NO_GRANTS } from './planner.js';
import { PlanningDesk } from './planning-desk.js';

const RATES: Readonly<Record<string, number>> = { DKK: 100, EUR: 13, USD: 14, NOK: 150 };
const price = (_: unknown, { currency = 'DKK' }: { currency?: string }) => RATES[currency];
const marks = (_: unknown, { last = 1 }: { last?: number }) =>
  Array.from({ length: last }, (__, at) => ({ id: `m${at}` }));

/** `eur from 13`: what the field was told, so that any other value in its place shows. */
const told =
  (name: string, ...path: readonly string[]) =>
  (parent: unknown) =>
    `${name} from ${JSON.stringify(path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), parent))}`;

const SHOP: Readonly<Record<string, TestSubgraph>> = {
  goods: {
    sdl: /* GraphQL */ `
      type Query {
        goods: [Item!]!
        one: Product
      }
      interface Item {
        id: ID!
        price(currency: String): Int
      }
      type Product implements Item @key(fields: "id") {
        id: ID!
        price(currency: String): Int
        weight: Int
        maker: Maker
        marks(last: Int): [Mark!]
        like: Item
      }
      type Maker {
        name: String
        rate(of: String): Int
      }
      type Mark @key(fields: "id") {
        id: ID!
      }
    `,
    resolvers: {
      Query: { goods: () => [{ id: '1' }, { id: '2' }], one: () => ({ id: '1' }) },
      Item: { __resolveType: () => 'Product' },
      Product: { price, marks, weight: () => 7, maker: () => ({ name: 'M' }), like: () => ({ id: '3' }) },
      Maker: { rate: (_: unknown, { of = '' }: { of?: string }) => of.length },
      Mark: {},
    },
  },
  post: {
    sdl: /* GraphQL */ `
      interface Item {
        price(currency: String): Int
      }
      type Product implements Item @key(fields: "id") {
        id: ID!
        price(currency: String): Int @external
        weight: Int @external
        maker: Maker @external
        marks(last: Int): [Mark!] @external
        like: Item @external
        plain: String @requires(fields: "price weight")
        dkk: String @requires(fields: "price(currency: \\"DKK\\")")
        eur(loud: Boolean): String @requires(fields: "weight price(currency: \\"EUR\\")")
        eurToo: String @requires(fields: "price(currency: \\"EUR\\")")
        short: String @requires(fields: "maker { rate(of: \\"a\\") }")
        long: String @requires(fields: "maker { name rate(of: \\"abc\\") }")
        two: String @requires(fields: "marks(last: 2) { id }")
        three: String @requires(fields: "marks(last: 3) { id rank(by: \\"x\\") }")
        liked: String @requires(fields: "like { price(currency: \\"NOK\\") }")
        free: String
      }
      type Maker @external {
        name: String
        rate(of: String): Int
      }
      type Mark @key(fields: "id") {
        id: ID!
        rank(by: String): Int @external
      }
    `,
    resolvers: {
      Item: { __resolveType: () => 'Product' },
      Product: {
        plain: told('plain', 'price'),
        dkk: told('dkk', 'price'),
        eur: told('eur', 'price'),
        eurToo: told('eurToo', 'price'),
        short: told('short', 'maker', 'rate'),
        long: told('long', 'maker', 'rate'),
        two: told('two', 'marks'),
        three: told('three', 'marks'),
        liked: told('liked', 'like', 'price'),
        free: () => 'free',
      },
    },
  },
  customs: {
    sdl: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        price(currency: String): Int @external
        usd: String @requires(fields: "price(currency: \\"USD\\")")
      }
      type Mark @key(fields: "id") {
        id: ID!
        rank(by: String): Int
      }
    `,
    resolvers: {
      Product: { usd: told('usd', 'price') },
      Mark: { rank: (_: unknown, { by = '' }: { by?: string }) => by.length * 10 },
    },
  },
};

/** A field of `Product` as a client may ask for it, and its answer. */
const ASKED: readonly (readonly [selection: string, key: string, value: unknown])[] = [
  ['plain', 'plain', 'plain from 100'],
  ['dkk', 'dkk', 'dkk from 100'],
  ['eur(loud: true)', 'eur', 'eur from 13'],
  ['again: eur', 'again', 'eur from 13'],
  ['eurToo', 'eurToo', 'eurToo from 13'],
  ['usd', 'usd', 'usd from 14'],
  ['short', 'short', 'short from 1'],
  ['long', 'long', 'long from 3'],
  ['two', 'two', 'two from [{"id":"m0"},{"id":"m1"}]'],
  ['three', 'three', 'three from [{"id":"m0","rank":10},{"id":"m1","rank":10},{"id":"m2","rank":10}]'],
  ['liked', 'liked', 'liked from 150'],
  ['free', 'free', 'free'],
  ['weight', 'weight', 7],
  ['price', 'price', 100],
  ['price(currency: "NOK")', 'price', 150],
  ['price(currency: $other)', 'price', 14],
  ['price: free', 'price', 'free'],
  ['nok: price(currency: "NOK")', 'nok', 150],
  ['weight: price(currency: "EUR")', 'weight', 13],
  ['maker { rate(of: "1234") }', 'maker', { rate: 4 }],
  ['marks(last: 1) { id rank(by: "yy") }', 'marks', [{ id: 'm0', rank: 20 }]],
  ['marks: maker { name }', 'marks', { name: 'M' }],
  ['id: plain', 'id', 'plain from 100'],
];

describe('fields that are required with arguments', () => {
  let engine: AnsweringEngine;
  beforeAll(async () => {
    engine = await answering(SHOP);
  });
  afterAll(() => engine.stop());

  const ask = async (asked: readonly (typeof ASKED)[number][]) => {
    const selection = asked.map(([text]) => text).join(' ');
    const variables = selection.includes('$other') ? 'query($other: String)' : '';
    return engine.ask(`${variables} { one { ${selection} } }`, { other: 'USD' });
  };
  const expected = (asked: readonly (typeof ASKED)[number][]) => ({
    data: { one: Object.fromEntries(asked.map(([, key, value]) => [key, value])) },
    errors: [],
  });

  it.each(ASKED.map((asked) => [asked[0], asked] as const))('are right for %s alone', async (_, asked) => {
    expect(await ask([asked])).toEqual(expected([asked]));
  });

  it('are right whatever else is asked, under whatever name', async () => {
    const several = fc.uniqueArray(fc.constantFrom(...ASKED), {
      minLength: 2,
      maxLength: 10,
      selector: ([, key]) => key,
    });
    await fc.assert(
      fc.asyncProperty(several, async (asked) => {
        expect(await ask(asked)).toEqual(expected(asked));
      }),
      { numRuns: 150 },
    );
  });

  it('are right for every item of a list, behind an interface and in fragments with conditions', async () => {
    const document = `query($on: Boolean!) {
      goods { id ... on Product { eur ...F @include(if: $on) ... on Item { price(currency: "USD") } } }
    } fragment F on Product { dkk ... @skip(if: false) { usd plain } }`;
    const item = { eur: 'eur from 13', price: 14 };
    const more = { dkk: 'dkk from 100', usd: 'usd from 14', plain: 'plain from 100' };
    const all = (fields: object) => ({ data: { goods: ['1', '2'].map((id) => ({ id, ...fields })) }, errors: [] });
    expect(await engine.ask(document, { on: true })).toEqual(all({ ...item, ...more }));
    expect(await engine.ask(document, { on: false })).toEqual(all(item));
  });
});

describe('a plan for fields that are required with arguments', () => {
  const desk = new PlanningDesk();
  const supergraph = composed(Object.fromEntries(Object.entries(SHOP).map(([name, { sdl }]) => [name, sdl])));
  const { id, apiSdl } = desk.load(supergraph);
  const textOf = (document: string, keepsDefer = false) =>
    JSON.stringify(desk.plan(id, { document, keepsDefer, grants: NO_GRANTS }).plan);

  it('shows nothing of the names that the planner was given to clients or subgraphs', () => {
    expect(apiSdl).not.toContain('__r');
    expect(() => desk.plan(id, { document: '{ one { price__r1 } }', keepsDefer: false, grants: NO_GRANTS })).toThrow();
    for (const [, text] of textOf('{ one { eur dkk short long three } }').matchAll(/"operation":"((?:[^"\\]|\\.)*)"/g))
      expect(text?.replaceAll(/__r\d:/g, ':')).not.toContain('__r');
  });

  it('asks a subgraph as often as the arguments differ, and no more', () => {
    const callsTo = (name: string, document: string) => textOf(document).split(`"serviceName":"${name}"`).length - 1;
    expect(callsTo('post', '{ one { eur eurToo again: eur free } }')).toBe(1);
    expect(callsTo('post', '{ one { eur dkk eurToo free plain } }')).toBe(3);
    expect(callsTo('post', '{ one { two three short } }')).toBe(2);
    expect(callsTo('goods', '{ one { eur dkk plain usd price } }')).toBe(1);
  });

  it('lets a deferred part depend on each call that came of one', () => {
    const both = composed({
      goods: `type Query { one: Product } type Product @key(fields: "id") { id: ID! price(currency: String): Int }
        type Maker @key(fields: "id") { id: ID! rate: Int }`,
      post: `type Product @key(fields: "id") { id: ID! price(currency: String): Int @external
          dkk: Maker @requires(fields: "price(currency: \\"DKK\\")")
          eur: Maker @requires(fields: "price(currency: \\"EUR\\")") }
        type Maker @key(fields: "id") { id: ID! }`,
    });
    const { plan } = desk.plan(desk.load(both).id, {
      document: '{ one { dkk { id } eur { id ... @defer { rate } } } }',
      keepsDefer: true,
      grants: NO_GRANTS,
    });
    expect(plan.node).toMatchObject({ kind: 'Defer', deferred: [{ depends: [{ id: '0' }, { id: '0.1' }] }] });
    expect([
      ...JSON.stringify(plan).matchAll(/"serviceName":"post","id":"([\d.]+)"|"id":"([\d.]+)","serviceName":"post"/g),
    ]).toHaveLength(2);
  });
});
