import type { Server, ServerResponse } from 'node:http';

/** For requests that are under way when the server is told to stop, milliseconds. */
const DRAIN_MS = 5_000;

/**
 * Prepares a server for its end. The returned function takes no more requests, waits for those under way, and closes each
 * connection when it has nothing more to say; what is not done in time is cut off.
 */
export function prepareDraining(server: Server): () => Promise<void> {
  let isDraining = false;
  server.on('request', (_, response: ServerResponse) => {
    // A connection counts as idle only after its response has closed.
    response.once('close', () => isDraining && setImmediate(() => server.closeIdleConnections()));
  });
  return async () => {
    isDraining = true;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(timer);
  };
}
