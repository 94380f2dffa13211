import {
  Kind,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { askedFields, type AskedField } from './asked-field.js';
import type { FetchNode } from './plan-nodes.js';
import { fragmentsOf, type Fragments } from './selection.js';

/** The operation of a fetch, read once. */
export interface FetchOperation {
  readonly text: string;
  readonly name: string | undefined;
  readonly variables: readonly string[];
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Fragments;
  /** What is selected of the root type, or of `_entities`. */
  readonly selection: SelectionSetNode;
  /** By the keys of the client's answer. */
  readonly asked: readonly AskedField[];
  /** The key of a fetched object for one of the subgraph's answer, where the plan renames it. */
  readonly keyOf: (responseKey: string) => string;
}

export function readFetchOperation(schema: GraphQLSchema, fetch: FetchNode): FetchOperation {
  const document = parse(fetch.operation, { noLocation: true });
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const entities = definition?.selectionSet.selections.find(
    (node) => node.kind === Kind.FIELD && node.name.value === '_entities',
  );
  const selection =
    fetch.requires === undefined
      ? definition?.selectionSet
      : entities?.kind === Kind.FIELD
        ? entities.selectionSet
        : undefined;
  if (definition === undefined || selection === undefined) throw new TypeError('a fetch without an operation');
  const fragments = fragmentsOf(document);
  const renamed = new Map(
    (fetch.outputRewrites ?? []).flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1) ?? '', rewrite.renameKeyTo] as const] : [],
    ),
  );
  return {
    text: fetch.operation,
    name: fetch.operationName,
    variables: fetch.variableUsages ?? [],
    document,
    definition,
    fragments,
    selection,
    asked: askedFields(schema, fragments, selection, (key) => renamed.get(key) ?? key),
    keyOf: (key) => renamed.get(key) ?? key,
  };
}
