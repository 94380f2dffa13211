import { readFileSync } from 'node:fs';
import { Kind, buildSchema, isEnumType, type ConstDirectiveNode, type GraphQLSchema } from 'graphql';
import { createHash } from 'node:crypto';

/** A composed supergraph: its text, an id of that text, and the schema with every type that an authority may answer with. */
export interface Supergraph {
  readonly sdl: string;
  /** SHA-256 of the text, hex. Names the schema in logs and records. */
  readonly id: string;
  /** Types and fields of all authorities, the inaccessible ones included. */
  readonly schema: GraphQLSchema;
  /** Whether a subgraph knows a type under this name. */
  knows(subgraph: string, type: string): boolean;
}

export function readSupergraph(file: string): Supergraph {
  return parseSupergraph(readFileSync(file, 'utf8'));
}

export function parseSupergraph(sdl: string): Supergraph {
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  return {
    sdl,
    id: createHash('sha256').update(sdl).digest('hex'),
    schema,
    knows: compileKnows(schema),
  };
}

/** Reads `@join__graph` and `@join__type` (the join specification of Apollo Federation). */
function compileKnows(schema: GraphQLSchema): Supergraph['knows'] {
  const graphs = schema.getType('join__Graph');
  const names = new Map(
    isEnumType(graphs)
      ? graphs.getValues().map(({ name, astNode }) => [name, stringArgument(astNode, 'join__graph', 'name') ?? name])
      : [],
  );
  const known = new Set(
    Object.values(schema.getTypeMap()).flatMap(({ name, astNode }) =>
      (astNode?.directives ?? [])
        .filter((directive) => directive.name.value === 'join__type')
        .map((directive) => `${names.get(argumentOf(directive, 'graph') ?? '')} ${name}`),
    ),
  );
  return (subgraph, type) => known.has(`${subgraph} ${type}`);
}

function stringArgument(
  node: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined,
  directive: string,
  argument: string,
): string | undefined {
  const found = node?.directives?.find(({ name }) => name.value === directive);
  return found === undefined ? undefined : argumentOf(found, argument);
}

function argumentOf(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
