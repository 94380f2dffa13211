import { once } from 'node:events';
import { createServer, request as sendRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Entity = Record<string, unknown> | null;
export type Tampering = (entities: Entity[]) => Entity[];

/** An authority that lies: passes everything to the real subgraph and changes the entities on their way back. */
export class TamperingProxy implements AsyncDisposable {
  /** How the next answers are changed; unchanged when not set. */
  tampering: Tampering | undefined;
  /** Answers wait for it. */
  hold: Promise<void> | undefined;
  /** Calls so far, and those of them whose caller hung up before it was answered. */
  calls = 0;
  hungUp = 0;
  /** Origin of the real subgraph; known once the stack runs. */
  target = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TamperingProxy> {
    let proxy: TamperingProxy | undefined;
    const server = createServer((request, response) => {
      if (proxy !== undefined) proxy.calls += 1;
      response.on('close', () => {
        if (proxy !== undefined && !response.writableFinished) proxy.hungUp += 1;
      });
      void readAll(request).then((body) => {
        const { hostname, port } = new URL(proxy?.target ?? '');
        const forwarded = sendRequest(
          { hostname, port, path: request.url, method: request.method, headers: request.headers },
          (answer) => {
            void readAll(answer).then(async (text) => {
              await proxy?.hold;
              const changed = proxy?.change(text) ?? text;
              const { 'content-length': _length, ...headers } = answer.headers;
              response.writeHead(answer.statusCode ?? 502, headers).end(changed);
            });
          },
        );
        forwarded.on('error', () => response.destroy());
        forwarded.end(body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = new TamperingProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
    return proxy;
  }

  private change(text: string): string {
    if (this.tampering === undefined) return text;
    const body = JSON.parse(text) as { data?: { _entities?: Entity[] } };
    if (body.data?._entities === undefined) return text;
    return JSON.stringify({ ...body, data: { _entities: this.tampering(body.data._entities) } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function readAll(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
