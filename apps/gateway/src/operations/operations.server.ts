import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Authorities } from '../authorities/authorities.service.js';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';

/**
 * The operators' port, never reachable from outside: `GET /metrics`, and `POST /authorities/<name>/release`, which ends a
 * quarantine. Everything else is 404.
 */
export class OperationsServer {
  private readonly server: Server;

  constructor(
    private readonly metrics: GatewayMetrics,
    private readonly authorities: Authorities,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** Returns the port that is listened on. */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async sendMetrics(response: ServerResponse): Promise<void> {
    try {
      const text = await this.metrics.text();
      response.setHeader('content-type', this.metrics.contentType);
      response.end(text);
    } catch {
      // A figure could not be read; the next scrape may succeed.
      response.writeHead(500).end();
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const [, name] = /^\/authorities\/([a-z-]+)\/release$/.exec(request.url ?? '') ?? [];
    const entry = name === undefined ? undefined : this.authorities.find(name);
    if (request.method === 'GET' && request.url === '/metrics') {
      await this.sendMetrics(response);
    } else if (request.method === 'POST' && entry !== undefined) {
      entry.authority.release();
      response.writeHead(204).end();
    } else {
      response.writeHead(404).end();
    }
  }
}
