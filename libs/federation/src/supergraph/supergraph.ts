import { readFileSync } from 'node:fs';
import {
  Kind,
  buildSchema,
  isEnumType,
  isInterfaceType,
  isObjectType,
  parse,
  type ConstDirectiveNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { createHash } from 'node:crypto';

/** A composed supergraph: its text, an id of that text, and the schema with every type that an authority may answer with. */
export interface Supergraph {
  readonly sdl: string;
  /** SHA-256 of the text, hex. Names the schema in logs and records. */
  readonly id: string;
  /** Types and fields of all authorities, the inaccessible ones included. */
  readonly schema: GraphQLSchema;
  /** By which fields a subgraph finds entities of a type; none for a type that it does not know. */
  keysOf(subgraph: string, type: string): readonly SelectionSetNode[];
  /** What a subgraph must be told of an entity to answer a field. */
  requirementOf(subgraph: string, type: string, field: string): SelectionSetNode | undefined;
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
    ...readJoins(schema),
  };
}

/** Reads `@join__graph`, `@join__type` and `@join__field` (the join specification of Apollo Federation). */
function readJoins(schema: GraphQLSchema): Pick<Supergraph, 'keysOf' | 'requirementOf'> {
  const names = graphNames(schema);
  const keys = new Map<string, SelectionSetNode[]>();
  const requirements = new Map<string, SelectionSetNode>();
  for (const type of Object.values(schema.getTypeMap())) {
    for (const [graph, key] of joinsOf(type.astNode, 'join__type', 'key', names))
      if (key !== undefined) keys.set(`${graph} ${type.name}`, [...(keys.get(`${graph} ${type.name}`) ?? []), key]);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields()))
      for (const [graph, requires] of joinsOf(field.astNode, 'join__field', 'requires', names))
        if (requires !== undefined) requirements.set(`${graph} ${type.name} ${field.name}`, requires);
  }
  return {
    keysOf: (subgraph, type) => keys.get(`${subgraph} ${type}`) ?? [],
    requirementOf: (subgraph, type, field) => requirements.get(`${subgraph} ${type} ${field}`),
  };
}

function graphNames(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const graphs = schema.getType('join__Graph');
  const values = isEnumType(graphs) ? graphs.getValues() : [];
  return new Map(
    values.map(({ name, astNode }) => {
      const directive = astNode?.directives?.find((applied) => applied.name.value === 'join__graph');
      return [name, (directive && argumentOf(directive, 'name')) ?? name];
    }),
  );
}

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Subgraph and field set of each application of a directive. */
function joinsOf(
  node: Annotated | null | undefined,
  directiveName: string,
  argument: string,
  names: ReadonlyMap<string, string>,
): [string, SelectionSetNode | undefined][] {
  return (node?.directives ?? [])
    .filter(({ name }) => name.value === directiveName)
    .map((directive) => {
      const fields = argumentOf(directive, argument);
      return [
        names.get(argumentOf(directive, 'graph') ?? '') ?? '',
        fields === undefined ? undefined : parseFieldSet(fields),
      ];
    });
}

function parseFieldSet(fields: string): SelectionSetNode | undefined {
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
}

function argumentOf(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
