import {
  GraphQLError,
  Kind,
  getNamedType,
  type ASTVisitor,
  type DirectiveNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** What the incremental delivery proposal asks of `@defer` and graphql-js 16 does not check. */
export const deferRules: readonly ValidationRule[] = [labelsAreDistinctTexts, rootOfMutationIsNotDeferred];

function labelsAreDistinctTexts(context: ValidationContext): ASTVisitor {
  const seen = new Set<string>();
  return {
    Directive(node) {
      const label = labelOf(node);
      if (label === undefined || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING)
        return context.reportError(
          new GraphQLError('The label of @defer must be a text, not a variable.', { nodes: label }),
        );
      if (seen.has(label.value))
        context.reportError(new GraphQLError('Each label of @defer may be used once in a document.', { nodes: label }));
      seen.add(label.value);
    },
  };
}

/** Fields of a mutation run in order: none of them can come later. */
function rootOfMutationIsNotDeferred(context: ValidationContext): ASTVisitor {
  return {
    Directive(node) {
      const parent = context.getParentType();
      if (node.name.value !== 'defer' || parent == null) return;
      if (getNamedType(parent) === context.getSchema().getMutationType())
        context.reportError(
          new GraphQLError('@defer cannot be used on the fields of the mutation itself.', { nodes: node }),
        );
    },
  };
}

function labelOf(directive: DirectiveNode) {
  if (directive.name.value !== 'defer') return undefined;
  return directive.arguments?.find(({ name }) => name.value === 'label')?.value;
}
