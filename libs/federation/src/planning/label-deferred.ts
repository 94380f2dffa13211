import { ExposureError } from '@app/errors';
import {
  Kind,
  visit,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
} from 'graphql';

export interface LabelledDocument {
  readonly document: DocumentNode;
  /** The client's labels, by our own; `undefined` where it gave none. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

/** Fragments with `@defer` that one document may come to when its named fragments are spread out. */
const DEFERRED_MAX = 20;

/**
 * Gives every `@defer` of a document a label of our own, so that the plan's parts are told apart. Named fragments that
 * defer something are written out where they are spread: each place is a part of its own.
 *
 * Errors: `ExposureError` `OPERATION_TOO_COMPLEX` for more than twenty of them.
 */
export function labelDeferred(document: DocumentNode): LabelledDocument {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const deferring = deferringFragments(fragments);
  const labels = new Map<string, string | undefined>();
  const written = visit(document, {
    FragmentDefinition: (node) => (deferring.has(node.name.value) ? null : undefined),
    FragmentSpread: (node) => {
      const fragment = fragments.get(node.name.value);
      return fragment !== undefined && deferring.has(node.name.value)
        ? writtenOut(fragment, node.directives ?? [])
        : undefined;
    },
  });
  const labelled = visit(written, {
    Directive: (node, _key, parent) =>
      node.name.value === 'defer' && Array.isArray(parent) ? withLabel(node, labels) : undefined,
  });
  return { document: labelled, labels };
}

/** Names of fragments with `@defer` somewhere in them. */
function deferringFragments(fragments: ReadonlyMap<string, FragmentDefinitionNode>): ReadonlySet<string> {
  const uses = new Map<string, Set<string>>();
  const deferring = new Set<string>();
  for (const [name, fragment] of fragments) {
    const used = new Set<string>();
    uses.set(name, used);
    visit(fragment, {
      FragmentSpread: (node) => void used.add(node.name.value),
      Directive: (node) => void (node.name.value === 'defer' && deferring.add(name)),
    });
  }
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const [name, used] of uses)
      if (!deferring.has(name) && [...used].some((other) => deferring.has(other))) {
        deferring.add(name);
        isGrowing = true;
      }
  }
  return deferring;
}

/** `visit` goes on inside what it is given, so fragments in it are written out, too. */
function writtenOut(fragment: FragmentDefinitionNode, directives: readonly DirectiveNode[]): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: fragment.typeCondition,
    directives: [...directives],
    selectionSet: fragment.selectionSet,
  };
}

function withLabel(node: DirectiveNode, labels: Map<string, string | undefined>): DirectiveNode {
  const given = node.arguments?.find(({ name }) => name.value === 'label')?.value;
  if (labels.size >= DEFERRED_MAX) throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'deferred fragments' });
  const label = `part-${labels.size}`;
  labels.set(label, given?.kind === Kind.STRING ? given.value : undefined);
  const others = (node.arguments ?? []).filter(({ name }) => name.value !== 'label');
  const argument: ConstDirectiveNode['arguments'] = [
    { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value: { kind: Kind.STRING, value: label } },
  ];
  return { ...node, arguments: [...others, ...argument] };
}
