import type { IncomingMessage } from 'node:http';
import { ExposureError } from '@app/errors';
import { parse as parseJson } from 'secure-json-parse';

export const MAX_BODY_BYTES = 65_536;

export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

const KNOWN_KEYS = new Set(['query', 'variables', 'operationName', 'extensions']);

/**
 * Reads the body of a GraphQL request: one JSON object, UTF-8, not compressed, at most 64 kB.
 *
 * Errors: `CONTENT_TYPE_NOT_ACCEPTED`, `BODY_TOO_LARGE`, `BODY_INVALID`.
 */
export async function readGraphQLRequest(request: IncomingMessage, signal: AbortSignal): Promise<GraphQLRequest> {
  requireJson(request);
  const bytes = await readBytes(request, signal);
  return toGraphQLRequest(parseBody(bytes));
}

function requireJson(request: IncomingMessage): void {
  const [type, ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (type?.trim() !== 'application/json' || !isUtf8 || encoding !== 'identity') {
    throw new ExposureError('CONTENT_TYPE_NOT_ACCEPTED');
  }
}

async function readBytes(request: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new ExposureError('BODY_TOO_LARGE');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bodyBytes = 0;
    const stop = (error: ExposureError): void => {
      request.off('data', onData);
      request.pause();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      bodyBytes += chunk.length;
      if (bodyBytes > MAX_BODY_BYTES) stop(new ExposureError('BODY_TOO_LARGE'));
      else chunks.push(chunk);
    };
    const onAbort = (): void =>
      stop(
        signal.reason instanceof ExposureError ? signal.reason : new ExposureError('BODY_INVALID', { reason: 'late' }),
      );
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => stop(new ExposureError('CLIENT_GONE')));
    request.once('error', () => stop(new ExposureError('CLIENT_GONE')));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function parseBody(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parseJson(text, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    // The parser's own error quotes the text.
    throw new ExposureError('BODY_INVALID');
  }
}

function toGraphQLRequest(body: unknown): GraphQLRequest {
  if (!isRecord(body) || Object.keys(body).some((key) => !KNOWN_KEYS.has(key))) throw new ExposureError('BODY_INVALID');
  const { query, variables = {}, operationName } = body;
  const isNamed = operationName === undefined || operationName === null || typeof operationName === 'string';
  if (typeof query !== 'string' || query === '' || !isRecord(variables ?? {}) || !isNamed) {
    throw new ExposureError('BODY_INVALID');
  }
  return { query, variables: isRecord(variables) ? variables : {}, operationName: operationName ?? undefined };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
