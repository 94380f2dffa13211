import {
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { fetchesIn, type FetchNode, type PlacedFetch, type PlanNode } from './plan-nodes.js';
import { fragmentsOf } from './selection.js';

/**
 * Deferred parts of an answer each have fetches of their own in a plan. Of a guarded authority one call is made for all of
 * them: every look-up of a citizen is one more disclosure. The fetches that ask the same authority about the same
 * objects share an operation that asks everything; it may, since what a client asks of one object never contradicts
 * itself, whichever fragment it stands in.
 */
export class SharedFetches {
  private readonly shared = new Map<FetchNode, FetchNode>();

  /** `isGuarded`: of a subgraph. */
  constructor(plan: PlanNode | undefined, isGuarded: (service: string) => boolean) {
    const groups = new Map<string, PlacedFetch[]>();
    for (const placed of plan === undefined ? [] : fetchesIn(plan)) {
      if (!isGuarded(placed.fetch.serviceName)) continue;
      const key = JSON.stringify([placed.fetch.serviceName, placed.path, placed.when, placed.fetch.requires]);
      groups.set(key, [...(groups.get(key) ?? []), placed]);
    }
    for (const group of groups.values()) {
      const shared = joined(group.map(({ fetch }) => fetch));
      for (const { fetch } of group) this.shared.set(fetch, shared);
    }
  }

  /** The fetch that is made in place of one of the plan; the same object for all that share it. */
  of(fetch: FetchNode): FetchNode {
    return this.shared.get(fetch) ?? fetch;
  }
}

function joined(fetches: readonly FetchNode[]): FetchNode {
  const [first, ...others] = fetches;
  if (first === undefined) throw unjoinable();
  if (others.length === 0) return first;
  const documents = fetches.map(({ operation }) => parse(operation, { noLocation: true }));
  return {
    ...first,
    operation: print(joinedDocument(documents)),
    variableUsages: [...new Set(fetches.flatMap(({ variableUsages = [] }) => variableUsages))],
  };
}

function joinedDocument(documents: readonly DocumentNode[]): DocumentNode {
  const definitions = documents.map(onlyDefinition);
  const entities = definitions.map(entitiesOf);
  const [first] = definitions;
  const [field] = entities;
  if (first === undefined || field === undefined) throw unjoinable();
  const variables = new Map(
    definitions
      .flatMap(({ variableDefinitions = [] }) => variableDefinitions)
      .map((variable) => [variable.variable.name.value, variable]),
  );
  const selections = entities.flatMap(({ selectionSet }): readonly SelectionNode[] => selectionSet?.selections ?? []);
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
