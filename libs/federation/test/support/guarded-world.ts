import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { ALL_CHECKS, type GuardChecks } from '../../src/guard/answer-guard.js';
import { ECHO_KEY, OWNER_KEY } from '../../src/guard/entity-operation.js';
import { isObject } from '../../src/program/json-object.js';
import { linked } from '../planning/composed.js';
import { CITIZEN, OWNER } from './a-context.js';
import { FederatedWorld, entitiesBy } from './federated-world.js';
import type { HeldCall } from './held-service.js';

const GATEWAY = `
  type Query { me: Citizen sources: String }
  type Citizen @key(fields: "id") {
    id: ID!
    tax: Tax @external
    mail: [String!] @external
    summary: String @requires(fields: "tax { year } mail")
  }
  type Tax @shareable { year: Int }`;
const SUBGRAPHS = {
  gateway: GATEWAY,
  skat: `
    type Query { skat: String @inaccessible }
    type Citizen @key(fields: "id") { id: ID! recordOwner: String @shareable tax: Tax cars: [Car!] car: Car }
    type Tax @shareable { year: Int rate: Float owed(in: String): Int }
    type Car @key(fields: "plate") { plate: ID! colour: String }`,
  post: `
    type Query { post: String @inaccessible }
    type Citizen @key(fields: "id") { id: ID! recordOwner: String @shareable mail: [String!] inbox: Inbox! }
    type Inbox { unread: Int! letters: [Letter!]! }
    interface Letter { id: ID! }
    type Bill implements Letter { id: ID! amount: Int }
    type Notice implements Letter { id: ID! text: String }`,
};

export interface GuardedWorld {
  readonly world: FederatedWorld;
  /** What the host's own subgraph was told of the citizen, each time. */
  readonly told: Readonly<Record<string, unknown>>[];
}

/** A gateway with two authorities, `skat` and `post`, that are believed about the subject only. */
export async function guardedWorld({
  checks = ALL_CHECKS,
  respond,
}: {
  readonly checks?: GuardChecks;
  readonly respond?: Readonly<Record<string, (call: HeldCall) => unknown>>;
} = {}): Promise<GuardedWorld> {
  const told: Readonly<Record<string, unknown>>[] = [];
  const schema = buildSubgraphSchema({
    typeDefs: parse(linked(GATEWAY)),
    resolvers: {
      Query: { me: () => ({ id: CITIZEN }), sources: () => 'told' },
      Citizen: {
        __resolveReference: (reference: unknown) => {
          if (isObject(reference)) told.push({ ...reference });
          return reference;
        },
        summary: (citizen: { mail?: readonly string[] | null }) => `${citizen.mail?.length ?? 'no'} letters`,
      },
    },
  });
  const world = await FederatedWorld.of({
    subgraphs: SUBGRAPHS,
    own: { name: 'gateway', schema, lateFields: new Set(['sources']) },
    guard: { checks },
    ...(respond === undefined ? {} : { respond }),
  });
  return { world, told };
}

/** What an honest authority says of the citizen: with echo and owner of the record. */
export function honestly(fields: Readonly<Record<string, unknown>>) {
  return entitiesBy(({ id }) => ({ [ECHO_KEY]: id, [OWNER_KEY]: OWNER, ...fields }));
}
