import { Kind, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Fragments } from './selection.js';

/** The paths that a client's operation asks for, by the keys of fetched objects and whatever the types: errors of other paths say nothing to it. */
export class VisiblePaths {
  private readonly root = new PathNode();

  constructor(definition: OperationDefinitionNode, fragments: Fragments, sourceKeyOf: SourceKeyOf) {
    add(this.root, definition.selectionSet, fragments, sourceKeyOf);
  }

  has(keys: readonly string[]): boolean {
    let node: PathNode | undefined = this.root;
    for (const key of keys) node = node?.below.get(key);
    return node !== undefined;
  }
}

class PathNode {
  readonly below = new Map<string, PathNode>();
  /** Fragments that have been added: one that is spread often is added once. */
  readonly fragments = new Set<string>();
}

type SourceKeyOf = (node: FieldNode) => string;

function add(node: PathNode, set: SelectionSetNode, fragments: Fragments, sourceKeyOf: SourceKeyOf): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = sourceKeyOf(selection);
      const known = node.below.get(key) ?? new PathNode();
      node.below.set(key, known);
      if (selection.selectionSet !== undefined) add(known, selection.selectionSet, fragments, sourceKeyOf);
      continue;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (node.fragments.has(selection.name.value)) continue;
      node.fragments.add(selection.name.value);
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (fragment !== undefined) add(node, fragment.selectionSet, fragments, sourceKeyOf);
  }
}
