import type { ServerResponse } from 'node:http';
import { ERROR_CATALOGUE, ExposureError, type ErrorCode } from '@app/errors';
import type { ExecutionError } from '@app/federation';
import { maskPersonalData } from '@app/telemetry';
import type { GraphQLFormattedError } from 'graphql';

/** Of these the client is told where in its own document they are. */
const CALLERS_MISTAKES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'OPERATION_INVALID',
  'VARIABLES_INVALID',
  'BODY_INVALID',
]);

/** How an error looks to a client: everything comes from the catalogue. */
function describe(code: ErrorCode) {
  const { message, citizen, retryable } = ERROR_CATALOGUE[code];
  return { message, extensions: { code, retryable, citizen } };
}

/**
 * An error of an execution as clients may see it: catalogue text, the client's path, the authority's name.
 * What a validator says about the caller's own document is kept, as `detail`, with person numbers masked.
 */
export function toClientError({ code, path, locations, service, detail }: ExecutionError): GraphQLFormattedError {
  const described = describe(code);
  if (CALLERS_MISTAKES.has(code))
    return {
      message: described.message,
      ...(locations === undefined ? {} : { locations }),
      extensions: {
        ...described.extensions,
        // A message about variables quotes their values; one about the document quotes names.
        ...(code === 'OPERATION_INVALID' && detail !== undefined ? { detail: maskPersonalData(detail) } : {}),
      },
    };
  return {
    message: described.message,
    ...(path === undefined ? {} : { path }),
    extensions: { ...described.extensions, ...(service === undefined ? {} : { authority: service }) },
  };
}

const RETRY_AFTER_SECONDS = 2;

/** Answers a request that did not come to an execution. */
export function sendError(response: ServerResponse, error: ExposureError): void {
  const { code, facts, entry } = error;
  if (entry.httpStatus === 401) response.setHeader('www-authenticate', challengeFor(error));
  if (code === 'METHOD_NOT_ALLOWED') response.setHeader('allow', 'POST');
  if (entry.httpStatus === 503) response.setHeader('retry-after', String(RETRY_AFTER_SECONDS));
  // The rest of a body that was refused is not read, so the connection cannot be used again.
  if (code === 'BODY_TOO_LARGE') response.setHeader('connection', 'close');
  const described = describe(code);
  sendJson(response, entry.httpStatus, {
    errors: [{ message: described.message, extensions: { ...described.extensions, ...facts } }],
  });
}

/** RFC 6750 §3; RFC 9470 for a login at a higher level. */
function challengeFor({ code, facts }: ExposureError): string {
  if (code === 'TOKEN_MISSING') return 'Bearer';
  if (code === 'ASSURANCE_TOO_LOW')
    return `Bearer error="insufficient_user_authentication", acr_values="${String(facts['acr_values'])}"`;
  return 'Bearer error="invalid_token"';
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
