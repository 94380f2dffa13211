import type { SubgraphDefinition } from './test-subgraph.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const titles = new Map([
  ['1', 'Babettes gæstebud'],
  ['2', 'Festen'],
]);

interface Film {
  readonly id: string;
}

export const FILMS: SubgraphDefinition = {
  name: 'films',
  sdl: `${LINK}
    type Query { films: [Film!]!  film(id: ID!): Film }
    type Mutation { rename(id: ID!, title: String!): Film }
    type Film @key(fields: "id") { id: ID!  title: String!  budget: Int }`,
  resolvers: {
    Query: {
      films: () => [...titles.keys()].map((id) => ({ id })),
      film: (_: unknown, { id }: Film) => (titles.has(id) ? { id } : null),
    },
    Mutation: { rename: (_: unknown, { id }: Film) => ({ id }) },
    Film: {
      title: ({ id }: Film) => titles.get(id),
      budget: ({ id }: Film) => {
        throw new Error(`Nobody knows the budget of ${titles.get(id)}`);
      },
    },
  },
};

export const REVIEWS: SubgraphDefinition = {
  name: 'reviews',
  sdl: `${LINK}
    type Film @key(fields: "id") { id: ID!  reviews: [Review!] }
    type Review { text: String! }`,
  resolvers: {
    Film: { reviews: ({ id }: Film) => [{ text: `Om ${id}: --- smuk – "sådan" 🎬` }] },
  },
};
