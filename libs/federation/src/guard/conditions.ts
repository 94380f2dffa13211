import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/**
 * The document as these variables make it: what `@include` and `@skip` leave out is gone, the directives themselves and
 * variables that nothing uses any more too. A selection of which nothing is left becomes `__typename`.
 *
 * Note: the client's variables have been checked before; one without value and default would count as false.
 */
export function withoutConditions(document: DocumentNode, variables: Values): DocumentNode {
  const values = { ...defaultsOf(document), ...variables };
  const decided = visit(document, {
    enter(node) {
      if (node.kind !== Kind.FIELD && node.kind !== Kind.INLINE_FRAGMENT && node.kind !== Kind.FRAGMENT_SPREAD)
        return undefined;
      const directives = node.directives ?? [];
      if (directives.some((directive) => leavesOut(directive, values))) return null;
      return { ...node, directives: directives.filter((directive) => !isCondition(directive)) };
    },
    leave(node) {
      if (node.kind === Kind.INLINE_FRAGMENT && node.selectionSet.selections.length === 0) return null;
      if (node.kind === Kind.FIELD && node.selectionSet?.selections.length === 0)
        return { ...node, selectionSet: ONLY_TYPENAME };
      return undefined;
    },
  });
  return withoutUnusedVariables(decided);
}

const ONLY_TYPENAME: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'include' || name.value === 'skip';
}

function leavesOut(directive: DirectiveNode, values: Values): boolean {
  if (!isCondition(directive)) return false;
  const value = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
  const isTrue =
    value?.kind === Kind.VARIABLE ? values[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
  return directive.name.value === 'skip' ? isTrue : !isTrue;
}

function defaultsOf(document: DocumentNode): Values {
  const definitions = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : [],
  );
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value]] : [],
    ),
  );
}

function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  return visit(document, {
    OperationDefinition: (node): OperationDefinitionNode => ({
      ...node,
      variableDefinitions: (node.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
    }),
  });
}
