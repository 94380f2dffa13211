import {
  Kind,
  parse,
  print,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Condition, Conditions } from './condition.js';
import { fetchesIn, type FetchNode, type PlacedFetch, type PlanNode } from './plan-nodes.js';
import { fragmentsOf } from './selection.js';

/**
 * Deferred parts of an answer each have fetches of their own in a plan. Of a guarded authority one call is made for all of
 * them: every look-up of a citizen is one more disclosure. The fetches that ask the same authority about the same
 * objects share an operation that asks everything; it may, since what a client asks of one object never contradicts
 * itself, whichever fragment it stands in.
 */
export class SharedFetches {
  private readonly shared = new Map<FetchNode, SharedFetch>();

  /** `isGuarded`: of a subgraph. */
  constructor(plan: PlanNode | undefined, isGuarded: (service: string) => boolean) {
    const groups = new Map<string, PlacedFetch[]>();
    for (const placed of plan === undefined ? [] : fetchesIn(plan)) {
      if (!isGuarded(placed.fetch.serviceName)) continue;
      const key = JSON.stringify([placed.fetch.serviceName, placed.path, placed.fetch.requires]);
      groups.set(key, [...(groups.get(key) ?? []), placed]);
    }
    for (const group of groups.values()) {
      const shared = joined(group);
      for (const { fetch } of group) this.shared.set(fetch, shared);
    }
  }

  /** What is fetched in place of a fetch of the plan; the same object for all that share it. */
  of(fetch: FetchNode): SharedFetch {
    const shared = this.shared.get(fetch);
    if (shared === undefined) throw new TypeError('a fetch that is not in the plan');
    return shared;
  }
}

export interface SharedFetch {
  readonly fetch: FetchNode;
  /** What variables must be for anything to be asked; conditions of single parts are in the operation itself. */
  readonly when: Conditions;
}

function joined(group: readonly PlacedFetch[]): SharedFetch {
  const [first] = group;
  if (first === undefined) throw unjoinable();
  if (group.length === 1) return first;
  const areAlike = group.every(({ when }) => JSON.stringify(when) === JSON.stringify(first.when));
  const conditions = areAlike ? [] : group.flatMap(({ when }) => when);
  const fetch = {
    ...first.fetch,
    operation: print(joinedDocument(group, areAlike)),
    variableUsages: [
      ...new Set([
        ...group.flatMap(({ fetch: { variableUsages = [] } }) => variableUsages),
        ...conditions.map(({ variable }) => variable),
      ]),
    ],
  };
  return { fetch, when: areAlike ? first.when : [] };
}

function joinedDocument(group: readonly PlacedFetch[], areAlike: boolean): DocumentNode {
  const definitions = group.map(({ fetch }) => onlyDefinition(parse(fetch.operation, { noLocation: true })));
  const [first] = definitions;
  const [field] = definitions.map(entitiesOf);
  if (first === undefined || field === undefined) throw unjoinable();
  const conditions = areAlike ? [] : group.flatMap(({ when }) => when);
  const variables = new Map<string, VariableDefinitionNode>([
    ...conditions.map(({ variable }) => [variable, booleanVariable(variable)] as const),
    ...definitions
      .flatMap(({ variableDefinitions = [] }) => variableDefinitions)
      .map((definition) => [definition.variable.name.value, definition] as const),
  ]);
  const selections = definitions.flatMap((definition, index): readonly SelectionNode[] => {
    const asked = entitiesOf(definition).selectionSet?.selections ?? [];
    return areAlike ? asked : [under(group[index]?.when ?? [], asked)];
  });
  const joinedField: FieldNode = { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...first,
        variableDefinitions: [...variables.values()],
        selectionSet: { kind: Kind.SELECTION_SET, selections: [joinedField] },
      },
    ],
  };
}

/** Selections that count under conditions only. */
function under(when: Conditions, selections: readonly SelectionNode[]): InlineFragmentNode {
  const [condition, ...others] = when;
  const inner = others.length === 0 ? selections : [under(others, selections)];
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives: condition === undefined ? [] : [directiveOf(condition)],
    selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
  };
}

function directiveOf({ variable, is }: Condition): DirectiveNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return {
    kind: Kind.DIRECTIVE,
    name: name(is ? 'include' : 'skip'),
    arguments: [{ kind: Kind.ARGUMENT, name: name('if'), value: { kind: Kind.VARIABLE, name: name(variable) } }],
  };
}

function booleanVariable(variable: string): VariableDefinitionNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: name(variable) },
    type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: name('Boolean') } },
  };
}

/** Its named fragments are written out: two of one name in different fetches need not be the same. */
function onlyDefinition(document: DocumentNode): OperationDefinitionNode {
  const fragments = fragmentsOf(document);
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (definition === undefined) throw unjoinable();
  return visit(definition, {
    FragmentSpread: (node): InlineFragmentNode | undefined => {
      const fragment = fragments.get(node.name.value);
      return fragment && { ...fragment, kind: Kind.INLINE_FRAGMENT, directives: node.directives ?? [] };
    },
  });
}

function entitiesOf({ selectionSet }: OperationDefinitionNode): FieldNode {
  const [only, ...others] = selectionSet.selections;
  if (only?.kind !== Kind.FIELD || only.name.value !== '_entities' || others.length > 0) throw unjoinable();
  return only;
}

function unjoinable(): TypeError {
  return new TypeError('fetches of one authority that cannot be asked as one');
}
