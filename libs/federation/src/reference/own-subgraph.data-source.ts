import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { execute, parse, type DocumentNode } from 'graphql';
import { BoundedCache } from '../generation/bounded-cache.js';
import type { EngineContext } from '../ports/engine-context.js';
import type { OwnSubgraph } from '../ports/own-subgraph.js';

type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;
type Context = EngineContext & Record<string, unknown>;

/** Texts kept read. Registered operations need one each; the sandbox turns over. */
const DOCUMENTS_MAX = 500;

/** Lets `ApolloGateway` ask the host's own subgraph, in-process. */
export class OwnSubgraphDataSource implements GraphQLDataSource<Context> {
  private readonly documents = new BoundedCache<string, DocumentNode>(DOCUMENTS_MAX);

  constructor(private readonly own: OwnSubgraph) {}

  async process({ request, context }: GraphQLDataSourceProcessOptions<Context>): Promise<ProcessResult> {
    const { data, errors } = await execute({
      schema: this.own.schema,
      document: this.documentOf(request.query ?? ''),
      variableValues: request.variables,
      contextValue: context,
    });
    return { data: data ?? null, ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }) };
  }

  private documentOf(text: string): DocumentNode {
    const known = this.documents.find(text);
    if (known !== undefined) return known;
    const document = parse(text);
    this.documents.keep(text, document);
    return document;
  }
}
