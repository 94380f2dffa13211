import type { DynamicModule } from '@nestjs/common';
import { systemClock, type CprNumber } from '@app/domain';
import type { ExchangeRequest } from '@app/identity';
import {
  startSubgraph,
  type BrokenOnPurpose,
  type Rehearsal,
  type RunningSubgraph,
  type SubgraphConfig,
  type SubgraphTools,
} from '@app/subgraph';
import { createLogger } from '@app/telemetry';
import type { TestGateway } from './test-gateway.js';

/** More than any test needs, so that a busy machine fails no test. Tests of time limits say their own. */
const PATIENT_MS = 5_000;

export interface TestSubgraphOptions {
  readonly gateway: TestGateway;
  /** The authority's name. */
  readonly name: string;
  readonly module: (config: SubgraphConfig, tools: SubgraphTools) => DynamicModule;
  readonly sourceUrl: string;
  readonly config?: Partial<SubgraphConfig>;
  /** Played through before it listens; tests do without unless they are about it. */
  readonly rehearsal?: Rehearsal | undefined;
  /** Breaks a safety property, to see that a test notices. */
  readonly mutant?: BrokenOnPurpose | undefined;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** The answer's text; empty where the connection ended without one. */
  readonly text: string;
  /** `_entities[0]`, where there is one. */
  readonly entity: unknown;
  readonly errors: readonly { readonly path?: readonly unknown[]; readonly code: string; readonly opensAt?: string }[];
}

export interface AskOptions {
  readonly token?: Partial<ExchangeRequest>;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** An authority's subgraph as its own HTTP server on ports that the system chose, asked as the gateway asks. */
export class TestSubgraph implements AsyncDisposable {
  private constructor(
    private readonly running: RunningSubgraph,
    private readonly options: TestSubgraphOptions,
    /** Lines of the log so far. */
    readonly logs: readonly string[],
  ) {}

  static async start(options: TestSubgraphOptions): Promise<TestSubgraph> {
    const { gateway, name, module, sourceUrl, rehearsal, mutant: brokenOnPurpose } = options;
    const logs: string[] = [];
    const config: SubgraphConfig = {
      host: '127.0.0.1',
      port: 0,
      metricsPort: 0,
      logLevel: 'debug',
      contractsDir: 'contracts',
      gatewayIssuer: gateway.issuer,
      gatewayJwksUrl: gateway.jwksUrl,
      recordOwnerKey: gateway.recordOwnerKey,
      sourceUrl,
      sourceTimeLimitMs: 300,
      quarantineMs: 900_000,
      clock: systemClock,
      ...options.config,
    };
    const logger = createLogger({
      app: name,
      level: config.logLevel,
      destination: { write: (line) => void logs.push(line) },
    });
    const running = await startSubgraph({ name, config, module, logger, rehearsal, brokenOnPurpose });
    return new TestSubgraph(running, options, logs);
  }

  get url(): string {
    return `http://127.0.0.1:${this.running.port}`;
  }

  /** Asks for the citizen's fields with a valid token. `selection`: `recordOwner person { cprNumber }`. */
  async ask(cprNumber: CprNumber, selection: string, options: AskOptions = {}): Promise<Asked> {
    const id = options.token?.citizenId ?? 'test-citizen';
    return this.post(
      {
        query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${selection} } } }`,
        variables: { representations: [{ __typename: 'Citizen', id }] },
      },
      { ...options, token: await this.options.gateway.tokenFor(this.options.name, cprNumber, options.token) },
    );
  }

  /** Sends any body, with any token or none. */
  async post(
    body: unknown,
    options: Omit<AskOptions, 'token'> & { readonly token?: string; readonly headers?: Record<string, string> } = {},
  ): Promise<Asked> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-deadline-ms': String(options.deadlineMs ?? PATIENT_MS),
        ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
        ...options.headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(options.signal !== undefined && { signal: options.signal }),
    });
    return toAsked(response, await response.text());
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.running.metricsPort}/metrics`)).text();
  }

  /** Ends a source's quarantine as an operator does. Returns the HTTP status. */
  async release(source: string): Promise<number> {
    const address = `http://127.0.0.1:${this.running.metricsPort}/sources/${source}/release`;
    return (await fetch(address, { method: 'POST' })).status;
  }

  /** All that operators can see: log and metrics. For leak checks. */
  async traces(): Promise<string> {
    return `${this.logs.join('')}\n${await this.metrics()}`;
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.running.stop();
  }
}

interface GraphQLReply {
  readonly data?: { readonly _entities?: readonly unknown[] } | null;
  readonly errors?: readonly {
    readonly path?: readonly unknown[];
    readonly extensions: { code: string; opensAt?: string };
  }[];
}

function toAsked(response: Response, text: string): Asked {
  const reply: GraphQLReply = text.startsWith('{') ? (JSON.parse(text) as GraphQLReply) : {};
  const errors = (reply.errors ?? []).map(({ path, extensions: { code, opensAt } }) => ({
    ...(path !== undefined && { path }),
    code,
    ...(opensAt !== undefined && { opensAt }),
  }));
  return { status: response.status, headers: response.headers, text, entity: reply.data?._entities?.[0], errors };
}
