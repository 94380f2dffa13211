import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse, type GraphQLSchema } from 'graphql';

/** Links a subgraph to Federation 2 with every directive under its short name. */
export const FEDERATION_2 = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: [
    "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@extends",
    "@composeDirective", "@tag", "@authenticated", "@requiresScopes", "@policy"
  ]
)
`;

/**
 * One thing of the data set: what its fields are, or how they are computed. A computed field reads other fields through
 * `self`, so that it works on the whole data set and on the part of it that one subgraph is told.
 */
export interface Thing {
  readonly __typename: string;
  [field: string]: unknown;
}

export type ComputedField = (args: Readonly<Record<string, never>>, self: Readonly<Record<string, never>>) => unknown;

/** The data behind one fixture. Mutations change it, so each operation gets its own. */
export interface World {
  readonly query: Thing;
  readonly mutation?: Thing;
  /** What references can find. */
  readonly entities: readonly Thing[];
}

export interface SubgraphFixture {
  readonly name: string;
  readonly sdl: string;
  /** Entities that others refer to and this one does not know, as `Type:field=value`. */
  readonly unknown?: readonly string[];
}

/** A supergraph, the data behind it and the values that random operations use as arguments. */
export interface Fixture {
  readonly name: string;
  readonly subgraphs: readonly SubgraphFixture[];
  createWorld(): World;
  /** Values for leaves of arguments by the name of their type; enums need none. */
  readonly vocabulary: Readonly<Record<string, readonly unknown[]>>;
}

export interface ComposedFixture extends Fixture {
  readonly supergraphSdl: string;
  /** What clients may ask, `@defer` included. */
  readonly apiSchema: GraphQLSchema;
}

/** Errors: throws with what composition says. */
export function compose(fixture: Fixture): ComposedFixture {
  const { supergraphSdl, errors } = composeServices(
    fixture.subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined)
    throw new Error(`fixture ${fixture.name}: ${(errors ?? []).map(({ message }) => message).join('\n')}`);
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  return {
    ...fixture,
    supergraphSdl,
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
  };
}
