import { ExposureError } from '@app/errors';
import { Kind, executeSync, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import { isObject, type JsonObject } from '../program/json-object.js';
import { introspectionIn } from '../program/introspection.js';

/** Fields of an introspection that hangs on variables: it is answered anew for each request, so it must be small. */
const FIELDS_WITH_VARIABLES = 60;
/** Largest answer, characters of JSON. That of GraphiQL over our supergraph has a fifth of it. */
const ANSWER_MAX = 2_000_000;

/**
 * Answers `__schema` and `__type` where planning is done, unless they hang on variables.
 *
 * Errors: `ExposureError` `OPERATION_TOO_COMPLEX` when it asks or answers too much.
 */
export function answerIntrospection(schema: GraphQLSchema, document: DocumentNode): JsonObject | undefined {
  const introspection = introspectionIn(document);
  if (introspection === undefined) return undefined;
  if (introspection.usesVariables) {
    if (countFields(introspection.document) > FIELDS_WITH_VARIABLES)
      throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'introspection with variables' });
    return undefined;
  }
  const { data } = executeSync({ schema, document: introspection.document });
  if (JSON.stringify(data).length > ANSWER_MAX)
    throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'introspection' });
  return isObject(data) ? data : undefined;
}

function countFields(document: DocumentNode): number {
  let fields = 0;
  visit(document, {
    [Kind.FIELD]: () => {
      fields += 1;
    },
  });
  return fields;
}
