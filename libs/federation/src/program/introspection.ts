import { Kind, executeSync, visit, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { VariableValues } from './condition.js';
import { isObject, type JsonObject } from './json-object.js';
import { filterRootFields } from './root-fields.js';

const NOTHING: JsonObject = {};

/** Compiles `__schema` and `__type` of an operation; answers that hang on no variable are found once. */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
): (variables: VariableValues) => JsonObject {
  const selection = filterRootFields(definition.selectionSet, ({ name }) => /^__(schema|type)$/.test(name.value), {
    fragments: document,
  });
  if (selection === undefined) return () => NOTHING;
  const only: DocumentNode = {
    ...document,
    definitions: document.definitions.map((node) =>
      node === definition ? { ...definition, selectionSet: selection } : node,
    ),
  };
  const answer = (variableValues: VariableValues): JsonObject => {
    const { data } = executeSync({ schema, document: only, variableValues });
    return isObject(data) ? data : NOTHING;
  };
  if (usesVariables(only)) return answer;
  let known: JsonObject | undefined;
  return () => (known ??= answer({}));
}

function usesVariables(document: DocumentNode): boolean {
  let isUsed = false;
  visit(document, {
    VariableDefinition: () => false,
    Variable: () => {
      isUsed = true;
    },
  });
  return isUsed;
}
