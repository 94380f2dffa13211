import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { SubjectContext } from '../ports/engine-context.js';

type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Texts kept read. Registered operations need one each; the sandbox turns over. */
const DOCUMENTS_MAX = 500;

/**
 * The gateway's own subgraph, answered in-process: `Query.me` is the subject of the token. So no authority chooses
 * whom a request is about, and none being down can empty the page.
 */
export class OwnSubgraphDataSource implements GraphQLDataSource<SubjectContext & Record<string, unknown>> {
  private readonly schema: GraphQLSchema;
  private readonly documents = new Map<string, DocumentNode>();

  /** `sdl`: contracts/gateway/schema.graphql. */
  constructor(sdl: string) {
    this.schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: { Query: { me: subjectOf } } }]);
  }

  async process(
    options: GraphQLDataSourceProcessOptions<SubjectContext & Record<string, unknown>>,
  ): Promise<ProcessResult> {
    const { query, variables } = options.request;
    const { data, errors } = await execute({
      schema: this.schema,
      document: this.documentOf(query ?? ''),
      variableValues: variables,
      contextValue: options.context,
    });
    return { data: data ?? null, ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }) };
  }

  /** Steps of plans come again and again with the same text; each is read once. */
  private documentOf(text: string): DocumentNode {
    const known = this.documents.get(text);
    if (known !== undefined) return known;
    const document = parse(text);
    const [fault] = validate(this.schema, document);
    if (fault !== undefined) throw fault;
    const oldest = this.documents.keys().next();
    if (this.documents.size >= DOCUMENTS_MAX && oldest.done !== true) this.documents.delete(oldest.value);
    this.documents.set(text, document);
    return document;
  }
}

function subjectOf(_parent: unknown, _arguments: unknown, { subject }: SubjectContext) {
  return { __typename: 'Citizen', id: subject.citizenId };
}
