import { execute, type FieldNode, type OperationDefinitionNode } from 'graphql';
import type { OwnSubgraph } from '../ports/own-subgraph.js';
import type { FetchOperation } from './fetch-operation.js';
import { isObject, type JsonObject } from './json-object.js';
import type { Answerer } from './plain-steps.js';
import { filterRootFields, rootFields } from './root-fields.js';
import { responseKeyOf } from './selection.js';

/** Asks the host's own subgraph, in-process. */
export function ownAnswerer(own: OwnSubgraph, { document, variables, name }: FetchOperation): Answerer {
  return {
    name: own.name,
    errorCode: 'INTERNAL',
    derivesFromParts: true,
    async ask(run, _write, representations) {
      const values: JsonObject = representations === undefined ? {} : { representations };
      for (const variable of variables)
        if (run.variables[variable] !== undefined) values[variable] = run.variables[variable];
      const { data, errors = [] } = await execute({
        schema: own.schema,
        document,
        variableValues: values,
        contextValue: run.context,
        ...(name === undefined ? {} : { operationName: name }),
      });
      return {
        data: isObject(data) ? data : null,
        errors: errors.map(({ message, path = [], originalError }) => ({ message, path, cause: originalError })),
      };
    },
  };
}

/** Late root fields of an operation, and the rest of it. Each is `undefined` when it would ask nothing. */
export function splitLate(
  operation: FetchOperation,
  lateFields: ReadonlySet<string>,
): { readonly early: FetchOperation | undefined; readonly late: FetchOperation | undefined } {
  return {
    early: onlyRootFields(operation, ({ name }) => !lateFields.has(name.value)),
    late: onlyRootFields(operation, ({ name }) => lateFields.has(name.value)),
  };
}

function onlyRootFields(
  operation: FetchOperation,
  isWanted: (field: FieldNode) => boolean,
): FetchOperation | undefined {
  const selection = filterRootFields(operation.selection, isWanted, { fragments: operation.document });
  if (selection === undefined) return undefined;
  const definition: OperationDefinitionNode = { ...operation.definition, selectionSet: selection };
  const definitions = operation.document.definitions.map((node) => (node === operation.definition ? definition : node));
  const keys = new Set(rootFields(selection).map(responseKeyOf));
  return {
    ...operation,
    document: { ...operation.document, definitions },
    definition,
    selection,
    asked: operation.asked.filter(({ key }) => keys.has(key)),
  };
}
