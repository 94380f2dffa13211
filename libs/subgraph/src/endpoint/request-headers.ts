import type { IncomingMessage } from 'node:http';

/** The gateway always sends its remaining time; without the header a request gets this much. */
const DEFAULT_DEADLINE_MS = 2_000;
const MAX_DEADLINE_MS = 30_000;

/** Kept back from the gateway's time, so that what is there still arrives when one source is too slow. */
export const ANSWER_MARGIN_MS = 30;

/** Time that the gateway still has, milliseconds (`x-request-deadline-ms`). */
export function readDeadlineMs(request: IncomingMessage): number {
  const text = request.headers['x-request-deadline-ms'];
  if (typeof text !== 'string' || !/^\d{1,9}$/.test(text)) return DEFAULT_DEADLINE_MS;
  return Math.min(Number(text), MAX_DEADLINE_MS);
}

/** Name of the transaction, for logs. Anything unlike a generated id is not taken over. */
export function readTransactionId(request: IncomingMessage): string | undefined {
  const text = request.headers['x-transaction-id'];
  return typeof text === 'string' && /^[\w-]{8,64}$/.test(text) && !/\d{10}/.test(text) ? text : undefined;
}
