import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import type { EngineContext } from './engine.js';

type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * The gateway's own subgraph, answered in-process: `Query.me` is the subject of the token. So no authority chooses
 * whom a request is about, and none being down can empty the page.
 */
export class OwnSubgraphDataSource implements GraphQLDataSource<EngineContext & Record<string, unknown>> {
  private readonly schema: GraphQLSchema;

  /** `sdl`: contracts/gateway/schema.graphql. */
  constructor(sdl: string) {
    this.schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: { Query: { me: subjectOf } } }]);
  }

  async process(
    options: GraphQLDataSourceProcessOptions<EngineContext & Record<string, unknown>>,
  ): Promise<ProcessResult> {
    const { query, variables } = options.request;
    const { data, errors } = await graphql({
      schema: this.schema,
      source: query ?? '',
      variableValues: variables,
      contextValue: options.context,
    });
    return { data: data ?? null, ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }) };
  }
}

function subjectOf(_parent: unknown, _arguments: unknown, { subject }: EngineContext) {
  return { __typename: 'Citizen', id: subject.citizenId };
}
