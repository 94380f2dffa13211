import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger, Metrics } from '@app/telemetry';
import type { Sources } from '../source/sources.js';

export interface OperationsServerOptions {
  readonly metrics: Metrics;
  readonly sources: Sources;
  readonly logger: Logger;
}

/**
 * The operators' port, never reachable from outside: `GET /metrics`, and `POST /sources/<name>/release`, which ends a
 * source's quarantine. Everything else is 404.
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

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const { method, url = '' } = request;
    const [, name] = /^\/sources\/([a-z-]+)\/release$/.exec(url) ?? [];
    if (method === 'GET' && url === '/metrics') await this.sendMetrics(response);
    else if (method === 'POST' && name !== undefined && this.release(name)) response.writeHead(204).end();
    else response.writeHead(404).end();
  }

  private release(name: string): boolean {
    const { sources, logger } = this.options;
    const isKnown = sources.release(name);
    if (isKnown) logger.warn({ source: name }, 'source released by an operator');
    return isKnown;
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
