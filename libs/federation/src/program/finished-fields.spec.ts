import { Kind, parse } from 'graphql';
import { guardedWorld } from '../../test/support/guarded-world.js';
import { FederatedWorld } from '../../test/support/federated-world.js';
import { formOfScalar } from '../guard/scalar-forms.js';
import { readFetchOperation } from './fetch-operation.js';
import { FinishedFields } from './finished-fields.js';
import { KeyNames } from './key-names.js';
import { fetchesIn, type PlanNode } from './plan-nodes.js';
import { leafFormBy } from './projection-compiler.js';
import { SelectionCollector, fragmentsOf } from './selection.js';

/** Keys that are finished when they arrive, by subgraph. */
async function finishedOf(world: FederatedWorld, text: string, isIncremental = false) {
  const planned = await world.plan(text, isIncremental);
  const document = parse(planned.document);
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const collector = new SelectionCollector(world.apiSchema, fragmentsOf(document));
  const finished = new FinishedFields(
    world.apiSchema.getQueryType()!,
    definition,
    collector,
    new KeyNames(planned.keySuffix),
  );
  const node = planned.plan.node as PlanNode;
  finished.readPlan(node);
  const found: Record<string, string[]> = {};
  for (const { fetch, path } of fetchesIn(node)) {
    const operation = readFetchOperation(world.supergraph.schema, fetch);
    const readers = finished.readersAt(path, operation, leafFormBy(formOfScalar));
    if (fetch.serviceName !== 'gateway') (found[fetch.serviceName] ??= []).push(...readers.keys());
  }
  return { found, finished };
}

describe('a field that one step alone answers and nothing else reads', () => {
  it.each([
    ['a composite', '{ me { tax { year } } }', { skat: ['tax'] }],
    ['one that the client renames', '{ mig: me { t: tax { year } } }', { skat: ['t__c'] }],
    ['one that stands twice in one selection', '{ me { tax { year } ... { tax { rate } } } }', { skat: ['tax'] }],
    ['one of two authorities each', '{ me { tax { year } mail } }', { skat: ['tax'], post: ['mail'] }],
    [
      'a leaf that is required, which is the same before and after',
      '{ me { summary mail } }',
      { post: ['mail'], skat: [] },
    ],
  ])('is finished when it arrives: %s', async (_, document, expected) => {
    const { world } = await guardedWorld();
    expect((await finishedOf(world, document)).found).toEqual(expected);
  });

  it('is known by its path in the client’s answer', async () => {
    const { world } = await guardedWorld();
    const { finished } = await finishedOf(world, '{ mig: me { t: tax { year } mail } }');
    expect([
      finished.has(['mig', 't']),
      finished.has(['mig', 'mail']),
      finished.has(['mig']),
      finished.has(['t']),
    ]).toEqual([true, true, false, false]);
  });
});

describe('a field is not finished when it arrives', () => {
  it.each([['a part of it is required', '{ me { tax { year rate } summary } }', { skat: [], post: [] }]])(
    'while %s',
    async (_, document, expected) => {
      const { world } = await guardedWorld();
      const { found } = await finishedOf(world, document);
      expect(found['skat']).toEqual(expected.skat);
    },
  );

  it('while a part of it is deferred', async () => {
    const { world } = await guardedWorld();
    expect(
      (await finishedOf(world, '{ me { tax { year ... @defer { rate } } cars { plate } } }', true)).found['skat'],
    ).toEqual(['cars']);
  });

  it('while another part of the answer asks for it, too', async () => {
    const { world } = await guardedWorld();
    const { found } = await finishedOf(
      world,
      '{ me { tax { year } cars { plate } ... @defer { tax { rate } } } }',
      true,
    );
    expect(found['skat']).toEqual(['cars']);
  });

  it('while another step goes on below it', async () => {
    const world = await FederatedWorld.of({
      subgraphs: {
        gateway: 'type Query { me: Citizen } type Citizen @key(fields: "id") { id: ID! }',
        skat: `type Citizen @key(fields: "id") { id: ID! car: Car tax: Tax } type Tax { year: Int }
          type Car @key(fields: "plate") { plate: ID! }`,
        garage: 'type Car @key(fields: "plate") { plate: ID! colour: String }',
      },
    });
    const { found } = await finishedOf(world, '{ me { car { colour } tax { year } } }');
    expect(found['skat']).toEqual(['tax']);
  });
});
