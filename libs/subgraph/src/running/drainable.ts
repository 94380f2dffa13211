import type { Server, ServerResponse } from 'node:http';

/**
 * Lets a server finish its requests: no new connections, idle ones closed, each answer the last on its connection.
 * Nest's own `close` ends the modules first, and with them the sources that requests under way still wait for.
 */
export function drainable(server: Server): () => Promise<void> {
  const unanswered = new Set<ServerResponse>();
  let isDraining = false;
  const makeLast = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  server.prependListener('request', (_request, response: ServerResponse) => {
    unanswered.add(response);
    if (isDraining) makeLast(response);
    response.once('close', () => {
      unanswered.delete(response);
      if (isDraining) setImmediate(() => server.closeIdleConnections());
    });
  });
  return () =>
    new Promise((resolve) => {
      isDraining = true;
      for (const response of unanswered) makeLast(response);
      server.close(() => resolve());
      server.closeIdleConnections();
    });
}
