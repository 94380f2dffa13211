import { ExposureError } from '@app/errors';
import { parse as parseJson } from 'secure-json-parse';

/** An answer of a source: HTTP status and parsed JSON, `undefined` where an error status came without JSON. */
export interface SourceReply {
  readonly status: number;
  readonly body: unknown;
}

/** Statuses with which a source answers the question. All others are failures: it could or would not. */
const ANSWERS = new Set([400, 404, 409, 410, 422]);

export function isAnswer(status: number): boolean {
  return (status >= 200 && status < 300) || ANSWERS.has(status);
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** `application/json` or a problem document, in UTF-8. */
export function isJson(contentType: unknown): boolean {
  if (typeof contentType !== 'string') return false;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  return (
    /^application\/([\w.-]+\+)?json$/.test(type.trim()) &&
    (charset === undefined || /^charset="?utf-8"?$/.test(charset))
  );
}

/**
 * Reads the text of a reply. Keys that would reach an object's prototype are refused.
 *
 * Errors: `SOURCE_REPLY_INVALID`; the parser's own message, which quotes the text, stays behind.
 */
export function parseReply(source: string, text: string): unknown {
  try {
    return parseJson(text, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw new ExposureError('SOURCE_REPLY_INVALID', { source, reason: 'malformed' });
  }
}
