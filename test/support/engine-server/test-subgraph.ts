import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';

type SchemaModule = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number];
type Resolvers = NonNullable<Extract<SchemaModule, { typeDefs: unknown }>['resolvers']>;

export interface SubgraphDefinition {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

/** A subgraph on a port of its own: graphql-js over node:http. It can be made to hang. */
export class TestSubgraph implements AsyncDisposable {
  /** Requests that arrived. */
  asked = 0;
  private held: (() => void)[] | undefined;
  private readonly arrivals: (() => void)[] = [];
  private readonly departures: (() => void)[] = [];

  private constructor(
    readonly definition: SubgraphDefinition,
    private readonly schema: GraphQLSchema,
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(definition: SubgraphDefinition): Promise<TestSubgraph> {
    const schema = buildSubgraphSchema([{ typeDefs: parse(definition.sdl), resolvers: definition.resolvers }]);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestSubgraph(definition, schema, server);
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/graphql`;
  }

  /** Requests that wait for an answer because it hangs. */
  get hanging(): number {
    return this.held?.length ?? 0;
  }

  /** From now on nothing is answered, until it is released. */
  hang(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const proceed of held) proceed();
  }

  /** When the next request arrives. */
  nextArrival(): Promise<void> {
    return new Promise((resolve) => this.arrivals.push(resolve));
  }

  /** When a request ends for want of somebody who waits for its answer. */
  nextDeparture(): Promise<void> {
    return new Promise((resolve) => this.departures.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    response.once('close', () => {
      if (!response.writableFinished) for (const note of this.departures.splice(0)) note();
    });
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const held = this.held;
    if (held !== undefined) {
      const released = new Promise<void>((resolve) => held.push(resolve));
      for (const note of this.arrivals.splice(0)) note();
      await released;
    }
    const result = await graphql({ schema: this.schema, source: query, variableValues: variables ?? {} });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }
}
