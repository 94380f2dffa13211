import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type DirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** What a subgraph may answer, read from its directives. */
export interface Ownership {
  /** Fields it only mentions: it knows them on a path that provides them, or when it is told. */
  isExternal(typeName: string, field: string): boolean;
  /** What it knows below a field although it is external elsewhere. */
  provided(typeName: string, field: string): SelectionSetNode | undefined;
  /** The fields of each of its keys. */
  keys(typeName: string): readonly SelectionSetNode[];
}

export function readOwnership(schema: GraphQLSchema): Ownership {
  const keys = new Map<string, readonly SelectionSetNode[]>();
  const keyFields = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const ofType = typeDirectives(type).filter(isNamed('key')).map(fieldsOf);
    keys.set(type.name, ofType);
    for (const selection of ofType) markFields(type, selection, keyFields);
  }
  return {
    keys: (typeName) => keys.get(typeName) ?? [],
    isExternal(typeName, field) {
      if (keyFields.has(`${typeName}.${field}`)) return false;
      const type = schema.getType(typeName);
      const directives = [...(type === undefined ? [] : typeDirectives(type)), ...fieldDirectives(type, field)];
      return directives.some(isNamed('external'));
    },
    provided(typeName, field) {
      const directive = fieldDirectives(schema.getType(typeName), field).find(isNamed('provides'));
      return directive === undefined ? undefined : fieldsOf(directive);
    },
  };
}

/** `Type.field` of all fields that moved from `subgraphName` to another subgraph for good. */
export function readOverridden(subgraphName: string, others: readonly GraphQLSchema[]): ReadonlySet<string> {
  const overridden = new Set<string>();
  for (const schema of others)
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const field of Object.keys(type.getFields())) {
        const directive = fieldDirectives(type, field).find(isNamed('override'));
        if (directive === undefined || argument(directive, 'label') !== undefined) continue;
        if (argument(directive, 'from') === subgraphName) overridden.add(`${type.name}.${field}`);
      }
    }
  return overridden;
}

function markFields(type: GraphQLNamedType, selection: SelectionSetNode, into: Set<string>): void {
  for (const node of selection.selections) {
    if (node.kind !== Kind.FIELD || !(isObjectType(type) || isInterfaceType(type))) continue;
    into.add(`${type.name}.${node.name.value}`);
    const below = type.getFields()[node.name.value];
    if (below === undefined || node.selectionSet === undefined) continue;
    const named = getNamedType(below.type);
    if (isCompositeType(named)) markFields(named, node.selectionSet, into);
  }
}

function typeDirectives(type: GraphQLNamedType): readonly DirectiveNode[] {
  return [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
}

function fieldDirectives(type: GraphQLNamedType | undefined, field: string): readonly DirectiveNode[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return type.getFields()[field]?.astNode?.directives ?? [];
}

const isNamed = (name: string) => (directive: DirectiveNode) => directive.name.value === name;

function argument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function fieldsOf(directive: DirectiveNode): SelectionSetNode {
  const [definition] = parse(`{ ${argument(directive, 'fields') ?? ''} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(`@${directive.name.value} names no fields`);
  return definition.selectionSet;
}
