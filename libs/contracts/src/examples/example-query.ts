import {
  buildASTSchema,
  GraphQLError,
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  validate,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';

/** The schema of one authority as if it stood alone, with `me` in front. */
export function citizenSchemaOf(sdl: string): GraphQLSchema {
  const types = parse(sdl)
    .definitions.filter(isTypeDefinitionNode)
    .filter(({ name }) => name.value !== 'Query');
  const { definitions } = parse('type Query { me: Citizen! }');
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...definitions, ...types] }, { assumeValidSDL: true });
}

/** Why the text is not one valid query for `me` alone. */
export function queryFaults(query: string, schema: GraphQLSchema): string[] {
  try {
    const document = parse(query);
    const faults = validate(schema, document).map(({ message }) => message);
    const isForMe = meOf(query) !== undefined;
    return isForMe
      ? faults
      : ['The query must have one operation with the one root field me, without alias.', ...faults];
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

/** `{ me { … } }` becomes `_entities` over `Citizen`, the form in which the gateway asks a subgraph. */
export function entityQueryOf(query: string): string {
  const me = meOf(query);
  if (me?.selectionSet === undefined) throw new TypeError('not a query for me');
  const fragments = parse(query).definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const selection = print(me.selectionSet);
  return [
    `query ($representations: [_Any!]!) {\n_entities(representations: $representations) {\n... on Citizen ${selection}\n}\n}`,
    ...fragments.map(print),
  ].join('\n');
}

function meOf(query: string): FieldNode | undefined {
  const operations = parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const [field] = operation?.selectionSet.selections ?? [];
  const isOnly = operations.length === 1 && operation?.selectionSet.selections.length === 1;
  if (!isOnly || field?.kind !== Kind.FIELD) return undefined;
  return field.name.value === 'me' && field.alias === undefined ? field : undefined;
}
