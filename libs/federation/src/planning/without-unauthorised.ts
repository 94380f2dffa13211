import { ExposureError } from '@app/errors';
import {
  Kind,
  getNamedType,
  isCompositeType,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type FragmentSpreadNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AccessRules } from './access-rules.js';
import { withoutUnused, type ClientOperation } from './client-operation.js';
import type { Grants } from './planner.js';

type Path = readonly string[];

export interface Authorised {
  readonly operation: ClientOperation;
  /** Response paths of what was removed, each once. */
  readonly unauthorised: readonly Path[];
}

/** An operation can name few fields and, through fragments in fragments, mean very many. */
const PATHS_TOLD = 1_000;

/**
 * Removes what the caller may not read, and parents that have nothing left. Of an operation with nothing left stays
 * one field that is skipped, so that its answer is an empty object.
 *
 * Errors: `ExposureError` `OPERATION_TOO_COMPLEX` for more than 1 000 removed paths.
 */
export function withoutUnauthorised(
  asked: ClientOperation,
  schema: GraphQLSchema,
  rules: AccessRules,
  grants: Grants,
): Authorised {
  if (rules.allowEverything(grants)) return { operation: asked, unauthorised: [] };
  return new Filter(asked.fragments, schema, rules, grants).apply(asked.operation);
}

/** What is left of some selections, and what was removed below them. */
interface Filtered<Node> {
  readonly left: Node | undefined;
  readonly removed: readonly Path[];
}

class Filter {
  private readonly asked: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly filtered = new Map<string, Filtered<FragmentDefinitionNode>>();

  constructor(
    fragments: readonly FragmentDefinitionNode[],
    private readonly schema: GraphQLSchema,
    private readonly rules: AccessRules,
    private readonly grants: Grants,
  ) {
    this.asked = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  apply(operation: OperationDefinitionNode): Authorised {
    const root = this.schema.getRootType(operation.operation);
    if (root == null) throw new TypeError(`the schema has no ${operation.operation}`);
    const { left, removed } = this.ofType(root, operation.selectionSet);
    const filtered = { ...operation, selectionSet: left ?? NOTHING_LEFT };
    const fragments = [...this.filtered.values()].flatMap((fragment) => fragment.left ?? []);
    return { operation: withoutUnused(filtered, fragments), unauthorised: distinct(removed) };
  }

  /** Selections under a type condition, or at the root. */
  private ofType(type: GraphQLCompositeType, selectionSet: SelectionSetNode): Filtered<SelectionSetNode> {
    if (this.rules.allowType(type.name, this.grants)) return this.ofSelections(type, selectionSet);
    return { left: undefined, removed: this.topLevelPaths(selectionSet) };
  }

  private ofSelections(type: GraphQLCompositeType, selectionSet: SelectionSetNode): Filtered<SelectionSetNode> {
    const filtered = selectionSet.selections.map((selection) => this.ofSelection(type, selection));
    const selections = filtered.flatMap(({ left }) => left ?? []);
    const removed = bounded(filtered.flatMap((part) => part.removed));
    return { left: selections.length === 0 ? undefined : { ...selectionSet, selections }, removed };
  }

  private ofSelection(type: GraphQLCompositeType, selection: SelectionNode): Filtered<SelectionNode> {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.ofField(type, selection);
      case Kind.INLINE_FRAGMENT:
        return this.ofInlineFragment(type, selection);
      case Kind.FRAGMENT_SPREAD:
        return this.ofSpread(selection);
    }
  }

  private ofField(parent: GraphQLCompositeType, field: FieldNode): Filtered<FieldNode> {
    const key = keyOf(field);
    if (!this.rules.allowField(parent.name, field.name.value, this.grants))
      return { left: undefined, removed: [[key]] };
    const type = this.typeOfField(parent, field.name.value);
    if (field.selectionSet === undefined || type === undefined) return { left: field, removed: [] };
    const { left, removed } = this.ofSelections(type, field.selectionSet);
    return {
      left: left === undefined ? undefined : { ...field, selectionSet: left },
      removed: removed.map((path) => [key, ...path]),
    };
  }

  private ofInlineFragment(parent: GraphQLCompositeType, fragment: InlineFragmentNode): Filtered<InlineFragmentNode> {
    const type = fragment.typeCondition === undefined ? parent : this.composite(fragment.typeCondition.name.value);
    const { left, removed } = this.ofType(type, fragment.selectionSet);
    return { left: left === undefined ? undefined : { ...fragment, selectionSet: left }, removed };
  }

  private ofSpread(spread: FragmentSpreadNode): Filtered<FragmentSpreadNode> {
    const { left, removed } = this.ofFragment(spread.name.value);
    return { left: left === undefined ? undefined : spread, removed };
  }

  /** Each fragment once, however often it is spread. */
  private ofFragment(name: string): Filtered<FragmentDefinitionNode> {
    const known = this.filtered.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragment(name);
    const { left, removed } = this.ofType(this.composite(fragment.typeCondition.name.value), fragment.selectionSet);
    const result = { left: left === undefined ? undefined : { ...fragment, selectionSet: left }, removed };
    this.filtered.set(name, result);
    return result;
  }

  /** `__typename` is told only where nothing else was asked: most clients add it everywhere. */
  private topLevelPaths(selectionSet: SelectionSetNode): readonly Path[] {
    const keys = this.topLevelFields(selectionSet, new Set());
    const others = keys.filter(({ name }) => name.value !== '__typename');
    return (others.length === 0 ? keys : others).map((field) => [keyOf(field)]);
  }

  private topLevelFields({ selections }: SelectionSetNode, spread: Set<string>): readonly FieldNode[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.topLevelFields(selection.selectionSet, spread);
      if (spread.has(selection.name.value)) return [];
      spread.add(selection.name.value);
      return this.topLevelFields(this.fragment(selection.name.value).selectionSet, spread);
    });
  }

  private fragment(name: string): FragmentDefinitionNode {
    const fragment = this.asked.get(name);
    if (fragment === undefined) throw new TypeError('a fragment is spread and not defined');
    return fragment;
  }

  private composite(name: string): GraphQLCompositeType {
    const type = this.schema.getType(name);
    if (!isCompositeType(type)) throw new TypeError(`${name} has no fields`);
    return type;
  }

  /** Absent for leaves and for `__typename`, `__schema` and `__type`, which are open to everybody. */
  private typeOfField(parent: GraphQLCompositeType, name: string): GraphQLCompositeType | undefined {
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    const type = getNamedType(field?.type);
    return isCompositeType(type) ? type : undefined;
  }
}

const NOTHING_LEFT = selectionSetOf('{ __typename @skip(if: true) }');

function selectionSetOf(text: string): SelectionSetNode {
  const [operation] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('not an operation');
  return operation.selectionSet;
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function distinct(paths: readonly Path[]): readonly Path[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

function bounded(paths: readonly Path[]): readonly Path[] {
  const found = distinct(paths);
  if (found.length > PATHS_TOLD) throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'unauthorised fields' });
  return found;
}
