import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type InlineFragmentNode } from 'graphql';

/** Named fragments that are written out at most; those that double each other would come to more than there is room for. */
const SPREADS_MAX = 500;

/** The same document with its named fragments written out where they are spread; `undefined` when that would be too many. */
export function withoutNamedFragments(document: DocumentNode): DocumentNode | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  if (fragments.size === 0) return undefined;
  let spreads = 0;
  const definitions = document.definitions.filter((node) => node.kind !== Kind.FRAGMENT_DEFINITION);
  // `visit` goes on inside what it is given, so fragments in a fragment are written out, too.
  const written = visit(
    { ...document, definitions },
    {
      FragmentSpread: (node): InlineFragmentNode | undefined => {
        const fragment = fragments.get(node.name.value);
        spreads += 1;
        if (fragment === undefined || spreads > SPREADS_MAX) return undefined;
        return { ...fragment, kind: Kind.INLINE_FRAGMENT, directives: node.directives ?? [] };
      },
    },
  );
  return spreads > SPREADS_MAX ? undefined : written;
}
