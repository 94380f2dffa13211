import {
  Kind,
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Inside an interface that some subgraph serves as an interface object, the planner (2.14) throws at the condition of
 * another interface or union: it looks for `__typename` where nobody can tell it. Conditions of object types, and none,
 * it plans well; so what holds for every implementation loses its condition there, and any other one becomes one for
 * each implementation that it is about. The same mistake is in conditions of an object type within, when they carry
 * a directive: there they lose what is certain. See docs/decisions/0010.
 */
export function withConcreteConditions(
  document: DocumentNode,
  schema: GraphQLSchema,
  interfaceObjects: ReadonlySet<string>,
): DocumentNode {
  if (interfaceObjects.size === 0) return document;
  const rewriter = new Rewriter(document, schema, interfaceObjects);
  return { ...document, definitions: document.definitions.map((node) => rewriter.rewrite(node)) };
}

class Rewriter {
  private readonly conditions: ReadonlyMap<string, NamedTypeNode>;

  constructor(
    { definitions }: DocumentNode,
    private readonly schema: GraphQLSchema,
    private readonly interfaceObjects: ReadonlySet<string>,
  ) {
    const fragments = definitions.filter(
      (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
    );
    this.conditions = new Map(fragments.map((node) => [node.name.value, node.typeCondition]));
  }

  rewrite(node: DocumentNode['definitions'][number]): DocumentNode['definitions'][number] {
    if (node.kind === Kind.FRAGMENT_DEFINITION)
      return { ...node, selectionSet: this.inSet(this.composite(node.typeCondition), node.selectionSet) };
    const root = node.kind === Kind.OPERATION_DEFINITION ? this.schema.getRootType(node.operation) : undefined;
    return node.kind === Kind.OPERATION_DEFINITION && root != null
      ? { ...node, selectionSet: this.inSet(root, node.selectionSet) }
      : node;
  }

  /** Without what cannot be about the parent: it may be one implementation here where the client wrote an interface. */
  private inSet(parent: GraphQLCompositeType, set: SelectionSetNode): SelectionSetNode {
    const possible = set.selections.filter((selection) => this.canBeAbout(parent, selection));
    return { ...set, selections: possible.map((selection) => this.inSelection(parent, selection)) };
  }

  private inSelection(parent: GraphQLCompositeType, selection: SelectionNode): SelectionNode {
    switch (selection.kind) {
      case Kind.FIELD: {
        const field = 'getFields' in parent ? parent.getFields()[selection.name.value] : undefined;
        const type = getNamedType(field?.type);
        if (selection.selectionSet === undefined || !isCompositeType(type)) return selection;
        return { ...selection, selectionSet: this.inSet(type, selection.selectionSet) };
      }
      case Kind.INLINE_FRAGMENT:
        return this.inFragment(parent, selection);
      case Kind.FRAGMENT_SPREAD:
        return this.inSpread(parent, selection);
    }
  }

  private inSpread(parent: GraphQLCompositeType, spread: FragmentSpreadNode): SelectionNode {
    const condition = this.conditions.get(spread.name.value);
    const bare: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [{ ...spread, directives: [] }] };
    const { directives = [] } = spread;
    if (condition !== undefined && directives.length > 0 && this.isCertain(parent, this.composite(condition)))
      return { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: bare };
    const concrete = this.toMakeConcrete(parent, condition);
    return concrete === undefined ? spread : forEach(concrete, spread, () => bare);
  }

  private inFragment(
    parent: GraphQLCompositeType,
    { typeCondition, ...fragment }: InlineFragmentNode,
  ): InlineFragmentNode {
    const type = typeCondition === undefined ? parent : this.composite(typeCondition);
    const concrete = this.toMakeConcrete(parent, typeCondition);
    const isCertain =
      this.isCertain(parent, type) || (concrete !== undefined && isAbstractType(type) && this.holdsFor(type, parent));
    if (typeCondition === undefined || isCertain)
      return { ...fragment, selectionSet: this.inSet(parent, fragment.selectionSet) };
    if (concrete !== undefined) return forEach(concrete, fragment, (each) => this.inSet(each, fragment.selectionSet));
    return { ...fragment, typeCondition, selectionSet: this.inSet(type, fragment.selectionSet) };
  }

  /** The implementations that a condition is about, where it has to be replaced. */
  private toMakeConcrete(
    parent: GraphQLCompositeType,
    condition: NamedTypeNode | undefined,
  ): readonly GraphQLObjectType[] | undefined {
    if (condition === undefined || !isAbstractType(parent) || !this.interfaceObjects.has(parent.name)) return undefined;
    const type = this.composite(condition);
    if (!isAbstractType(type) || type === parent) return undefined;
    const wanted = new Set(this.schema.getPossibleTypes(type));
    return this.schema.getPossibleTypes(parent).filter((possible) => wanted.has(possible));
  }

  private canBeAbout(parent: GraphQLCompositeType, selection: SelectionNode): boolean {
    if (selection.kind === Kind.FIELD) return true;
    const condition =
      selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition : this.conditions.get(selection.name.value);
    return condition === undefined || doTypesOverlap(this.schema, parent, this.composite(condition));
  }

  /** Of an object type that is one of them; `canBeAbout` has left out the others. */
  private isCertain(parent: GraphQLCompositeType, condition: GraphQLCompositeType): boolean {
    return isObjectType(parent) && isAbstractType(condition);
  }

  private holdsFor(type: GraphQLCompositeType, parent: GraphQLCompositeType): boolean {
    return (
      isAbstractType(type) && !isObjectType(parent) && 'getFields' in parent && this.schema.isSubType(type, parent)
    );
  }

  private composite({ name }: NamedTypeNode): GraphQLCompositeType {
    const type = this.schema.getType(name.value);
    if (!isCompositeType(type)) throw new TypeError(`${name.value} has no fields`);
    return type;
  }
}

/** Directives stay on one fragment around all: a deferred part stays one part. */
function forEach(
  types: readonly GraphQLObjectType[],
  { directives = [] }: InlineFragmentNode | FragmentSpreadNode | Omit<InlineFragmentNode, 'typeCondition'>,
  selectionSetOf: (type: GraphQLObjectType) => SelectionSetNode,
): InlineFragmentNode {
  const selectionsOfEach = types.map((type): InlineFragmentNode => ({
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
    selectionSet: selectionSetOf(type),
  }));
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections: selectionsOfEach },
  };
}
