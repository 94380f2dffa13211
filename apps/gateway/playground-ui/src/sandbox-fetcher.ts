import type { Fetcher } from '@graphiql/toolkit';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { withPayload, type GatheredAnswer } from './gathered-answer.js';
import type { Session } from './login.js';
import { boundaryOf, readParts } from './multipart-reader.js';

/** The last answer of the sandbox to a query of the reader (not to the editor's own schema query), as far as it has come. */
export interface Answer extends GatheredAnswer {
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
const BROKEN_OFF = 'The answer broke off: more parts were to come.';
/** Answers in parts, when the query defers something; each part says where it belongs. */
const ACCEPT = 'multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9';
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
          accept: ACCEPT,
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
    const afterMs = () => Math.round(performance.now() - startedAt);
    const report = (answer: GatheredAnswer) => {
      if (operationName !== EDITORS_OWN_QUERY) onAnswer({ ...answer, receivedAt: new Date(), tookMs: afterMs() });
    };
    const boundary = boundaryOf(response.headers.get('content-type'));
    if (boundary !== undefined && response.body !== null)
      return answersIn(readParts(response.body, boundary), afterMs, report);
    const body = await readBody(response);
    report({ body, parts: [], isWhole: true });
    return response.status === 401 ? { whatToDo: LOGIN_ENDED, ...body } : body;
  };
}

/** The answer again and again, each time with what has come in between, so that the editor shows it whole. */
async function* answersIn(
  parts: AsyncIterable<string>,
  afterMs: () => number,
  report: (answer: GatheredAnswer) => void,
): AsyncGenerator<ExecutionResult> {
  let answer: GatheredAnswer | undefined;
  for await (const part of parts) {
    answer = withPayload(answer, JSON.parse(part), afterMs());
    if (answer === undefined) continue;
    report(answer);
    yield { ...answer.body };
  }
  if (answer?.isWhole !== true) yield { ...answer?.body, errors: [new GraphQLError(BROKEN_OFF)] };
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
