import { ERROR_CATALOGUE } from '@app/errors';
import type { CompleteExecution } from '../ports/execution.js';
import type { JsonMediaType } from './delivery.js';

/**
 * HTTP status of an answer in one piece to a well-formed request.
 *
 * `application/graphql-response+json`: 200 as soon as there is `data`, also partial or null; else what the catalogue says of
 * the first error, 400 for a document or variables that are wrong. `application/json`: always 200, because its clients take
 * other statuses for somebody else's answer.
 * Note:   the edition of September 2026 recommends 294 for data with errors and 422 for what does not validate. Proxies
 *         and most servers do not know these yet, and to clients they say nothing that the body does not say; it allows ours.
 * Source: GraphQL over HTTP, "Status Codes"; audits of graphql-http 1.23.
 */
export function statusOf({ data, errors }: CompleteExecution, mediaType: JsonMediaType): number {
  if (data !== undefined || mediaType === 'application/json') return 200;
  return ERROR_CATALOGUE[errors[0]?.code ?? 'INTERNAL'].httpStatus;
}
