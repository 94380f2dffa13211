/** A text for citizens, in both languages of the page. */
export interface CitizenText {
  readonly da: string;
  readonly en: string;
}

export interface ErrorEntry {
  /** For operators and integrators, English. Never holds data of a request. */
  readonly message: string;
  readonly citizen: CitizenText;
  readonly httpStatus: number;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** Release that introduced the code. A code is never renamed or reused. */
  readonly since: string;
}

const notFetched: CitizenText = {
  da: 'Vi kan ikke hente dine oplysninger fra myndigheden lige nu. Prøv igen senere.',
  en: 'We cannot get your information from the authority right now. Try again later.',
};
const notLoggedIn: CitizenText = { da: 'Log ind for at se dit overblik.', en: 'Log in to see your overview.' };
const pageFault: CitizenText = {
  da: 'Siden sendte en forespørgsel, som vi ikke kan besvare.',
  en: 'The page sent a request that we cannot answer.',
};
const tryLater: CitizenText = {
  da: 'Der er travlt lige nu. Prøv igen om lidt.',
  en: 'We are busy right now. Try again in a moment.',
};

function entry(httpStatus: number, retryable: boolean, message: string, citizen: CitizenText): ErrorEntry {
  return { message, citizen, httpStatus, retryable, since: '0.1.0' };
}

/**
 * Every error that leaves an app. Texts come from here and nowhere else, so no personal data can enter them.
 * `docs/errors.md` is generated from this table.
 */
export const ERROR_CATALOGUE = {
  // Who asks
  TOKEN_MISSING: entry(401, false, 'The Authorization header with a bearer token is missing.', notLoggedIn),
  TOKEN_INVALID: entry(401, false, 'The access token is not valid here.', notLoggedIn),
  TOKEN_EXPIRED: entry(401, false, 'The access token has expired.', notLoggedIn),
  ASSURANCE_TOO_LOW: entry(
    401,
    false,
    'The login is below the required NSIS level; log in again at the level in acr_values.',
    { da: 'Log ind med et højere sikringsniveau.', en: 'Log in again at a higher assurance level.' },
  ),
  KEYS_UNAVAILABLE: entry(503, true, 'The keys of the identity provider are not available.', tryLater),
  SUBJECT_NOT_ALLOWED: entry(403, false, 'This entry serves private citizens, or test persons only.', notLoggedIn),

  // What is asked
  METHOD_NOT_ALLOWED: entry(405, false, 'Only POST is allowed here.', pageFault),
  CONTENT_TYPE_NOT_ACCEPTED: entry(415, false, 'Send application/json in UTF-8, not compressed.', pageFault),
  BODY_TOO_LARGE: entry(413, false, 'The request body is larger than allowed.', pageFault),
  BODY_INVALID: entry(400, false, 'The request body is not the JSON object that is expected here.', pageFault),
  OPERATION_NOT_ALLOWED: entry(
    400,
    false,
    'Only registered operations run here, named by their document id. Try others in the sandbox.',
    pageFault,
  ),
  OPERATION_INVALID: entry(400, false, 'The GraphQL document is not valid against the schema.', pageFault),
  OPERATION_TOO_COMPLEX: entry(
    400,
    false,
    'The GraphQL document exceeds a limit on tokens, depth, aliases, directives or the time to plan it.',
    pageFault,
  ),
  FIELD_NOT_AUTHORISED: entry(403, false, 'The caller may not read this field; it was left out.', pageFault),
  VALUE_MISSING: entry(502, false, 'A field that always has a value came without one.', notFetched),
  VARIABLES_INVALID: entry(400, false, 'The variables do not fit the operation.', pageFault),
  INPUT_INVALID: entry(400, false, 'The input is not valid; the named fields say why.', pageFault),
  NOT_FOUND: entry(404, false, 'There is nothing at this address.', pageFault),
  TOO_BUSY: entry(503, true, 'The gateway is at its limit of concurrent requests.', tryLater),

  // What an authority did, as the gateway sees it
  AUTHORITY_TIMEOUT: entry(504, true, 'The authority did not answer within its time limit.', notFetched),
  AUTHORITY_UNREACHABLE: entry(502, true, 'The authority cannot be reached.', notFetched),
  AUTHORITY_BUSY: entry(503, true, 'Too many calls to the authority are under way.', notFetched),
  AUTHORITY_SKIPPED: entry(503, true, 'The authority has failed repeatedly and is not asked for a while.', notFetched),
  AUTHORITY_BAD_STATUS: entry(502, true, 'The authority answered with an HTTP error.', notFetched),
  AUTHORITY_BAD_CONTENT_TYPE: entry(502, false, 'The authority answered with something other than JSON.', notFetched),
  AUTHORITY_BAD_JSON: entry(502, false, 'The answer of the authority is not well-formed JSON.', notFetched),
  AUTHORITY_BAD_SHAPE: entry(502, false, 'The answer of the authority does not have the agreed shape.', notFetched),
  AUTHORITY_TOO_LARGE: entry(502, false, 'The answer of the authority is larger than allowed.', notFetched),
  AUTHORITY_TOO_DEEP: entry(502, false, 'The answer of the authority is nested deeper than allowed.', notFetched),
  AUTHORITY_REDIRECTED: entry(
    502,
    false,
    'The authority answered with a redirect, which is never followed.',
    notFetched,
  ),
  AUTHORITY_ERROR: entry(502, true, 'The authority reported an error for this field.', notFetched),
  AUTHORITY_SUBJECT_MISMATCH: entry(
    502,
    false,
    'The answer of the authority is not about the person asked for.',
    notFetched,
  ),
  AUTHORITY_QUARANTINED: entry(503, false, 'The authority answered about another person and is not asked.', notFetched),
  AUTHORITY_CLOSED: entry(503, true, 'The authority is closed at this time.', {
    da: 'Myndigheden holder planlagt lukket.',
    en: 'The authority is closed as planned.',
  }),
  AUTHORITY_NOT_CONNECTED: entry(503, false, 'The authority is not connected: no address or no agreement in force.', {
    da: 'Myndigheden viser ikke disse oplysninger her.',
    en: 'The authority does not show this information here.',
  }),
  CLIENT_GONE: entry(499, false, 'The client left before the answer was ready.', pageFault),

  // What an authority's source did, as its subgraph sees it
  SOURCE_UNAVAILABLE: entry(503, true, 'The source did not answer in time or cannot be reached.', notFetched),
  SOURCE_CLOSED: entry(503, true, 'The source is closed at this time.', {
    da: 'Myndigheden holder planlagt lukket.',
    en: 'The authority is closed as planned.',
  }),
  SOURCE_REPLY_INVALID: entry(502, false, 'The reply of the source does not have the agreed shape.', notFetched),
  SUBJECT_MISMATCH: entry(502, false, 'The reply of the source is about another person.', notFetched),
  DIRECT_CALL_REFUSED: entry(
    401,
    false,
    'The subgraph answers its gateway only, with a token for this authority.',
    pageFault,
  ),
  SUBJECT_NOT_ASKED: entry(403, false, 'The key in the query is not the subject of the token.', pageFault),

  // Ours
  INTERNAL: entry(500, false, 'Internal error.', tryLater),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
