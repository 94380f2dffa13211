import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OperationsServerOptions {
  readonly metrics: ReadableMetrics;
  /** What operators can let in again, at `POST /<kind>/<name>/release`. */
  readonly releases?: Releases;
  /** What else operators can have done, by its address, at `POST`. */
  readonly actions?: ReadonlyMap<string, () => Promise<ActionResult>>;
}

/** What an action did, or why it did not. */
export interface ActionResult {
  readonly status: number;
  /** Sent as JSON; holds no personal data. */
  readonly body: object;
}

/** Figures as a scraper reads them. */
export interface ReadableMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface Releases {
  /** Part of the address: `sources`. */
  readonly kind: string;
  /** Ends the quarantine of the one that bears the name; `false` when there is none. */
  release(name: string): boolean;
}

/**
 * The operators' port, never reachable from outside: `GET /metrics`, and what can be released or done. Everything else is 404.
 * Never keeps the process alive.
 */
export class OperationsServer {
  private readonly server: Server;

  constructor(private readonly options: OperationsServerOptions) {
    const limits = { requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 8_192 };
    this.server = createServer(limits, (request, response) => void this.answer(request, response));
    this.server.unref();
  }

  /** Returns the port that is listened on. Errors: Node's error when it cannot be had (`EADDRINUSE`). */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** Also ends connections that clients keep. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const { method, url = '' } = request;
    const action = method === 'POST' ? this.options.actions?.get(url) : undefined;
    if (action !== undefined) await this.act(action, response);
    else if (method === 'GET' && url === '/metrics') await this.sendMetrics(response);
    else response.writeHead(method === 'POST' && this.release(url) ? 204 : 404).end();
  }

  private async act(action: () => Promise<ActionResult>, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = await action();
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    } catch {
      response.writeHead(500).end(); // actions tell why they fail; this one could not
    }
  }

  private release(url: string): boolean {
    const [, kind, name] = /^\/([a-z]+)\/([a-z-]+)\/release$/.exec(url) ?? [];
    const { releases } = this.options;
    return releases !== undefined && name !== undefined && kind === releases.kind && releases.release(name);
  }

  private async sendMetrics(response: ServerResponse): Promise<void> {
    const { metrics } = this.options;
    try {
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
    } catch {
      response.writeHead(500).end(); // a gauge could not be read; the next scrape may succeed
    }
  }
}
