import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Patience with clients, milliseconds (reliability.md §7.4). */
export interface ServerPatience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** How often the two above are looked at. */
  readonly checkMs: number;
}

/** `keepAliveMs`: above the idle time of common load balancers, so that they close first and never send into a closed connection. */
const PATIENCE: ServerPatience = { headersMs: 10_000, requestMs: 15_000, keepAliveMs: 65_000, checkMs: 1_000 };

export interface PublicServerOptions {
  readonly patience?: ServerPatience;
  /**
   * Who answers at a path, with or without a query. All others, other spellings of it included, go to whom the server
   * had before. Spares what is asked most a framework that has nothing to add.
   */
  readonly routes?: ReadonlyMap<string, RequestListener>;
}

/** The server of the public entry: hangs up on clients that dawdle, and stops without cutting anybody off. */
export class PublicServer {
  private readonly underWay = new Set<ServerResponse>();
  /** Every answer is the last one of its connection. */
  private isStopping = false;
  /** Nobody is let in any more. */
  private isClosed = false;

  /** Before the server listens. */
  constructor(
    private readonly server: Server,
    { patience = PATIENCE, routes = new Map<string, RequestListener>() }: PublicServerOptions = {},
  ) {
    server.headersTimeout = patience.headersMs;
    server.requestTimeout = patience.requestMs;
    server.keepAliveTimeout = patience.keepAliveMs;
    // An option of `createServer`, which Nest calls without options; the server reads it when it starts to listen.
    Object.assign(server, { connectionsCheckingInterval: patience.checkMs });
    const others = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.note(response);
      const handle = routes.get(pathOf(request));
      if (handle !== undefined) handle(request, response);
      else for (const other of others) Reflect.apply(other, server, [request, response]);
    });
  }

  /**
   * Goes on answering for `delayMs`, so that nobody who has not heard of the stop meets a closed door, but ends every
   * connection with its next answer. Then takes no new connection and answers what is under way; what is left after
   * `limitMs` is cut off.
   */
  async drain({ delayMs, limitMs }: { readonly delayMs: number; readonly limitMs: number }): Promise<void> {
    this.isStopping = true;
    for (const response of this.underWay) lastOfItsConnection(response);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    this.isClosed = true;
    await new Promise<void>((resolve) => {
      const giveUp = setTimeout(() => this.server.closeAllConnections(), limitMs);
      this.server.close(() => {
        clearTimeout(giveUp);
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }

  private note(response: ServerResponse): void {
    this.underWay.add(response);
    response.once('close', () => {
      this.underWay.delete(response);
      // An answer that had begun could not say that it was the last one.
      // Not before the door is closed: a connection whose request is still on its way counts as idle.
      if (this.isClosed) setImmediate(() => this.server.closeIdleConnections());
    });
    if (this.isStopping) lastOfItsConnection(response);
  }
}

/** Otherwise the connection would be kept for the next request, and the stop would wait for it. */
function lastOfItsConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

function pathOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at === -1 ? url : url.slice(0, at);
}
