import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The client's operation in the form that Apollo's planner (2.14) plans rightly; see docs/decisions/0010.
 *
 * - A field with an alias or arguments gets a name of its own, the response key with `keySuffix`: the planner mistakes an
 *   alias for the field of that name, and a field with arguments for the same one with others in a `@requires`.
 * - What literal conditions leave out is gone, and introspection, which subgraphs are not asked for.
 * - A selection of which conditions might leave nothing also asks `__typename`: the planner forgets the object otherwise.
 */
export function toPlannable(document: DocumentNode, keySuffix: string): DocumentNode {
  return visit(document, {
    OperationDefinition: { leave: (node) => withSelection(node, node.selectionSet) },
    FragmentDefinition: { leave: (node) => withSelection(node, node.selectionSet) },
    InlineFragment: {
      enter: (node) => (isLeftOut(node.directives) ? null : undefined),
      leave: (node) => ({ ...withSelection(node, node.selectionSet), directives: undecided(node.directives) }),
    },
    FragmentSpread: (node) => (isLeftOut(node.directives) ? null : { ...node, directives: undecided(node.directives) }),
    Field: {
      enter: (node) => (isLeftOut(node.directives) || isIntrospection(node) ? null : undefined),
      leave: (node) => ({
        ...renamed(node, keySuffix),
        directives: undecided(node.directives),
        ...(node.selectionSet === undefined ? {} : { selectionSet: withCertainField(node.selectionSet) }),
      }),
    },
  });
}

/** A suffix that no name of the document or the schema ends with. */
export function freeSuffix(isTaken: (suffix: string) => boolean): string {
  let suffix = '__c';
  while (isTaken(suffix)) suffix += 'c';
  return suffix;
}

function renamed(node: FieldNode, keySuffix: string): FieldNode {
  const hasArguments = (node.arguments ?? []).length > 0;
  if (node.alias === undefined && !hasArguments) return node;
  const key = node.alias?.value ?? node.name.value;
  return { ...node, alias: { kind: Kind.NAME, value: key + keySuffix } };
}

function withSelection<Node extends { readonly selectionSet: SelectionSetNode }>(
  node: Node,
  set: SelectionSetNode,
): Node {
  return set.selections.length > 0 ? node : { ...node, selectionSet: { ...set, selections: [TYPENAME] } };
}

function withCertainField(set: SelectionSetNode): SelectionSetNode {
  return set.selections.some(isCertain) ? set : { ...set, selections: [TYPENAME, ...set.selections] };
}

function isCertain(node: SelectionNode): boolean {
  return node.kind === Kind.FIELD && !(node.directives ?? []).some(isCondition);
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

function isLeftOut(directives: readonly DirectiveNode[] = []): boolean {
  return directives.some((directive) => literalOf(directive) === (directive.name.value === 'skip'));
}

function undecided(directives: readonly DirectiveNode[] = []): readonly DirectiveNode[] {
  return directives.filter((directive) => literalOf(directive) === undefined);
}

/** The literal that decides an `@include` or `@skip`. */
function literalOf(directive: DirectiveNode): boolean | undefined {
  if (!isCondition(directive)) return undefined;
  const value = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'include' || name.value === 'skip';
}
