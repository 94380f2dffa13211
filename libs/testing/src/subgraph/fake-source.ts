import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** The same number for requests over the same connection. */
  readonly connection: number | undefined;
}

/** What the fake does with a request. `json` sets the content type; `text` does not. */
export type FakeReply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly text: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers. */
  | 'hang'
  /** Sends the headers and then nothing. */
  | 'headers only'
  /** Cuts the connection. */
  | 'reset';

/** A source over HTTP that does what the test says, and remembers what it was asked. */
export class FakeSource implements AsyncDisposable {
  readonly requests: FakeRequest[] = [];
  /** Connections that were cut by the other side before the answer was out. */
  hangUps = 0;

  private constructor(
    private readonly server: Server,
    public answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>,
  ) {
    server.on('request', (request, response) => void this.respond(request, response));
  }

  static async start(answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>): Promise<FakeSource> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeSource(server, answer);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.once('close', () => {
      if (!response.writableFinished) this.hangUps += 1;
    });
    const { method = '', url = '', headers } = request;
    const asked = { method, url, headers, connection: request.socket.remotePort, body: await bodyOf(request) };
    this.requests.push(asked);
    const reply = await this.answer(asked);
    if (reply === 'hang') return;
    if (reply === 'reset') request.socket.destroy();
    else if (reply === 'headers only') response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    else send(response, reply);
  }
}

function send(response: ServerResponse, reply: Exclude<FakeReply, string>): void {
  const isJson = 'json' in reply;
  response.writeHead(reply.status ?? 200, {
    ...(isJson && { 'content-type': 'application/json; charset=utf-8' }),
    ...reply.headers,
  });
  response.end(isJson ? JSON.stringify(reply.json) : reply.text);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
