import {
  Kind,
  executeSync,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { VariableValues } from './condition.js';
import { isObject, type JsonObject } from './json-object.js';
import { filterRootFields, rootFields } from './root-fields.js';
import { responseKeyOf } from './selection.js';

/** `__schema` and `__type` of an operation, alone. */
export interface Introspection {
  readonly document: DocumentNode;
  readonly selection: SelectionSetNode;
  readonly usesVariables: boolean;
}

/** The introspection that an operation asks for, if any. */
export function introspectionIn(document: DocumentNode): Introspection | undefined {
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (definition === undefined) return undefined;
  const isIntrospection = ({ name }: FieldNode) => /^__(schema|type)$/.test(name.value);
  const selection = filterRootFields(definition.selectionSet, isIntrospection, { fragments: document });
  if (selection === undefined) return undefined;
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const used = variablesIn({
    kind: Kind.DOCUMENT,
    definitions: [{ ...definition, selectionSet: selection }, ...fragments],
  });
  const variableDefinitions = (definition.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return {
    document: {
      kind: Kind.DOCUMENT,
      definitions: [{ ...definition, selectionSet: selection, variableDefinitions }, ...fragments],
    },
    selection,
    usesVariables: used.size > 0,
  };
}

const NOTHING: JsonObject = {};

/**
 * Compiles the introspection of an operation.
 *
 * `answered`: what planning has answered already; absent when it hangs on variables.
 */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  answered: JsonObject | undefined,
  sourceKeyOf: (node: FieldNode) => string,
): (variables: VariableValues) => JsonObject {
  const introspection = introspectionIn(document);
  if (introspection === undefined) return () => NOTHING;
  const sourceKeys = new Map(
    rootFields(introspection.selection).map((node) => [responseKeyOf(node), sourceKeyOf(node)]),
  );
  const keyed = (answers: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(answers).map(([key, value]) => [sourceKeys.get(key) ?? key, value]));
  if (answered !== undefined) {
    const known = keyed(answered);
    return () => known;
  }
  return (variableValues) => {
    const { data } = executeSync({ schema, document: introspection.document, variableValues });
    return isObject(data) ? keyed(data) : NOTHING;
  };
}

function variablesIn(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.add(name.value),
  });
  return names;
}
