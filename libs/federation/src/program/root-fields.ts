import { Kind, print, type DocumentNode, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
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
  return new RootFilter(isWanted, fragmentsOf(fragments)).filter(set);
}

/** Root fields, those inside fragments without a name included. */
export function rootFields(set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((node) =>
    node.kind === Kind.FIELD ? [node] : node.kind === Kind.INLINE_FRAGMENT ? rootFields(node.selectionSet) : [],
  );
}

const NONE: ReadonlySet<string> = new Set();

class RootFilter {
  /** Named fragments with the conditions they were spread under: a second time adds nothing, and could double each time. */
  private readonly spread = new Set<string>();

  constructor(
    private readonly isWanted: (field: FieldNode) => boolean,
    private readonly fragments: Fragments,
  ) {}

  filter(set: SelectionSetNode, conditions: ReadonlySet<string> = NONE): SelectionSetNode | undefined {
    const selections = set.selections.flatMap((node) => this.keep(node, conditions));
    return selections.length === 0 ? undefined : { ...set, selections };
  }

  private keep(node: SelectionNode, outer: ReadonlySet<string>): SelectionNode[] {
    if (node.kind === Kind.FIELD) return this.isWanted(node) ? [node] : [];
    const directives = (node.directives ?? []).filter(({ name }) => name.value !== 'defer');
    const conditions = new Set([...outer, ...directives.map((directive) => print(directive))]);
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const key = `${node.name.value} ${[...conditions].toSorted().join(' ')}`;
      if (this.spread.has(key)) return [];
      this.spread.add(key);
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
    const inner = fragment === undefined ? undefined : this.filter(fragment.selectionSet, conditions);
    if (inner === undefined) return [];
    const type = fragment?.typeCondition === undefined ? {} : { typeCondition: fragment.typeCondition };
    return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: inner, ...type }];
  }
}
