import { Kind, type DocumentNode, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf, type Fragments } from './selection.js';

/**
 * The selection set with the fields that are wanted and the fragments around them, fragments spread out in place;
 * `undefined` when nothing is left.
 */
export function filterRootFields(
  set: SelectionSetNode,
  isWanted: (field: FieldNode) => boolean,
  { fragments }: { readonly fragments: DocumentNode },
): SelectionSetNode | undefined {
  return filter(set, isWanted, fragmentsOf(fragments));
}

/** Root fields, those inside fragments without a name included. */
export function rootFields(set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((node) =>
    node.kind === Kind.FIELD ? [node] : node.kind === Kind.INLINE_FRAGMENT ? rootFields(node.selectionSet) : [],
  );
}

function filter(
  set: SelectionSetNode,
  isWanted: (field: FieldNode) => boolean,
  fragments: Fragments,
): SelectionSetNode | undefined {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return isWanted(node) ? [node] : [];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    const inner = fragment === undefined ? undefined : filter(fragment.selectionSet, isWanted, fragments);
    if (inner === undefined) return [];
    const conditions = (node.directives ?? []).filter(({ name }) => name.value !== 'defer');
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        directives: conditions,
        selectionSet: inner,
        ...(fragment?.typeCondition === undefined ? {} : { typeCondition: fragment.typeCondition }),
      },
    ];
  });
  return selections.length === 0 ? undefined : { ...set, selections };
}
