import type { FetchNode, FlattenNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { withoutUnused } from './client-operation.js';
import { requirerKey, typeKey, type Required, type StandIns } from './stand-ins.js';

/**
 * Puts back into a plan what stand-ins stand for: subgraphs are asked for the field with its arguments, under the name
 * of the stand-in, and given the value under the name of the field. A fetch whose fields require the same field with
 * different arguments becomes several, as a representation can hold each name only once.
 */
export function restoreFields(plan: QueryPlan, standIns: StandIns): QueryPlan {
  if (plan.node === undefined || plan.node.kind === 'Subscription') return plan;
  return { ...plan, node: new Restorer(standIns).restore(plan.node) };
}

class Restorer {
  /** Fetches that became several, by the id of the one. */
  private readonly ids = new Map<string, readonly string[]>();

  constructor(private readonly standIns: StandIns) {}

  restore(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map((below) => this.restore(below)) };
      case 'Fetch':
        return { ...node, operation: this.restoreText(readOperation(node)) };
      case 'Flatten':
        return node.node.kind === 'Fetch'
          ? this.restoreEntities(node, node.node)
          : { ...node, node: this.restore(node.node) };
      case 'Condition':
        return {
          ...node,
          ...(node.ifClause === undefined ? {} : { ifClause: this.restore(node.ifClause) }),
          ...(node.elseClause === undefined ? {} : { elseClause: this.restore(node.elseClause) }),
        };
      case 'Defer':
        return {
          ...node,
          primary: this.restoreBelow(node.primary),
          deferred: node.deferred.map((part) => ({
            ...this.restoreBelow(part),
            depends: part.depends.flatMap((on) => (this.ids.get(on.id) ?? [on.id]).map((id) => ({ ...on, id }))),
          })),
        };
    }
  }

  private restoreBelow<Part extends { node?: PlanNode }>(part: Part): Part {
    return part.node === undefined ? part : { ...part, node: this.restore(part.node) };
  }

  private restoreEntities(flatten: FlattenNode, fetch: FetchNode): PlanNode {
    const operation = readOperation(fetch);
    const groups = this.groupsOf(fetch, operation);
    const [first, ...others] = groups.map((group, at): FlattenNode => {
      const part = groups.length === 1 ? operation : withoutUnused(onlyFields(operation, group.fields), []).operation;
      const requires = this.requiresOf(group, groups, fetch);
      return { ...flatten, node: this.restoreEntityFetch(withId(fetch, at), part, requires) };
    });
    if (first === undefined) throw new TypeError('a fetch of entities that asks for nothing');
    if (fetch.id !== undefined) {
      const ids = groups.map((_, at) => idAt(fetch.id, at));
      this.ids.set(fetch.id, ids);
    }
    return others.length === 0 ? first : { kind: 'Parallel', nodes: [first, ...others] };
  }

  private requiresOf(group: Group, groups: readonly Group[], fetch: FetchNode): QueryPlanSelectionNode[] {
    const keysAt = new Map<string, Set<string>>();
    for (const { required } of groups)
      for (const [path, key] of required) keysAt.set(path, (keysAt.get(path) ?? new Set()).add(key));
    const identifying = this.standIns.keys.get(typeKey(fetch.serviceName, group.type));
    const mayStay = (path: string): boolean =>
      identifying === undefined
        ? (keysAt.get(path)?.size ?? 0) < 2
        : !keysAt.has(path) || identifying.some((fields) => fields.includes(path));
    const requires = this.keepRequired(
      fetch.requires ?? [],
      [],
      (path, key) => mayStay(path) || group.required.get(path) === key,
    );
    return identifying === undefined ? requires : withKeyed(requires, group.type, identifying);
  }

  private restoreEntityFetch(
    fetch: FetchNode,
    operation: OperationDefinitionNode,
    requires: QueryPlanSelectionNode[],
  ): FetchNode {
    const variables = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
    const renamed = this.renamesIn(requires, []);
    return {
      ...fetch,
      operation: this.restoreText(operation),
      requires,
      ...(fetch.variableUsages === undefined
        ? {}
        : { variableUsages: fetch.variableUsages.filter((name) => variables.has(name)) }),
      ...(renamed.length === 0 ? {} : { inputRewrites: [...(fetch.inputRewrites ?? []), ...renamed] }),
    };
  }

  /**
   * The fields that are asked of the entities, in as few groups as agree on what they require; those of an interface
   * object in as few as require the same, as the planner has fetched that for some of the implementations only.
   */
  private groupsOf({ serviceName }: FetchNode, operation: OperationDefinitionNode): readonly Group[] {
    const groups: Group[] = [];
    for (const { type, field } of fieldsOfEntities(operation)) {
      const name = this.standIns.byName.get(field.name.value)?.field ?? field.name.value;
      const required = this.standIns.required.get(requirerKey(serviceName, type, name)) ?? NOTHING;
      const isInterfaceObject = this.standIns.keys.has(typeKey(serviceName, type));
      const belongs = (group: Group): boolean =>
        isInterfaceObject ? group.type === type && areSame(group.required, required) : agree(group.required, required);
      let group = groups.find(belongs);
      if (group === undefined) groups.push((group = { type, fields: new Set(), required: new Map() }));
      group.fields.add(field);
      for (const [path, key] of required) group.required.set(path, key);
    }
    return groups;
  }

  private keepRequired(
    selections: readonly QueryPlanSelectionNode[],
    path: readonly string[],
    isKept: (path: string, key: string) => boolean,
  ): QueryPlanSelectionNode[] {
    return selections.flatMap((selection) => {
      const here = selection.kind === 'Field' ? [...path, this.fieldName(selection.name)] : path;
      if (selection.kind === 'Field' && !isKept(here.join('.'), selection.name)) return [];
      if (selection.selections === undefined) return [selection];
      const below = this.keepRequired(selection.selections, here, isKept);
      return below.length === 0 ? [] : [{ ...selection, selections: below }];
    });
  }

  /** From the inside out, as each path is read with the names that are still there. */
  private renamesIn(selections: readonly QueryPlanSelectionNode[], path: readonly string[]): Rename[] {
    return selections.flatMap((selection) => {
      if (selection.kind === 'InlineFragment')
        return this.renamesIn(
          selection.selections,
          selection.typeCondition === undefined ? path : [...path, `... on ${selection.typeCondition}`],
        );
      const here = [...path, selection.name];
      const below = this.renamesIn(selection.selections ?? [], here);
      const field = this.fieldName(selection.name);
      return field === selection.name ? below : [...below, { kind: 'KeyRenamer', path: here, renameKeyTo: field }];
    });
  }

  private fieldName(name: string): string {
    return this.standIns.byName.get(name)?.field ?? name;
  }

  private restoreText(operation: OperationDefinitionNode): string {
    const restored = visit(operation, {
      Field: (node) => {
        const standIn = this.standIns.byName.get(node.name.value);
        if (standIn === undefined) return undefined;
        return {
          ...node,
          alias: node.alias ?? node.name,
          name: { kind: Kind.NAME, value: standIn.field },
          arguments: standIn.arguments,
        };
      },
    });
    return stripIgnoredCharacters(print(restored));
  }
}

interface Group {
  /** Of the first of its fields; of all of them in an interface object. */
  readonly type: string;
  readonly fields: Set<FieldNode>;
  readonly required: Map<string, string>;
}

interface Rename {
  readonly kind: 'KeyRenamer';
  readonly path: string[];
  readonly renameKeyTo: string;
}

const NOTHING: Required = new Map();

function agree(one: Required, other: Required): boolean {
  return [...other].every(([path, key]) => (one.get(path) ?? key) === key);
}

function areSame(one: Required, other: Required): boolean {
  return one.size === other.size && [...other].every(([path, key]) => one.get(path) === key);
}

/**
 * What is required of the interface as a whole without its key becomes a part of what is required of each
 * implementation: things of any other one would be sent without a key.
 */
function withKeyed(
  requires: QueryPlanSelectionNode[],
  type: string,
  keys: readonly (readonly string[])[],
): QueryPlanSelectionNode[] {
  const isKeyless = (selection: QueryPlanSelectionNode): boolean => {
    if (selection.kind !== 'InlineFragment' || selection.typeCondition !== type) return false;
    const names = new Set(selection.selections.map((field) => (field.kind === 'Field' ? field.name : undefined)));
    return !keys.some((fields) => fields.every((field) => names.has(field)));
  };
  const keyless = requires
    .filter(isKeyless)
    .flatMap(({ selections = [] }) =>
      selections.filter((field) => field.kind !== 'Field' || field.name !== '__typename'),
    );
  const keyed = requires.filter((selection) => !isKeyless(selection));
  if (keyed.length === requires.length || keyed.length === 0) return requires;
  return keyed.map((selection) =>
    selection.kind === 'InlineFragment'
      ? { ...selection, selections: [...selection.selections, ...keyless] }
      : selection,
  );
}

function readOperation({ operation }: FetchNode): OperationDefinitionNode {
  const [node, ...others] = parse(operation, { noLocation: true }).definitions;
  if (node?.kind !== Kind.OPERATION_DEFINITION || others.length > 0)
    throw new TypeError('a fetch of several definitions');
  return node;
}

function fieldsOfEntities({ selectionSet }: OperationDefinitionNode): readonly EntityField[] {
  return selectionSet.selections.flatMap((entities) =>
    entities.kind === Kind.FIELD ? fieldsIn(entities.selectionSet?.selections ?? [], '') : [],
  );
}

interface EntityField {
  readonly type: string;
  readonly field: FieldNode;
}

function fieldsIn(selections: readonly SelectionNode[], type: string): readonly EntityField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ type, field: selection }];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsIn(selection.selectionSet.selections, selection.typeCondition?.name.value ?? type);
    return [];
  });
}

function onlyFields(operation: OperationDefinitionNode, fields: ReadonlySet<FieldNode>): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.map((entities) =>
    entities.kind === Kind.FIELD
      ? withSelections(entities, selectOnly(entities.selectionSet?.selections ?? [], fields))
      : entities,
  );
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function selectOnly(selections: readonly SelectionNode[], fields: ReadonlySet<FieldNode>): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return fields.has(selection) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    const below = selectOnly(selection.selectionSet.selections, fields);
    return below.length === 0 ? [] : [withSelections(selection, below)];
  });
}

function withSelections<Node extends SelectionNode>(node: Node, selections: readonly SelectionNode[]): Node {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function withId(fetch: FetchNode, at: number): FetchNode {
  return fetch.id === undefined ? fetch : { ...fetch, id: idAt(fetch.id, at) };
}

function idAt(id: string | undefined, at: number): string {
  return at === 0 ? `${id}` : `${id}.${at}`;
}
