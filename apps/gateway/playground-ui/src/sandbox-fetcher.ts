import type { Fetcher } from '@graphiql/toolkit';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Session } from './login.js';

/** The last answer of the sandbox to a query of the reader (not to the editor's own schema query). */
export interface Answer {
  readonly body: unknown;
  readonly receivedAt: Date;
  readonly tookMs: number;
}

export interface Sandbox {
  readonly path: string;
  readonly session: Session | undefined;
  readonly onAnswer: (answer: Answer) => void;
}

const NOT_LOGGED_IN =
  'Not sent, because nobody is logged in. Press "Log in as a test person" at the top: the sandbox answers about the person of the token, and about nobody else.';
const LOGIN_ENDED = 'The login has ended. Press "Log in as a test person" at the top and run the query again.';
const NO_GATEWAY = 'The gateway does not answer. Is it still running?';
const EDITORS_OWN_QUERY = 'IntrospectionQuery';

/** Sends queries to the sandbox with the test person's token, and turns refusals into words. */
export function sandboxFetcher({ path, session, onAnswer }: Sandbox): Fetcher {
  return async ({ query, operationName, variables }) => {
    if (!session) return problem(NOT_LOGGED_IN);
    if (session.expiresAt <= new Date()) return problem(LOGIN_ENDED);
    const startedAt = performance.now();
    let response: Response;
    try {
      response = await fetch(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          authorization: `Bearer ${session.accessToken}`,
        },
        body: JSON.stringify({ query, operationName: operationName ?? undefined, variables: variables ?? undefined }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
      });
    } catch {
      return problem(NO_GATEWAY);
    }
    const body = await readBody(response);
    if (operationName !== EDITORS_OWN_QUERY) {
      onAnswer({ body, receivedAt: new Date(), tookMs: Math.round(performance.now() - startedAt) });
    }
    return response.status === 401 ? { whatToDo: LOGIN_ENDED, ...body } : body;
  };
}

async function readBody(response: Response): Promise<ExecutionResult> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (isAnswer(body)) return body;
  } catch {
    // Falls through: not JSON, whatever the header says.
  }
  return problem(`The gateway answered ${response.status} without a GraphQL answer.`);
}

/** Any object will do: GraphiQL prints it as it is. */
function isAnswer(body: unknown): body is ExecutionResult {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function problem(message: string): ExecutionResult {
  return { errors: [new GraphQLError(message)] };
}
