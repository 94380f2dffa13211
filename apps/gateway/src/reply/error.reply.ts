import { ERROR_CATALOGUE, ExposureError, isErrorCode, type ErrorCode } from '@app/errors';
import type { Response } from 'express';
import type { GraphQLFormattedError } from 'graphql';
import { maskPersonalData } from '@app/telemetry';

/** Codes of Apollo Server for the caller's own mistakes, with ours. */
const CALLER_MISTAKES: Readonly<Record<string, ErrorCode>> = {
  GRAPHQL_PARSE_FAILED: 'OPERATION_INVALID',
  GRAPHQL_VALIDATION_FAILED: 'OPERATION_INVALID',
  OPERATION_RESOLUTION_FAILURE: 'OPERATION_INVALID',
  BAD_USER_INPUT: 'VARIABLES_INVALID',
  BAD_REQUEST: 'BODY_INVALID',
};

const OF_CALLERS: ReadonlySet<ErrorCode> = new Set(Object.values(CALLER_MISTAKES));

/** How an error looks to a client: everything comes from the catalogue. */
function describe(code: ErrorCode) {
  const { message, citizen, retryable } = ERROR_CATALOGUE[code];
  return { message, extensions: { code, retryable, citizen } };
}

/** The code under which a client reads an error; `INTERNAL` for everything that is not for clients. */
export function clientCodeOf(extensions: GraphQLFormattedError['extensions']): ErrorCode {
  const given = extensions?.['code'];
  if (isErrorCode(given)) return given;
  return typeof given === 'string' && Object.hasOwn(CALLER_MISTAKES, given) ? CALLER_MISTAKES[given]! : 'INTERNAL';
}

/**
 * Errors of an execution as clients may see them: catalogue text, the client's path, the authority's name.
 * What a validator says about the caller's own document is kept, as `detail`, with person numbers masked.
 */
export function toClientErrors(errors: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  return errors.map(({ message, path, locations, extensions }) => {
    const code = clientCodeOf(extensions);
    if (OF_CALLERS.has(code)) return withDetail(code, message, locations);
    const described = describe(code);
    const authority = extensions?.['authority'];
    return {
      message: described.message,
      ...(path === undefined ? {} : { path }),
      extensions: { ...described.extensions, ...(typeof authority === 'string' ? { authority } : {}) },
    };
  });
}

function withDetail(
  code: ErrorCode,
  message: string,
  locations: GraphQLFormattedError['locations'],
): GraphQLFormattedError {
  const described = describe(code);
  // A message about variables quotes their values; one about the document quotes names.
  const detail = code === 'OPERATION_INVALID' ? { detail: maskPersonalData(message) } : {};
  return {
    message: described.message,
    ...(locations === undefined ? {} : { locations }),
    extensions: { ...described.extensions, ...detail },
  };
}

const RETRY_AFTER_SECONDS = 2;

/** Answers a request that did not come to an execution. */
export function sendError(response: Response, error: ExposureError): void {
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

export function sendJson(response: Response, status: number, body: unknown): void {
  response.status(status).type('application/json').send(JSON.stringify(body));
}
