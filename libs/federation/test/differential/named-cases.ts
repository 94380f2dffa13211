import type { Operation } from './subjects/subject.js';

export interface NamedCase extends Operation {
  readonly name: string;
  readonly fixture: string;
}

const aCase = (fixture: string, name: string, document: string, variables: Operation['variables'] = {}): NamedCase => ({
  fixture,
  name,
  document,
  variables,
});

/** What public audits of federation gateways look at, each as one operation over our own data. */
export const NAMED_CASES: readonly NamedCase[] = [
  aCase('shop', 'an entity of another subgraph', '{ me { nick favourite { name } } }'),
  aCase(
    'shop',
    'a reference that the first subgraph cannot resolve',
    '{ user(id: "u1") { favourite { id name amount } } }',
  ),
  aCase('shop', 'a requirement with nested fields', '{ product(id: "p1") { shippingCost } }'),
  aCase('shop', 'a requirement that is null', '{ product(id: "p3") { shippingCost size { width } } }'),
  aCase(
    'shop',
    'a field with a requirement and arguments',
    '{ product(id: "p2") { shippingCost(express: true) slow: shippingCost } }',
  ),
  aCase('shop', 'a circle of requirements', '{ product(id: "p1") { trust } }'),
  aCase('shop', 'a circle of requirements entered in the middle', '{ warehouses { products { trust } } }'),
  aCase('shop', 'a circle of requirements entered at its end', '{ latestReviews { product { trust reorder } } }'),
  aCase('shop', 'nested provides', '{ latestReviews { author { nick home { city } } } }'),
  aCase('shop', 'more than what is provided', '{ latestReviews { author { nick home { city street } email } } }'),
  aCase(
    'shop',
    'an entity that comes again and again',
    '{ shelves { name amount origin } users { favourite { rating } } }',
  ),
  aCase(
    'shop',
    'a compound key over a nested entity',
    '{ products(first: 4) { origin recycled brand { place { lat } founded } } }',
  ),
  aCase(
    'shop',
    'an entity that the other subgraph does not know',
    '{ product(id: "p4") { brand { title founded place { lat } } } }',
  ),
  aCase('shop', 'a field that moved', '{ products(first: 4) { urgency } }'),
  aCase('shop', 'a field that moves by percentage', '{ products(first: 4) { season } }'),
  aCase(
    'shop',
    'mutations in their order, over subgraphs',
    `mutation { a: rename(id: "p1", name: "1") { name } b: take(id: "p1", count: 2) c: review(product: "p1", stars: 1) { id product { name amount rating } }
      d: rename(id: "p1", name: "2") { name amount rating } e: take(id: "p1", count: 1) }`,
  ),
  aCase(
    'shop',
    'a mutation that fails between two that do not',
    'mutation { take(id: "p1") b: take(id: "nobody") c: take(id: "p2") }',
  ),
  aCase(
    'shop',
    'lists of lists of entities',
    '{ latestReviews { helpers { nick email } } product(id: "p1") { grid } }',
  ),
  aCase(
    'shop',
    'arguments of every kind',
    `query($ids: [ID!], $order: Order = BY_PRICE, $none: Int, $range: RangeInput = { from: 1 }) {
      a: products(filter: { ids: $ids, maxPrice: null, within: $range }, order: $order, first: $none) { id }
      b: products(filter: { ids: "p1", within: { to: 100 } }) { id price(currency: EUR) { amount currency } }
      c: echo(days: "2026-01-31", flag: null, deep: [[1], []]) d: brand(code: null) { title } e: brand { title }
    }`,
    { ids: ['p1', 'p2', 'p4'] },
  ),
  aCase('shop', 'a list that stands for its only value', 'query($day: [Day]) { echo(days: $day) }', {
    day: '2026-01-31',
  }),
  aCase(
    'shop',
    'aliases of __typename at all depths',
    '{ t: __typename me { a: __typename friends { b: __typename __typename nick } } }',
  ),
  aCase('shop', 'an alias that is the name of the key', '{ makers { products { id } code: founded } }'),
  aCase(
    'shop',
    'aliases that exchange two fields',
    '{ me { id: email email: id favourite { name: sku sku: name amount } } }',
  ),
  aCase(
    'shop',
    'include and skip on fields of several subgraphs',
    `query($yes: Boolean!, $no: Boolean = false) { product(id: "p1") { name @include(if: $yes) amount @skip(if: $yes) rating @include(if: $no)
      ... @skip(if: $no) { trust } ... on Product @include(if: $no) { origin } shippingCost @skip(if: $no) @include(if: $yes) } }`,
    { yes: true },
  ),
  aCase(
    'shop',
    'a requirement behind a condition that is off',
    'query($on: Boolean!) { warehouses { products { city: amount shippingCost @include(if: $on) storedIn { code } } } }',
    { on: false },
  ),
  aCase(
    'shop',
    'an object of which nothing is left',
    'query($on: Boolean!) { me { nick @include(if: $on) } makers { title @include(if: $on) } }',
    { on: false },
  ),
  aCase(
    'shop',
    'introspection beside data',
    '{ __schema { queryType { name } } me { nick } type: __type(name: "Brand") { kind } }',
  ),
  aCase(
    'shop',
    'fields that merge',
    '{ me { favourite { name } } me { favourite { amount } ...More } } fragment More on User { favourite { name rating } }',
  ),
  aCase(
    'media',
    'a union of which each subgraph knows a part',
    '{ found { __typename ... on Book { title } ... on Studio { city } ... on Note { text } } lastFound { ... on Note { text genre } ... on Film { title } } }',
  ),
  aCase(
    'media',
    'an enum of which each subgraph knows a part',
    '{ media { genre } lastFound { ... on Note { genre } } }',
  ),
  aCase('media', 'a value of an enum that clients may not see', '{ archived { at mood moods } }'),
  aCase('media', 'a type that clients may not see', '{ withDraft { __typename ... on Book { id } } }'),
  aCase('media', 'an interface object', '{ media { shelf title } archived { item { id title shelf } } }'),
  aCase('media', 'an interface object that is asked for its type', '{ archived { item { __typename } } }'),
  aCase('media', 'an interface object with a requirement', '{ media { label } archived { item { label } } }'),
  aCase('media', 'an interface object with a requirement on one type', '{ media { shelf ... on Book { label } } }'),
  aCase(
    'media',
    'an interface object through an interface above it',
    '{ media { similar { ... on Node { __typename id } } } nodes { ... on Media { shelf } } }',
  ),
  aCase(
    'media',
    'an interface object that cannot be resolved',
    '{ article { about { id title __typename } } covers { id ... on Game { players } } }',
  ),
  aCase('media', 'provides on a union', '{ shelf { ... on Book { blurb isbn } ... on Film { length } } }'),
  aCase('media', 'provides on an interface', '{ topMedium { title ... on Film { length runtime(unit: HOURS) } } }'),
  aCase(
    'media',
    'a requirement through fragments',
    '{ media { ... on Film { origin } } newest { ... on Film { origin basedOn { title } } } }',
  ),
  aCase('media', 'a requirement of an external object', '{ media { ... on Book { pitch maker { name born } } } }'),
  aCase(
    'media',
    'a field that moved on one implementation',
    '{ media { ... on Game { players studio { city owner { name } } } } }',
  ),
  aCase(
    'media',
    'abstract types within abstract types',
    '{ nodes { id ... on Media { title ... on Work { title ... on Book { pages sequel { title } } } } ... on Studio { name owner { made { id } } } } }',
  ),
  aCase('chains', 'non-null chains over subgraphs', '{ cases { id state owner { name boss { name } } } }'),
  aCase('chains', 'an entity that is unknown where it must be', '{ open { id state } strict { next { state } } }'),
  aCase('chains', 'a null key', '{ open { letter { id text } } }'),
  aCase('chains', 'null in a non-null item', '{ cases { letter { pages { number } } } matrix { rows { name } } }'),
  aCase('chains', 'errors of fields', '{ count factCount cases { fails failsHard oddHard } }'),
  aCase('chains', 'a null that rises to the top', '{ strict { history { fails } owner { fails } } count }'),
  aCase('legacy', 'external keys of Federation 1', '{ streets { name city { name mayor { name } lit } } }'),
  aCase('legacy', 'requires and provides of Federation 1', '{ streets { isLong lamps { power maker } } }'),
  aCase(
    'legacy',
    'a list of an extended type',
    '{ cities { streets(longerThan: 10) { name length isLong zone { limit } } } }',
  ),
  aCase(
    'crossings',
    'a root field of two subgraphs',
    '{ site { north { depth } south name } sites(where: { colour: GREEN }) { name south } }',
  ),
  aCase('crossings', 'a value type in parts', '{ site { meta { a b both deep { x y } } } }'),
  aCase(
    'crossings',
    'keys that join over a third subgraph',
    '{ parts { a price made } wholes { weight colour(as: GREEN) e { f g h } } }',
  ),
  aCase(
    'crossings',
    'a child that is reached through its parent',
    '{ post { category { id name details { first } } } }',
  ),
  aCase('crossings', 'a root field that moved', '{ post { title author { posts pen { name } } } }'),
  aCase('crossings', 'an input object in its common part', 'query($where: Where) { sites(where: $where) { id } }', {
    where: { size: 5 },
  }),
  aCase('crossings', 'an enum that subgraphs know in part', '{ shade palette { shade shades } }'),
];
