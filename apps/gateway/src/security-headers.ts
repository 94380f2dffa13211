import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** What every answer says to browsers: take it for data only, and tell nobody where it came from. */
const HEADERS: readonly (readonly [name: string, value: string | number | readonly string[]])[] = headersOf(
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  }),
);

export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
}

/** They are the same for every answer, so helmet needs to say them once. */
function headersOf(middleware: ReturnType<typeof helmet>) {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  middleware(request, response, (thrown) => {
    if (thrown !== undefined) throw thrown;
  });
  return response.getHeaderNames().map((name) => [name, response.getHeader(name) ?? ''] as const);
}
