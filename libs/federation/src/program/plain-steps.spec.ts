import { ExposureError } from '@app/errors';
import { FederatedWorld, entitiesBy } from '../../test/support/federated-world.js';
import type { Execution } from '../ports/execution.js';

const SUBGRAPHS = {
  catalogue: `
    type Query { shelf: Shelf products: [Product] newest: Product numbers(above: Int): [Int!] }
    type Shelf { products: [Product!]! }
    type Product @key(fields: "id") { id: ID! name: String weight: Int }`,
  stock: `
    type Query { warehouse: String }
    type Product @key(fields: "id") {
      id: ID! inStock: Int warehouse: Warehouse weight: Int @external shipping: Int @requires(fields: "weight") }
    type Warehouse @key(fields: "code") { code: String! }`,
  map: `
    type Warehouse @key(fields: "code") { code: String! city: String! }`,
};
const PRODUCTS = ['1', '2', '1'].map((id) => ({ __typename: 'Product', id }));

function aWorld(): Promise<FederatedWorld> {
  return FederatedWorld.of({ subgraphs: SUBGRAPHS });
}
/** Catalogue answers at once; stock is left to the test. */
function overProducts(products: unknown = PRODUCTS): Promise<FederatedWorld> {
  return FederatedWorld.of({ subgraphs: SUBGRAPHS, respond: { catalogue: () => ({ data: { products } }) } });
}
const errorsOf = ({ errors }: Execution) =>
  errors.map(({ code, path, service }) => `${code} ${path?.join('.')} (${service})`);

describe('a step that asks root fields', () => {
  it('sends the variables that it uses, and no others', async () => {
    const world = await aWorld();
    const answer = world.ask(
      'query($above: Int, $else: Boolean!) { numbers(above: $above) warehouse @include(if: $else) }',
      {
        variables: { above: 3, else: false },
      },
    );
    const call = await world.service('catalogue').callAt(0);
    expect(call.variables).toEqual({ above: 3 });
    call.answer({ data: { numbers__c: [4, 5] } });
    expect(await answer).toEqual({ kind: 'complete', data: { numbers: [4, 5] }, errors: [] });
  });

  it('does not send a variable that has no value: null would be one', async () => {
    const world = await aWorld();
    const answer = world.ask('query($above: Int) { numbers(above: $above) }');
    const call = await world.service('catalogue').callAt(0);
    expect(call.body).not.toHaveProperty('variables');
    call.answer({ data: { numbers__c: [] } });
    await answer;
  });

  it('is not taken when conditions leave nothing to ask', async () => {
    const world = await aWorld();
    const document = 'query($a: Boolean!) { newest @include(if: $a) { id } }';
    expect(await world.ask(document, { variables: { a: false } })).toEqual({ kind: 'complete', data: {}, errors: [] });
    expect(world.service('catalogue').calls).toEqual([]);
  });

  it('that fails costs its fields, each with an error, and no others', async () => {
    const world = await aWorld();
    const answer = world.ask('{ newest { id } x: numbers warehouse }');
    (await world.service('catalogue').callAt(0)).fail(new ExposureError('AUTHORITY_TIMEOUT'));
    (await world.service('stock').callAt(0)).answer({ data: { warehouse: 'W' } });
    const { data } = await answer;
    expect(data).toEqual({ newest: null, x: null, warehouse: 'W' });
    expect(errorsOf(await answer)).toEqual(['AUTHORITY_TIMEOUT newest (catalogue)', 'AUTHORITY_TIMEOUT x (catalogue)']);
  });

  it('hands on what the subgraph says went wrong, at the client’s path', async () => {
    const world = await aWorld();
    const answer = world.ask('{ list: products { id n: name } }');
    (await world.service('catalogue').callAt(0)).answer({
      data: { list__c: [{ id: '1', n__c: null }] },
      errors: [{ message: 'no name', path: ['list__c', 0, 'n__c'] }],
    });
    expect(await answer).toMatchObject({
      data: { list: [{ id: '1', n: null }] },
      errors: [{ code: 'AUTHORITY_ERROR', path: ['list', 0, 'n'], detail: 'no name', service: 'catalogue' }],
    });
  });

  it.each([
    ['says nothing of a place', {}],
    ['has no place that is one', { path: 'newest' }],
  ])('an error that %s is one of every field that is missing', async (_, more) => {
    const world = await aWorld();
    const answer = world.ask('{ newest { id } numbers }');
    (await world.service('catalogue').callAt(0)).answer({
      data: { newest: null, numbers: [1] },
      errors: [{ message: 'x', ...more }],
    });
    expect(errorsOf(await answer)).toEqual(['AUTHORITY_ERROR newest (catalogue)']);
  });

  it.each([[null], ['x'], [[]], [{}], [{ data: null }], [{ data: 'x' }], [{ data: {}, errors: 'x' }]])(
    'is answered with the wrong shape by %j',
    async (body) => {
      const world = await aWorld();
      const answer = world.ask('{ numbers }');
      (await world.service('catalogue').callAt(0)).answer(body);
      expect(errorsOf(await answer)).toEqual(['AUTHORITY_BAD_SHAPE numbers (catalogue)']);
    },
  );
});

describe('a step that asks about entities', () => {
  it('asks about each of them once, and tells it to every place', async () => {
    const world = await overProducts();
    const answer = world.ask('{ products { inStock } }');
    const call = await world.service('stock').callAt(0);
    expect(call.variables['representations']).toEqual([
      { __typename: 'Product', id: '1' },
      { __typename: 'Product', id: '2' },
    ]);
    call.answer({ data: { _entities: [{ inStock: 10 }, { inStock: 20 }] } });
    expect(await answer).toMatchObject({
      data: { products: [{ inStock: 10 }, { inStock: 20 }, { inStock: 10 }] },
      errors: [],
    });
    expect(world.service('stock').calls).toHaveLength(1);
  });

  it('is not taken when there are none', async () => {
    const world = await overProducts([null]);
    expect(await world.ask('{ products { inStock } }')).toMatchObject({ data: { products: [null] }, errors: [] });
    expect(world.service('stock').calls).toEqual([]);
  });

  it('tells an error of one entity at each place where it stands', async () => {
    const world = await overProducts();
    const answer = world.ask('{ products { inStock } }');
    (await world.service('stock').callAt(0)).answer({
      data: { _entities: [{ inStock: null }, { inStock: 20 }] },
      errors: [{ message: 'x', path: ['_entities', 0, 'inStock'] }],
    });
    expect(errorsOf(await answer)).toEqual([
      'AUTHORITY_ERROR products.0.inStock (stock)',
      'AUTHORITY_ERROR products.2.inStock (stock)',
    ]);
  });

  it('tells an error further down with all of its path', async () => {
    const world = await overProducts([PRODUCTS[1]]);
    const answer = world.ask('{ products { warehouse { code } } }');
    (await world.service('stock').callAt(0)).answer({
      data: { _entities: [{ warehouse: null }] },
      errors: [{ message: 'x', path: ['_entities', 0, 'warehouse', 'code'] }],
    });
    expect((await answer).data).toEqual({ products: [{ warehouse: null }] });
    expect(errorsOf(await answer)).toEqual(['AUTHORITY_ERROR products.0.warehouse.code (stock)']);
  });

  it.each([
    ['of a whole entity', ['_entities', 0], ['products.0.inStock', 'products.2.inStock']],
    ['of no place', undefined, ['products.0.inStock', 'products.1.inStock', 'products.2.inStock']],
  ])('tells an error %s for the fields that are missing', async (_, path, expected) => {
    const world = await overProducts();
    const answer = world.ask('{ products { inStock } }');
    (await world.service('stock').callAt(0)).answer({
      data: { _entities: [null, null] },
      errors: [{ message: 'x', path }],
    });
    expect(errorsOf(await answer).toSorted()).toEqual(expected.map((place) => `AUTHORITY_ERROR ${place} (stock)`));
  });

  it.each([
    ['fewer', [{ inStock: 10 }]],
    ['more', [{ inStock: 10 }, { inStock: 20 }, { inStock: 30 }]],
  ])('believes nothing when there are %s answers than entities', async (_, entities) => {
    const world = await overProducts();
    const answer = world.ask('{ products { inStock } }');
    (await world.service('stock').callAt(0)).answer({ data: { _entities: entities } });
    expect((await answer).data).toEqual({ products: [{ inStock: null }, { inStock: null }, { inStock: null }] });
    expect(errorsOf(await answer)[0]).toBe('AUTHORITY_BAD_SHAPE products.0.inStock (stock)');
  });

  it('leaves null what the subgraph does not know, and calls it no error', async () => {
    const world = await overProducts();
    const answer = world.ask('{ products { inStock } }');
    (await world.service('stock').callAt(0)).answer({ data: { _entities: [null, { inStock: 20 }] } });
    expect(await answer).toMatchObject({
      data: { products: [{ inStock: null }, { inStock: 20 }, { inStock: null }] },
      errors: [],
    });
  });

  it('touches no prototype, whatever is answered', async () => {
    const world = await overProducts([PRODUCTS[0]]);
    const answer = world.ask('{ products { inStock } }');
    const body: unknown = JSON.parse('{"data":{"_entities":[{"__proto__":{"polluted":1},"inStock":10}]}}');
    (await world.service('stock').callAt(0)).answer(body);
    expect((await answer).data).toEqual({ products: [{ inStock: 10 }] });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a step that needs what another one fetches', () => {
  it('is told what was required', async () => {
    const world = await overProducts([{ __typename: 'Product', id: '1', weight: 7 }]);
    const answer = world.ask('{ products { shipping } }');
    const call = await world.service('stock').callAt(0);
    expect(call.variables['representations']).toEqual([{ __typename: 'Product', id: '1', weight: 7 }]);
    call.answer({ data: { _entities: [{ shipping: 70 }] } });
    expect(await answer).toMatchObject({ data: { products: [{ shipping: 70 }] }, errors: [] });
  });

  it('is told null where that was answered', async () => {
    const world = await overProducts([{ __typename: 'Product', id: '1', weight: null }]);
    const answer = world.ask('{ products { shipping } }');
    const call = await world.service('stock').callAt(0);
    expect(call.variables['representations']).toEqual([{ __typename: 'Product', id: '1', weight: null }]);
    call.answer({ data: { _entities: [{ shipping: null }] } });
    expect((await answer).errors).toEqual([]);
  });

  it('reports its fields as missing for the same reason when what it needs has failed', async () => {
    const world = await FederatedWorld.of({ subgraphs: SUBGRAPHS });
    const answer = world.ask('{ products { name shipping } }');
    (await world.service('catalogue').callAt(0)).answer({
      data: { products: [{ __typename: 'Product', id: '1', name: 'N', weight: null }] },
      errors: [{ message: 'scales broken', path: ['products', 0, 'weight'] }],
    });
    expect((await answer).data).toEqual({ products: [{ name: 'N', shipping: null }] });
    expect(errorsOf(await answer)).toEqual(['AUTHORITY_ERROR products.0.shipping (catalogue)']);
    expect(world.service('stock').calls).toEqual([]);
  });

  it('is not taken, nor reported a second time, when there is no place left for it', async () => {
    const world = await overProducts([PRODUCTS[0]]);
    const answer = world.ask('{ products { warehouse { city } } }');
    (await world.service('stock').callAt(0)).fail(new ExposureError('AUTHORITY_SKIPPED'));
    expect((await answer).data).toEqual({ products: [{ warehouse: null }] });
    expect(errorsOf(await answer)).toEqual(['AUTHORITY_SKIPPED products.0.warehouse (stock)']);
    expect(world.service('map').calls).toEqual([]);
  });

  it('lets the null that it leaves behind rise, with one error', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: {
        catalogue: () => ({ data: { products: [PRODUCTS[0]] } }),
        stock: entitiesBy(() => ({ warehouse: { __typename: 'Warehouse', code: 'w' } })),
      },
    });
    const answer = world.ask('{ products { warehouse { city } } }');
    (await world.service('map').callAt(0)).fail(new ExposureError('AUTHORITY_TIMEOUT'));
    expect((await answer).data).toEqual({ products: [{ warehouse: null }] });
    expect(errorsOf(await answer)).toEqual(['AUTHORITY_TIMEOUT products.0.warehouse.city (map)']);
  });
});
