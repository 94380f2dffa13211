import { getNamedType, GraphQLError, Kind, type ASTVisitor, type FieldNode, type ValidationContext } from 'graphql';

/** Whoever fetches a person fetches the protections with it. */
const PERSON_TYPES = new Set(['Person', 'SimpelPerson']);

/** The service refuses a selection of a person without `beskyttelser`, in these words. */
export function protectionsSelected(context: ValidationContext): ASTVisitor {
  return {
    Field(node: FieldNode) {
      const type = context.getType();
      if (!type || !PERSON_TYPES.has(getNamedType(type).name) || node.selectionSet === undefined) return;
      const isSelected = node.selectionSet.selections.some(
        (selection) => selection.kind === Kind.FIELD && selection.name.value === 'beskyttelser',
      );
      if (!isSelected)
        context.reportError(new GraphQLError('Required fields are missing in query selection: beskyttelser'));
    },
  };
}

/** The service refuses aliases. */
export function withoutAliases(context: ValidationContext): ASTVisitor {
  return {
    Field(node: FieldNode) {
      if (node.alias !== undefined) context.reportError(new GraphQLError('Aliases are not allowed in query selection'));
    },
  };
}
