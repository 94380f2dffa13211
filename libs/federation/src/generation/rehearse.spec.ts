import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { CountingPlanner } from '../../test/generation/tagged-graph.js';
import { composed, linked } from '../../test/planning/composed.js';
import type { OwnSubgraph } from '../ports/own-subgraph.js';
import { Generation } from './generation.js';

const OWN = `type Query { item: Item late: String } type Item @key(fields: "id") { id: ID! label: String @requires(fields: "size") size: Int @external }`;
const SIZES = `type Item @key(fields: "id") { id: ID! size: Int parts: [Part!]! kind: Kind owner: Owner } type Part { name: String! } enum Kind { BIG SMALL } union Owner = Part | Kiosk type Kiosk { open: Boolean }`;
const DOCUMENT = `query All {
  item { label kind parts { name } owner { __typename ... on Part { name } ... on Kiosk { open } } ... @defer { size } }
  ... @defer { late }
}`;

/** A host's own subgraph that does what it is told with an item. */
function ownSubgraph(label: (item: { size?: unknown }) => unknown): OwnSubgraph {
  const resolvers = {
    Query: { item: () => ({ __typename: 'Item', id: '1' }), late: () => 'late' },
    Item: { __resolveReference: (reference: object) => reference, label },
  };
  return {
    name: 'own',
    schema: buildSubgraphSchema([{ typeDefs: parse(linked(OWN)), resolvers }]),
    lateFields: new Set(['late']),
  };
}

async function rehearsedWith(label: (item: { size?: unknown }) => unknown): Promise<Generation> {
  const never = { name: 'sizes', call: () => Promise.reject(new Error('a rehearsal asks nobody')) };
  return Generation.build(new CountingPlanner(), {
    supergraphSdl: composed({ own: OWN, sizes: SIZES }),
    services: new Map([['sizes', never]]),
    own: ownSubgraph(label),
    registered: [{ name: 'all', document: DOCUMENT }],
  });
}

describe('a rehearsal', () => {
  it('runs the host’s own code on values of the right shape and asks nobody', async () => {
    const sizes: unknown[] = [];
    await rehearsedWith(({ size }) => {
      sizes.push(size);
      return 'a label';
    });
    expect(sizes.length).toBeGreaterThan(0);
    for (const size of sizes) expect(size).toBe(1);
  });

  it('finds code of the host that fails, and says where', async () => {
    const failing = rehearsedWith(() => {
      throw new TypeError('no label for this');
    });
    await expect(failing).rejects.toThrow(/the registered operation all cannot run: INTERNAL at item\.label/);
  });

  it('finds code of the host that answers in another shape', async () => {
    await expect(rehearsedWith(() => ({ not: 'a text' }))).rejects.toThrow(
      /the registered operation all cannot run: .* at item\.label/,
    );
  });
});
