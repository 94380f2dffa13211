import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { AuthorityName, CprNumber } from '@app/domain';
import {
  ExchangeTokenVerifier,
  RemoteKeySet,
  readBearerToken,
  recordOwnerOf,
  type ExchangedSubject,
} from '@app/identity';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { recordsOf } from './records.js';

/** One call of the gateway. */
export interface AuthorityCall {
  readonly method: string;
  readonly address: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
  /** Settles when the connection of the call is gone or the answer is out; tells whether the gateway hung up. */
  readonly hungUp: Promise<boolean>;
}

type Entity = Record<string, unknown> | null;
export interface EntityAnswer {
  data?: { _entities: Entity[] } | null;
  errors?: unknown;
}

/** What an authority does with a call. `honest` is what it would have answered. */
export type Behaviour = (
  response: ServerResponse,
  call: { readonly request: IncomingMessage; readonly honest: EntityAnswer },
) => void | Promise<void>;

/** An authority over HTTP: lets in the gateway's tokens only, answers about the person in the token, unless told otherwise. */
export class FakeAuthority implements AsyncDisposable {
  readonly calls: AuthorityCall[] = [];
  /** Why calls were refused; none is in a good test. */
  readonly refusals: unknown[] = [];
  readonly recordOwnerKey = randomBytes(32);
  behaviour: Behaviour = honestly;
  /** What is on record about a citizen. */
  records: (cprNumber: CprNumber) => Readonly<Record<string, unknown>>;
  private verifier: ExchangeTokenVerifier | undefined;
  private readonly schema: GraphQLSchema;
  private awaitedCall = Promise.withResolvers<AuthorityCall>();

  private constructor(
    readonly name: AuthorityName,
    private readonly server: Server,
    contractsDir: string,
  ) {
    this.records = (cprNumber) => recordsOf(name, cprNumber);
    const sdl = readFileSync(path.join(contractsDir, name, 'schema.graphql'), 'utf8');
    this.schema = buildSubgraphSchema([
      {
        typeDefs: parse(sdl),
        resolvers: { Citizen: { __resolveReference: (key: object, on: object) => ({ ...key, ...on }) } },
      },
    ]);
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(name: AuthorityName, contractsDir: string): Promise<FakeAuthority> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeAuthority(name, server, contractsDir);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  /** Tells the authority which gateway to let in. */
  trust(issuer: string, jwksUrl: string): void {
    this.verifier = new ExchangeTokenVerifier({ issuer, authority: this.name, keys: new RemoteKeySet({ jwksUrl }) });
  }

  /** The next call, however it ends. */
  nextCall(): Promise<AuthorityCall> {
    return this.awaitedCall.promise;
  }

  /** Verifies a token as this authority does. */
  subjectOf(call: AuthorityCall): Promise<ExchangedSubject> {
    if (this.verifier === undefined) throw new TypeError('the authority knows no gateway yet');
    return this.verifier.verify(readBearerToken(call.headers.authorization));
  }

  recordOwner(cprNumber: CprNumber): string {
    return recordOwnerOf(this.recordOwnerKey, cprNumber);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/health/ready') {
      response.writeHead(200).end();
      return;
    }
    const hungUp = new Promise<boolean>((resolve) => response.once('close', () => resolve(!response.writableFinished)));
    const { method = '', url: address = '', headers, rawHeaders } = request;
    const call = { method, address, headers, rawHeaders, text: await textOf(request), hungUp };
    this.calls.push(call);
    const waiting = this.awaitedCall;
    this.awaitedCall = Promise.withResolvers();
    waiting.resolve(call);
    try {
      const subject = await this.subjectOf(call);
      await this.behaviour(response, { request, honest: await this.execute(call.text, subject) });
    } catch (thrown) {
      this.refusals.push(thrown);
      response.writeHead(401).end();
    }
  }

  private async execute(text: string, { cprNumber, citizenId }: ExchangedSubject): Promise<EntityAnswer> {
    const { query, variables } = JSON.parse(text) as {
      query: string;
      variables: { representations: { __typename: string; id: string }[] };
    };
    if (variables.representations.some(({ id }) => id !== citizenId)) throw new Error('asked about somebody else');
    const onRecord = { recordOwner: this.recordOwner(cprNumber), ...this.records(cprNumber) };
    const result = await graphql({
      schema: this.schema,
      source: query,
      variableValues: variables,
      contextValue: onRecord,
    });
    return JSON.parse(JSON.stringify(result)) as EntityAnswer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Answers the truth. */
export const honestly: Behaviour = (response, { honest }) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(honest));
};

/** Answers the truth with changes. */
export const answering =
  (change: (honest: EntityAnswer) => unknown): Behaviour =>
  (response, { honest }) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(change(honest)));
  };

/** Answers the truth with changes in what it says about the citizen. */
export const changing = (change: (entity: Record<string, unknown>) => Entity): Behaviour =>
  answering((honest) => ({
    ...honest,
    data: { _entities: (honest.data?._entities ?? []).map((entity) => (entity === null ? null : change(entity))) },
  }));

/** Answers with these very bytes. */
export const sending =
  (body: string | Buffer, headers: Readonly<Record<string, string | string[]>> = {}, status = 200): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
