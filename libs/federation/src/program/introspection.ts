import {
  Kind,
  executeSync,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { VariableValues } from './condition.js';
import { isObject, type JsonObject } from './json-object.js';
import { filterRootFields, rootFields } from './root-fields.js';
import { responseKeyOf } from './selection.js';

const NOTHING: JsonObject = {};

/** Compiles `__schema` and `__type` of an operation; answers that hang on no variable are found once. */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  sourceKeyOf: (node: FieldNode) => string,
): (variables: VariableValues) => JsonObject {
  const selection = filterRootFields(definition.selectionSet, ({ name }) => /^__(schema|type)$/.test(name.value), {
    fragments: document,
  });
  if (selection === undefined) return () => NOTHING;
  const used = variablesIn(selection);
  const variableDefinitions = (definition.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  const only: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...definition, selectionSet: selection, variableDefinitions },
      ...document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION),
    ],
  };
  const sourceKeys = new Map(rootFields(selection).map((node) => [responseKeyOf(node), sourceKeyOf(node)]));
  const answer = (variableValues: VariableValues): JsonObject => {
    const { data } = executeSync({ schema, document: only, variableValues });
    const answers = isObject(data) ? Object.entries(data) : [];
    return Object.fromEntries(answers.map(([key, value]) => [sourceKeys.get(key) ?? key, value]));
  };
  if (used.size > 0) return answer;
  let known: JsonObject | undefined;
  return () => (known ??= answer({}));
}

function variablesIn(selection: SelectionSetNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(selection, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}
