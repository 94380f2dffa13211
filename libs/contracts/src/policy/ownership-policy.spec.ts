import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'graphql';
import { checkOwnership } from './ownership-policy.js';
import { SubgraphSchema } from './subgraph-schema.js';

const COMMON = parse(`
  "Calendar date (dato)." scalar Date
  "Status (status)." enum PaymentStatus { "1 Kommende." UPCOMING "2 Betalt." PAID }
`);

interface Parts {
  link?: string;
  citizen?: string;
  key?: string;
  owner?: string;
  fields?: string;
  more?: string;
}

const FIELD = '"Benefits (ydelser)." benefits: [Benefit!]';
const BENEFIT = '"A benefit (ydelse)." type Benefit { "Name (navn)." name: String! }';

/** A schema that the policy accepts, with one part exchanged. */
function sdl({ link = '', citizen, key = '@key(fields: "id")', owner, fields = FIELD, more = BENEFIT }: Parts): string {
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible"${link}])
${
  citizen ??
  `"The citizen (borger)."
type Citizen ${key} {
  "Reference (reference)."
  id: ID!
  ${owner ?? '"Owner (ejer)." recordOwner: String @shareable @inaccessible'}
  ${fields}
}`
}
${more}`;
}

const GATEWAY = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { "Me (mig)." me: Citizen! }
"The citizen (borger)." type Citizen @key(fields: "id") { "Reference (reference)." id: ID! }`;

function schemaOf(text: string, authority = 'udk'): SubgraphSchema {
  return new SubgraphSchema(authority, `contracts/${authority}/schema.graphql`, parse(text));
}

function rulesOf(text: string, others: readonly SubgraphSchema[] = [], authority = 'udk'): string[] {
  return checkOwnership([schemaOf(text, authority), ...others], COMMON)
    .filter(({ file }) => file.includes(`/${authority}/`))
    .map(({ rule }) => rule);
}

const skat = (parts: Parts) => schemaOf(sdl(parts), 'skat');
const many = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join('\n');
const benefit = (field: string) => `"A benefit (ydelse)." type Benefit { "Name (navn)." name: String! ${field} }`;

/** Each row breaks one rule on purpose; the rules it breaks are all that is reported. */
// prettier-ignore
const RED: [what: string, rules: string[], text: string, others?: SubgraphSchema[]][] = [
  ['@override of a field', ['ownership/override'], sdl({ link: ', "@override"', fields: '"Tax (skat)." tax: Int @override(from: "skat")' })],
  ['progressive @override', ['ownership/override'], sdl({ link: ', "@override"', fields: '"Tax (skat)." tax: Int @override(from: "skat", label: "percent(1)")' })],
  ['@override under another name', ['ownership/override'], sdl({ link: ', { name: "@override", as: "@mine" }', fields: '"Tax (skat)." tax: Int @mine(from: "skat")' })],
  ['@override under the name of a harmless directive', ['ownership/override'], sdl({ link: ', { name: "@override", as: "@deprecated" }', fields: '"Tax (skat)." tax: Int @deprecated(from: "skat")' })],
  ['@override by namespace', ['ownership/override'], sdl({ fields: '"Tax (skat)." tax: Int @federation__override(from: "skat")' })],
  ['@override by a renamed namespace', ['ownership/override'], sdl({ fields: '"Tax (skat)." tax: Int @fed__override(from: "skat")' }).replace('import:', 'as: "fed", import:')],
  ['@override that was never imported', ['ownership/override'], sdl({ fields: '"Tax (skat)." tax: Int @override(from: "skat")' })],
  ['@override of a field inside a type', ['ownership/override'], sdl({ more: benefit('"Tax (skat)." tax: Int @override(from: "skat")') })],
  ['@requires', ['ownership/requires', 'ownership/external'], sdl({ fields: '"Tax (skat)." tax: Int @requires(fields: "income") "Income (indkomst)." income: Int @external' })],
  ['@provides', ['ownership/provides'], sdl({ fields: '"Benefits (ydelser)." benefits: [Benefit!] @provides(fields: "name")' })],
  ['@external alone', ['ownership/external'], sdl({ fields: '"Income (indkomst)." income: Int @external' })],
  ['@context', ['ownership/context'], sdl({ more: '"A benefit (ydelse)." type Benefit @context(name: "b") { "Name (navn)." name: String! }' })],
  ['@fromContext', ['ownership/context'], sdl({ more: benefit('"Tax (skat)." tax("Flag (flag)." flag: Boolean @fromContext(field: "$b { flag }")): Int') })],
  ['@interfaceObject', ['ownership/interface-object'], sdl({ more: '"A benefit (ydelse)." type Benefit @interfaceObject { "Name (navn)." name: String! }' })],
  ['@composeDirective', ['ownership/compose-directive'], sdl({ more: `${BENEFIT} extend schema @composeDirective(name: "@mine")` })],
  ['@inaccessible on the shared type', ['ownership/shared-element'], sdl({ key: '@key(fields: "id") @inaccessible' })],
  ['@tag on a field of the shared type', ['ownership/shared-element'], sdl({ fields: '"Benefits (ydelser)." benefits: [Benefit!] @tag(name: "x")' })],
  ['@cost on a field of the shared type', ['ownership/shared-element'], sdl({ fields: '"Benefits (ydelser)." benefits: [Benefit!] @cost(weight: 100)' })],
  ['@cost on an own field', ['directive/not-allowed'], sdl({ more: benefit('"Tax (skat)." tax: Int @cost(weight: 1)') })],
  ['@shareable on a field of the citizen', ['directive/not-allowed'], sdl({ fields: '"Benefits (ydelser)." benefits: [Benefit!] @shareable' })],
  ['a second entity', ['directive/not-allowed'], sdl({ more: '"A benefit (ydelse)." type Benefit @key(fields: "name") { "Name (navn)." name: String! }' })],
  ['an unknown directive on an argument', ['directive/not-allowed'], sdl({ more: benefit('"Tax (skat)." tax("Flag (flag)." flag: Boolean @mine): Int') })],
  ['a directive of its own', ['directive/definition'], sdl({ more: `${BENEFIT} directive @mine on FIELD` })],
  ['a link to another specification', ['link/spec', 'link/count'], sdl({ more: `${BENEFIT} extend schema @link(url: "https://specs.apollo.dev/connect/v0.1")` })],
  ['another version of federation', ['link/spec'], sdl({}).replace('v2.9', 'v2.0')],
  ['a renamed @link', ['link/spec', 'link/count', 'link/schema-directive'], sdl({ more: `${BENEFIT} extend schema @link(url: "https://specs.apollo.dev/link/v1.0", as: "l") @l(url: "x")` })],
  ['no link, federation 1', ['link/count'], sdl({}).replace(/extend schema.*/, '')],
  ['a root field', ['root/query'], sdl({ more: `${BENEFIT} "Query (forespørgsel)." type Query { "Name (navn)." name: String }` })],
  ['a root field by extension that returns a person by id', ['root/query', 'argument/identifier', 'citizen/reference'], sdl({ more: `${BENEFIT} extend type Query { "Person (person)." person("Id (id)." id: ID!): Citizen }` })],
  ['a mutation', ['root/mutation-or-subscription'], sdl({ more: `${BENEFIT} "Change (ændring)." type Mutation { "Do (gør)." do: Boolean }` })],
  ['a subscription', ['root/mutation-or-subscription'], sdl({ more: `${BENEFIT} "News (nyt)." type Subscription { "News (nyt)." news: Boolean }` })],
  ['a root type under another name', ['root/renamed'], sdl({ more: `${BENEFIT} extend schema { query: Benefit }` })],
  ['a query in the schema', ['sdl/executable'], sdl({ more: `${BENEFIT} query { me { id } }` })],
  ['an argument of type ID', ['argument/identifier'], sdl({ fields: '"Benefits (ydelser)." benefits("Id (id)." id: ID): [Benefit!]' })],
  ['an argument of type String deep in a type', ['argument/identifier'], sdl({ more: benefit('"Tax (skat)." tax("Text (tekst)." of: [String!]): Int') })],
  ['an argument of type Int', ['argument/identifier'], sdl({ fields: '"Benefits (ydelser)." benefits("First (første)." first: Int): [Benefit!]' })],
  ['an argument whose input holds an ID', ['argument/identifier'], sdl({ fields: '"Benefits (ydelser)." benefits("Which (hvilke)." which: Which): [Benefit!]', more: `${BENEFIT} "Which (hvilke)." input Which { "Flag (flag)." flag: Boolean "Id (id)." id: ID }` })],
  ['an argument of an own scalar', ['argument/identifier'], sdl({ fields: '"Benefits (ydelser)." benefits("Which (hvilke)." which: Which): [Benefit!]', more: `${BENEFIT} "Which (hvilke)." scalar Which` })],
  ['no citizen', ['citizen/type', 'citizen/id', 'citizen/record-owner'], sdl({ citizen: '' })],
  ['a citizen that is an interface', ['citizen/type'], sdl({}).replace('type Citizen', 'interface Citizen')],
  ['a citizen in two parts', ['citizen/type'], sdl({ more: `${BENEFIT} extend type Citizen { "Tax (skat)." tax: Int }` })],
  ['a citizen behind an interface', ['citizen/type'], sdl({ key: 'implements Party @key(fields: "id")', more: `${BENEFIT} "Party (part)." interface Party { "Id (id)." id: ID! }` })],
  ['a citizen without key', ['citizen/key'], sdl({ key: '' })],
  ['a citizen with a second key', ['citizen/key'], sdl({ key: '@key(fields: "id") @key(fields: "cpr")' })],
  ['a key that is not resolved', ['citizen/key'], sdl({ key: '@key(fields: "id", resolvable: false)' })],
  ['a key of another field', ['citizen/key'], sdl({ key: '@key(fields: "recordOwner")' })],
  ['an id that may be null', ['citizen/id'], sdl({}).replace('id: ID!', 'id: ID')],
  ['an id with a directive', ['directive/not-allowed', 'citizen/id'], sdl({}).replace('id: ID!', 'id: ID! @shareable')],
  ['no record owner', ['citizen/record-owner'], sdl({ owner: '' })],
  ['a record owner that clients see', ['citizen/record-owner'], sdl({ owner: '"Owner (ejer)." recordOwner: String @shareable' })],
  ['a record owner that is never null', ['citizen/record-owner', 'citizen/nullable'], sdl({ owner: '"Owner (ejer)." recordOwner: String! @shareable @inaccessible' })],
  ['a field of the citizen that is never null', ['citizen/nullable'], sdl({ fields: '"Benefits (ydelser)." benefits: [Benefit!]!' })],
  ['a field that returns a citizen', ['citizen/reference'], sdl({ more: benefit('"Child (barn)." child: Citizen') })],
  ['a union with a citizen', ['citizen/reference'], sdl({ more: `${BENEFIT} "Either (enten)." union Either = Benefit | Citizen` })],
  ['a type that another authority has', ['ownership/type'], sdl({}), [skat({ fields: '"Tax (skat)." tax: [Benefit!]' })]],
  ['a field that another authority has', ['ownership/field'], sdl({ fields: '"Tax (skat)." tax: Int', more: '' }), [skat({ fields: '"Tax (skat)." tax: Int', more: '' })]],
  ['a common type with a word changed', ['common/word-for-word'], sdl({ more: `${BENEFIT} "Calendar date (dag)." scalar Date` })],
  ['a common type that grows', ['common/word-for-word'], sdl({ more: `${BENEFIT} extend enum PaymentStatus { "3 Sendt." SENT }` })],
  ['a name of the machinery', ['sdl/reserved-name'], sdl({ more: `${BENEFIT} "Any (alt)." scalar _Any` })],
  ['a join name', ['sdl/reserved-name'], sdl({ more: `${BENEFIT} "Graph (graf)." scalar join__Graph` })],
  ['a type without description', ['description/missing'], sdl({ more: 'type Benefit { "Name (navn)." name: String! }' })],
  ['a field without description', ['description/missing'], sdl({ more: '"A benefit (ydelse)." type Benefit { name: String! }' })],
  ['a field described by white space', ['description/missing'], sdl({ more: '"A benefit (ydelse)." type Benefit { " " name: String! }' })],
  ['an enum value without description', ['description/missing'], sdl({ more: `${BENEFIT} "Kind (art)." enum Kind { A }` })],
  ['an argument without description', ['description/missing'], sdl({ fields: '"Benefits (ydelser)." benefits(all: Boolean): [Benefit!]' })],
  ['a description without Danish term', ['description/danish-term'], sdl({ more: '"A benefit." type Benefit { "Name (navn)." name: String! }' })],
  ['too many fields', ['size/fields'], sdl({ more: benefit(many(5_000, (index) => `"F (f)." f${index}: Int`)) })],
  ['too many enum values', ['size/enum-values'], sdl({ more: `${BENEFIT} "Kind (art)." enum Kind { ${many(10_000, (index) => `"V." V${index}`)} }` })],
  ['too many types', ['size/types'], sdl({ more: `${BENEFIT} ${many(400, (index) => `"S (s)." scalar S${index}`)}` })],
];

it('accepts a schema that keeps to the rules, with common types and harmless arguments', () => {
  const text = sdl({
    fields: `"Benefits (ydelser)." benefits("Which (hvilke)." which: Which "From (fra)." from: Date): [Benefit!]`,
    more: `"A benefit (ydelse)." type Benefit implements Named { name: String! "Old (gammel)." old: Int @deprecated(reason: "x") }
      "Named (navngivet)." interface Named { "Name (navn)." name: String! }
      "Which (hvilke)." input Which { "Kind (art)." kind: Kind "Nested (indlejret)." which: Which }
      "Kind (art)." enum Kind { "A." A }
      """Calendar date (dato).""" scalar Date`,
  });

  expect(rulesOf(text, [schemaOf(GATEWAY, 'gateway'), skat({ fields: '"Tax (skat)." tax: Int', more: '' })])).toEqual(
    [],
  );
});

it('accepts the gateway with its root field', () => {
  expect(checkOwnership([schemaOf(GATEWAY, 'gateway')], COMMON)).toEqual([]);
});

describe('the gateway that derives from an authority', () => {
  const OWNER = schemaOf(
    sdl({
      fields: '"Benefits (ydelser)." benefits: [Benefit!] "Tax (skat)." tax: Tax',
      more: `"A benefit (ydelse)." interface Benefit { "Name (navn)." name: String! "Kind (art)." kind: Kind }
        "Pension (pension)." type Pension implements Benefit { name: String! kind: Kind }
        "Kind (art)." enum Kind { "A." A "B." B }
        "Tax (skat)." union Tax = Refund | Residual
        "Refund (overskydende)." type Refund { "Amount (beløb)." amount: Int }
        "Residual (rest)." type Residual { "Amount (beløb)." amount: Int }`,
    }),
  );
  const DERIVING = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", { name: "@external", as: "@theirs" }, "@requires"])
    type Query { "Me (mig)." me: Citizen! }
    "The citizen (borger)." type Citizen @key(fields: "id") {
      "Reference (reference)." id: ID!
      "Sum (sum)." sum: Sum @requires(fields: "benefits { ... on Pension { kind } } tax { ... on Refund { amount } }")
      benefits: [Benefit!] @theirs
      tax: Tax @theirs
    }
    "Sum (sum)." type Sum { "Amount (beløb)." amount: Int }
    interface Benefit { name: String! }
    type Pension implements Benefit { name: String! @theirs kind: Kind @theirs }
    enum Kind { A }
    union Tax = Refund
    type Refund { amount: Int @theirs }`;
  const gatewayRules = (text: string) => rulesOf(text, [OWNER], 'gateway');

  it('may require and repeat the part of the authority’s types that it needs', () => {
    expect(gatewayRules(DERIVING)).toEqual([]);
  });

  it('leaves the authority as blameless as it was', () => {
    const others = [schemaOf(DERIVING, 'gateway')];

    expect(checkOwnership([OWNER, ...others], COMMON)).toEqual([]);
  });

  it.each([
    ['a field of its own in a type that is not', 'amount: Int @theirs', 'amount: Int', ['ownership/mirror']],
    ['a field that the owner has not', 'name: String! }', 'name: String! size: Int }', ['ownership/mirror']],
    ['a value that the owner has not', 'enum Kind { A }', 'enum Kind { A Z }', ['ownership/mirror']],
    ['a member that the owner has not', 'union Tax = Refund', 'union Tax = Refund | Pension', ['ownership/mirror']],
    ['a type of another kind', 'enum Kind { A }', 'scalar Kind', ['ownership/mirror']],
    [
      'a field of an authority that it answers itself',
      'tax: Tax @theirs',
      '"Tax (skat)." tax: Int',
      [
        'description/missing',
        'description/missing',
        'ownership/external',
        'ownership/field',
        'ownership/type',
        'ownership/type',
      ],
    ],
    [
      'a type of an authority for its own field',
      'sum: Sum @',
      'sum: Refund @',
      ['description/missing', 'ownership/external', 'ownership/type'],
    ],
    ['@external in a type of its own', 'amount: Int }', 'amount: Int @theirs }', ['ownership/external']],
    [
      '@requires beside the citizen',
      'kind: Kind @theirs',
      'kind: Kind @theirs @requires(fields: "name")',
      ['ownership/requires'],
    ],
    [
      '@override of a field',
      'tax: Tax @theirs',
      'tax: Tax @theirs @federation__override(from: "udk")',
      ['ownership/override'],
    ],
  ] as const)('may not have %s', (_what, part, instead, rules) => {
    const text = DERIVING.replace(part, instead);

    expect(text).not.toBe(DERIVING);
    expect(gatewayRules(text).toSorted()).toEqual([...rules]);
  });

  it('cannot be joined by an authority that takes up a type of the gateway', () => {
    const text = sdl({ more: `${BENEFIT} "Sum (sum)." type Sum { "More (mere)." more: Int }` });

    expect(rulesOf(text, [schemaOf(DERIVING, 'gateway')])).toContain('ownership/type');
  });
});

it.each(RED.map(([what, rules, text, others = []]) => ({ what, rules, text, others })))(
  'refuses $what',
  ({ rules, text, others }) => {
    expect(rulesOf(text, others).toSorted()).toEqual(rules.toSorted());
  },
);

it('names file, line, rule, reason and fix, and what a renamed directive really is', () => {
  const text = sdl({
    link: ', { name: "@override", as: "@mine" }',
    fields: '"Tax (skat)." tax: Int @mine(from: "skat")',
  });

  const [finding] = checkOwnership([schemaOf(text)], COMMON);

  expect(finding).toMatchObject({
    file: 'contracts/udk/schema.graphql',
    line: 7,
    rule: 'ownership/override',
    severity: 'error',
  });
  expect(finding?.reason).toContain('@mine (which is @override)');
  expect(finding?.fix).not.toBe('');
});

/** Rules that only the gateway can break, see above. */
const OF_THE_GATEWAY = ['ownership/mirror'];

function rulesInSources(): Set<string> {
  const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith('-rules.ts'));
  const texts = sources.map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/'([a-z]+\/[a-z]+(?:-[a-z]+)*)'/g)].map(([, rule]) => rule!)),
  );
}

it('has seen every rule of the policy fail', () => {
  expect(new Set([...RED.flatMap(([, rules]) => rules), ...OF_THE_GATEWAY])).toEqual(rulesInSources());
});

it('explains every rule in contracts/README.md', () => {
  const readme = readFileSync('contracts/README.md', 'utf8');

  expect([...rulesInSources()].filter((rule) => !readme.includes(`\`${rule}\``))).toEqual([]);
});
