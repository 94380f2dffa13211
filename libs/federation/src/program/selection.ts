import {
  Kind,
  isAbstractType,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type FragmentSpreadNode,
  type SelectionSetNode,
} from 'graphql';
import { ALWAYS, both, conditionsOf, ifArgument, type Conditions } from './condition.js';

/** A selection set and when it counts. */
export interface ScopedSelection {
  readonly set: SelectionSetNode;
  readonly when: Conditions;
}

/** A field as it stands in the document, and when it counts. */
export interface Occurrence {
  readonly node: FieldNode;
  readonly when: Conditions;
}

/** A fragment with `@defer`, and when it is deferred. Otherwise its fields are among the others. */
export interface DeferredSelection {
  readonly label: string;
  readonly set: SelectionSetNode;
  readonly when: Conditions;
}

export interface CollectedSelection {
  /** By response key, in the order of the answer. */
  readonly fields: ReadonlyMap<string, readonly Occurrence[]>;
  /** Where in the answer a key stands: at the first of its occurrences that counts. */
  readonly order: readonly { readonly key: string; readonly when: Conditions }[];
  readonly deferred: readonly DeferredSelection[];
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Collects what selection sets ask of one object type (GraphQL specification §6.3.2), conditions and `@defer` kept apart. */
export class SelectionCollector {
  constructor(
    readonly schema: GraphQLSchema,
    readonly fragments: Fragments,
  ) {}

  collect(type: GraphQLObjectType | GraphQLInterfaceType, selections: readonly ScopedSelection[]): CollectedSelection {
    const fields = new Map<string, Occurrence[]>();
    const deferred: DeferredSelection[] = [];
    const order: Collecting['order'] = [];
    const spread = new Set<string>();
    for (const { set, when } of selections) this.into({ fields, order, deferred, spread }, type, set, when);
    return { fields, order, deferred };
  }

  private into(
    found: Collecting,
    type: GraphQLObjectType | GraphQLInterfaceType,
    set: SelectionSetNode,
    outer: Conditions,
  ): void {
    const { fields, deferred, spread } = found;
    for (const node of set.selections) {
      const own = conditionsOf(node.directives);
      const when = own === undefined ? undefined : both(outer, own);
      if (when === undefined) continue;
      if (node.kind === Kind.FIELD) {
        const key = responseKeyOf(node);
        const known = fields.get(key);
        if (known?.some((earlier) => earlier.when.length === 0) !== true) found.order.push({ key, when });
        if (known === undefined) fields.set(key, [{ node, when }]);
        else known.push({ node, when });
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD && !isDeferred(node)) {
        const again = JSON.stringify([node.name.value, when]);
        if (spread.has(again)) continue;
        spread.add(again);
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
      if (fragment === undefined || !this.applies(fragment.typeCondition?.name.value, type)) continue;
      const { inline, later } = deferralOf(node);
      const deferredWhen = later === undefined ? undefined : both(when, later.when);
      if (later !== undefined && deferredWhen !== undefined)
        deferred.push({ label: later.label, set: fragment.selectionSet, when: deferredWhen });
      const inlineWhen = inline === undefined ? undefined : both(when, inline);
      if (inlineWhen !== undefined) this.into(found, type, fragment.selectionSet, inlineWhen);
    }
  }

  private applies(condition: string | undefined, type: GraphQLObjectType | GraphQLInterfaceType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.schema.getType(condition);
    return isAbstractType(named) && this.schema.isSubType(named, type);
  }
}

interface Collecting {
  readonly fields: Map<string, Occurrence[]>;
  readonly order: { readonly key: string; readonly when: Conditions }[];
  readonly deferred: DeferredSelection[];
  /** Named fragments that were spread, each with the conditions it was spread under. */
  readonly spread: Set<string>;
}

export function responseKeyOf(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}

/**
 * What the occurrences of one field select below it. Conditions that all of them share have been decided when the field
 * itself is there.
 */
export function selectionsBelow(occurrences: readonly Occurrence[]): ScopedSelection[] {
  const isDecided = occurrences.length === 1;
  return occurrences.flatMap(({ node, when }) =>
    node.selectionSet === undefined ? [] : [{ set: node.selectionSet, when: isDecided ? ALWAYS : when }],
  );
}

interface Deferral {
  /** When the fragment is not deferred. */
  readonly inline?: Conditions;
  readonly later?: { readonly label: string; readonly when: Conditions };
}

function deferralOf(node: InlineFragmentNode | FragmentSpreadNode): Deferral {
  const directive = node.directives?.find(isDefer);
  if (directive === undefined) return { inline: ALWAYS };
  const label = directive.arguments?.find(({ name }) => name.value === 'label')?.value;
  if (label?.kind !== Kind.STRING) throw new TypeError('a deferred fragment without label; see labelDeferred');
  const condition = ifArgument(directive);
  if (condition === false) return { inline: ALWAYS };
  if (condition === true) return { later: { label: label.value, when: ALWAYS } };
  return {
    inline: [{ variable: condition, is: false }],
    later: { label: label.value, when: [{ variable: condition, is: true }] },
  };
}

function isDeferred(node: FragmentSpreadNode): boolean {
  return node.directives?.some(isDefer) ?? false;
}

function isDefer({ name }: DirectiveNode): boolean {
  return name.value === 'defer';
}
