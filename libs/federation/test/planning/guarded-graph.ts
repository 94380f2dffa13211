import { composed } from './composed.js';

/**
 * Two subgraphs in which something is guarded at every place where it can be: fields, an object, an enum, a scalar,
 * a field that is derived from a guarded one, and all of them also behind an interface and a union.
 */
export const GUARDED_SUBGRAPHS = {
  records: /* GraphQL */ `
    type Query {
      me: Citizen
      nodes: [Node!]
      labelled: [Labelled!]
      hits: [Hit!]
      session: Session @authenticated
    }
    type Mutation {
      rename(to: String!): Citizen @authenticated
      touch(times: Int): Int
    }
    interface Node {
      id: ID!
      name: String
    }
    interface Labelled {
      label: String
      text: String
    }
    type Citizen implements Node @key(fields: "id") {
      id: ID!
      name: String
      income(year: Int): Int @requiresScopes(scopes: [["tax", "tax:read"], ["admin"]])
      note: Note
      notes: [Note!]
      health: HealthRecord
      mood: Mood
      code: Code
    }
    type Note implements Node & Labelled {
      id: ID!
      name: String
      label: String
      text: String @policy(policies: [["reads notes"]])
      author: Citizen
    }
    type Poster implements Labelled {
      label: String
      text: String
    }
    type HealthRecord implements Node @requiresScopes(scopes: [["health"]]) {
      id: ID!
      name: String
      owner: Citizen
    }
    type Session {
      since: String
    }
    union Hit = Citizen | Note | HealthRecord | Poster
    enum Mood @authenticated {
      GOOD
      BAD
    }
    scalar Code @policy(policies: [["sees codes"], ["reads notes", "audits"]])
  `,
  risk: /* GraphQL */ `
    type Citizen @key(fields: "id") {
      id: ID!
      income(year: Int): Int @external
      risk: Int @requires(fields: "income") @requiresScopes(scopes: [["tax", "tax:read"], ["admin"]])
    }
  `,
};

export const ACCESS_DIRECTIVES = ['@authenticated', '@requiresScopes', '@policy'];

export const guardedSupergraph = (): string => composed(GUARDED_SUBGRAPHS, ACCESS_DIRECTIVES);
