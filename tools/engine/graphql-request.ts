import type { EngineOperation } from '@app/federation';
import { getOperationAST, parse } from 'graphql';
import { z } from 'zod';

/** The HTTP request is no GraphQL request; what is wrong with it, and the status that says so. */
export class RequestRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const map = z.record(z.string(), z.unknown(), { error: 'must be an object' }).nullish();

/** What is not asked for here is ignored, as the specification wants it. */
const Parameters = z.object(
  {
    query: z.string({ error: 'must be a string' }),
    operationName: z.string({ error: 'must be a string' }).nullish(),
    variables: map,
    extensions: map,
  },
  { error: 'must be one JSON object' },
);

/** Errors: `RequestRefusal` for what is not JSON in UTF-8. */
export function requireJsonBody(contentType: string | undefined, contentEncoding: string | undefined): void {
  if (contentType === undefined || !JSON_TYPE.test(contentType))
    throw new RequestRefusal(415, 'Send application/json in UTF-8.');
  if (contentEncoding !== undefined && contentEncoding !== 'identity')
    throw new RequestRefusal(415, 'Send the body as it is, not compressed.');
}

/** Errors: `RequestRefusal`. */
export function readPostedRequest(body: string): EngineOperation {
  return toOperation(parseJson('The body', body));
}

/** Errors: `RequestRefusal`; with 405 for a mutation. */
export function readQueriedRequest(search: string): EngineOperation {
  const given = new URLSearchParams(search);
  const text = (name: string): string | undefined => given.get(name) || undefined;
  const json = (name: string): unknown => {
    const value = text(name);
    return value === undefined ? undefined : parseJson(`"${name}"`, value);
  };
  const operation = toOperation({
    query: given.get('query') ?? undefined,
    operationName: text('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  });
  if (isMutation(operation)) throw new RequestRefusal(405, 'Send a mutation with POST.', { allow: 'POST' });
  return operation;
}

function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestRefusal(400, `${what} is not JSON.`);
  }
}

function toOperation(given: unknown): EngineOperation {
  const parameters = Parameters.safeParse(given);
  if (!parameters.success) {
    const faults = parameters.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'} ${message}`);
    throw new RequestRefusal(400, `This is not a GraphQL request: ${faults.join(', ')}.`);
  }
  const { query, operationName, variables } = parameters.data;
  return {
    document: query,
    ...(operationName ? { operationName } : {}),
    ...(variables ? { variables } : {}),
  };
}

/** What cannot be parsed is left to the engine, which says what is wrong with it. */
function isMutation({ document, operationName }: EngineOperation): boolean {
  try {
    return getOperationAST(parse(document, { noLocation: true }), operationName)?.operation === 'mutation';
  } catch {
    return false;
  }
}
