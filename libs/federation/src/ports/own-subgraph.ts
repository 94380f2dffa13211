import type { GraphQLSchema } from 'graphql';

/**
 * The subgraph that the host of the engine answers itself, in-process. Its resolvers get the `EngineContext` as context.
 * References to entities arrive with the fields of `@requires`; a field that could not be fetched is not there at all,
 * while one that is `null` was answered so.
 */
export interface OwnSubgraph {
  readonly name: string;
  /** Made by `buildSubgraphSchema`. */
  readonly schema: GraphQLSchema;
  /** Root fields of Query that are answered when everything else of the same part of the answer has settled. */
  readonly lateFields: ReadonlySet<string>;
}
