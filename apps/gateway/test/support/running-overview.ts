import { createInThreadPlanner } from '@app/federation';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as sendRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { createLogger } from '@app/telemetry';
import { parseDocument } from 'yaml';
import { readConfig } from '../../src/gateway.config.js';
import type { GatewayMutants } from '../../src/gateway.module.js';
import { startGateway, type RunningGateway } from '../../src/gateway-process.js';
import { FakeAuthority, type Behaviour } from './fake-authority.js';
import { FakeIdentityProvider } from './fake-identity-provider.js';
import { AASE } from './records.js';

/** Against tests that hang, not against machines that are busy. */
jest.setTimeout(60_000);

const ROOT = path.resolve(import.meta.dirname, '../../../..');
export const AUTHORITIES = ['cpr', 'skat', 'udbetaling-danmark'] as const;
export type TestAuthority = (typeof AUTHORITIES)[number];

export const DOCUMENT = readFileSync(path.join(ROOT, 'contracts/operations/personal-overview.graphql'), 'utf8');
export const DOCUMENT_ID = createHash('sha256').update(DOCUMENT).digest('hex');
/** Name of the gateway as issuer. Not its address: the port is known only when it runs. */
export const GATEWAY_ISSUER = 'http://gateway.test';

export interface OverviewOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Authorities that have an address; all of them if not given. */
  readonly connected?: readonly TestAuthority[];
  /** Changes in contract.yaml by authority, as paths and values. */
  readonly contracts?: Partial<
    Readonly<Record<TestAuthority, readonly (readonly [path: readonly string[], value: unknown])[]>>
  >;
  /** Further registered documents by name. */
  readonly operations?: Readonly<Record<string, string>>;
  readonly mutants?: GatewayMutants;
  /** The identity provider is down when the gateway starts. */
  readonly isProviderDown?: boolean;
}

export interface SourceStatus {
  readonly authority: string;
  readonly name: { readonly da: string; readonly en: string };
  readonly state: string;
  readonly fetchedAt: string | null;
  readonly retryAt: string | null;
  readonly affects: readonly string[];
  readonly missing: readonly string[];
  readonly code: string | null;
  readonly text: { readonly da: string; readonly en: string } | null;
}

interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: unknown;
  readonly extensions: { readonly code: string; readonly authority?: string } & Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly AnswerError[];
    readonly extensions?: { readonly transactionId: string };
  };
}

export interface RequestOptions {
  readonly method?: string;
  readonly token?: string | undefined;
  /** Several values: the header is sent several times. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Sent as it is when it is text or bytes, as JSON otherwise. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The real gateway in this process, with an identity provider and authorities that the test controls. */
export class RunningOverview implements AsyncDisposable {
  private constructor(
    readonly gateway: RunningGateway,
    readonly provider: FakeIdentityProvider,
    readonly authorities: ReadonlyMap<TestAuthority, FakeAuthority>,
    /** The test's own copy of the contracts. */
    readonly contractsDir: string,
    private readonly lines: readonly string[],
    private readonly world: AsyncDisposableStack,
  ) {}

  /** Errors: whatever the gateway cannot start for; nothing is left running then. */
  static async start(options: OverviewOptions = {}): Promise<RunningOverview> {
    await using world = new AsyncDisposableStack();
    const folder = mkdtempSync(path.join(tmpdir(), 'gateway-'));
    world.defer(() => rmSync(folder, { recursive: true, force: true }));
    const contractsDir = patientContracts(folder, options);
    const provider = world.use(await FakeIdentityProvider.start());
    provider.isDown = options.isProviderDown ?? false;
    const authorities = new Map<TestAuthority, FakeAuthority>();
    for (const name of AUTHORITIES) {
      const authority = world.use(await FakeAuthority.start(name, contractsDir));
      writeFileSync(path.join(folder, `${name}.key`), authority.recordOwnerKey.toString('base64'));
      authorities.set(name, authority);
    }
    const urls = (options.connected ?? AUTHORITIES).map((name) => `${name}=${authorities.get(name)!.url}`);
    const config = readConfig({
      GATEWAY_PORT: '0',
      GATEWAY_OPERATIONS_PORT: '0',
      GATEWAY_PUBLIC_URL: GATEWAY_ISSUER,
      GATEWAY_CONTRACTS_DIR: contractsDir,
      GATEWAY_AUTHORITY_URLS: urls.join(','),
      GATEWAY_RECORD_OWNER_KEYS_DIR: folder,
      GATEWAY_IDP_ISSUER: provider.issuer,
      GATEWAY_PAGE_BUDGET_MS: '10000',
      GATEWAY_STOP_DELAY_MS: '0',
      ...options.variables,
    });
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ app: 'gateway', level: 'debug', destination });
    const gateway = await startGateway(config, logger, {
      ...(options.mutants === undefined ? {} : { mutants: options.mutants }),
      // The thread's file is compiled for processes, not for Jest; planning is the same without it.
      createPlanner: createInThreadPlanner,
    });
    world.defer(() => gateway.stop());
    for (const authority of authorities.values())
      authority.trust(GATEWAY_ISSUER, `http://127.0.0.1:${gateway.port}/.well-known/jwks.json`);
    return new RunningOverview(gateway, provider, authorities, contractsDir, lines, world.move());
  }

  authority(name: TestAuthority): FakeAuthority {
    return this.authorities.get(name)!;
  }

  /** Makes all authorities do this from now on. */
  setBehaviour(behaviour: Behaviour): void {
    for (const authority of this.authorities.values()) authority.behaviour = behaviour;
  }

  /** Calls to all authorities so far. */
  get calls(): number {
    return [...this.authorities.values()].reduce((sum, { calls }) => sum + calls.length, 0);
  }

  /** All that operators can read. */
  get log(): string {
    return this.lines.join('');
  }

  /** Lines of the log that somebody must look at. */
  get alarms(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ alarm }) => alarm);
  }

  /** Lines of the log with this message. */
  logged(message: string): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === message);
  }

  /** State of an authority's breaker, as everybody can see it. */
  async breakerOf(authority: TestAuthority): Promise<string | undefined> {
    const { text } = await this.send('/health/sources');
    const { sources } = JSON.parse(text) as { sources: { authority: string; breaker: string }[] };
    return sources.find((source) => source.authority === authority)?.breaker;
  }

  /** The personal overview as the page asks for it. */
  async overview(token?: string): Promise<Answer> {
    return this.post('/graphql', {
      token: token ?? (await this.provider.token(AASE)),
      body: { documentId: DOCUMENT_ID },
    });
  }

  async sandbox(query: string, more: object = {}, token?: string): Promise<Answer> {
    const body = { query, ...more };
    return this.post('/sandbox/graphql', { token: token ?? (await this.provider.token(AASE)), body });
  }

  post(address: string, options: RequestOptions): Promise<Answer> {
    return this.send(address, { method: 'POST', ...options });
  }

  /** Over a connection of its own. */
  send(address: string, { method = 'GET', token, headers, body, signal }: RequestOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = sendRequest({
        host: '127.0.0.1',
        port: this.gateway.port,
        path: address,
        method,
        agent: false,
        ...(signal === undefined ? {} : { signal }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: bodyOf(text) });
        });
      });
      request.end(
        typeof body === 'string' || Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body),
      );
    });
  }

  /** Sends these very bytes and returns all that comes back until the gateway hangs up. */
  exchange(bytes: string | Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.gateway.port, '127.0.0.1', () => socket.write(bytes));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', reject);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    });
  }

  /** The operators' port. */
  async operations(method: string, address: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`http://127.0.0.1:${this.gateway.operationsPort}${address}`, { method });
    return { status: response.status, text: await response.text() };
  }

  /** What must hold after every request, good or bad (reliability.md §6, common assertions). */
  async expectUnharmed(answer?: Answer, planted: readonly string[] = []): Promise<void> {
    if (answer !== undefined) this.expectUnharmedSoFar(answer, planted);
    const next = await this.overview();
    expect(statesOf(next)).toEqual({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
    expect(next.status).toBe(200);
  }

  /** The same before the next request. */
  expectUnharmedSoFar(answer: Answer, planted: readonly string[] = []): void {
    expectNothingInternal(answer, planted);
    this.expectSilentLog();
    for (const secret of planted) expect(this.log).not.toContain(secret);
  }

  /** The log holds no person and no token, and not because the mask had to take one out. */
  expectSilentLog(): void {
    expect(this.log).not.toMatch(/\[cpr\]|\[token\]|(?<![0-9a-f-])\d{6}-?\d{4}(?![0-9a-f-])|ey[JA]/);
  }

  /** Stops the gateway first, while those it talks to are still there. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.world.disposeAsync();
  }
}

/** Nothing of how the system is built, of other systems, or of what a test planted. */
export function expectNothingInternal({ text }: Answer, planted: readonly string[] = []): void {
  expect(text).not.toMatch(
    /\\n\s+at |:\d+:\d+\)|node:|node_modules|127\.0\.0\.1|localhost|http:\/\/|ECONN|UND_ERR|\.[tj]s\b/,
  );
  for (const secret of planted) expect(text).not.toContain(secret);
}

export function statesOf({ body }: Answer): Record<string, string> {
  return Object.fromEntries(sourcesIn(body).map(({ authority, state }) => [authority, state]));
}

export function sourceOf({ body }: Answer, authority: string): SourceStatus {
  const source = sourcesIn(body).find((status) => status.authority === authority);
  if (source === undefined) throw new Error(`the answer says nothing of ${authority}`);
  return source;
}

/** The field `sources` of an answer; nothing where it was not asked for. */
function sourcesIn({ data }: Answer['body']): readonly SourceStatus[] {
  return (data?.['sources'] ?? []) as readonly SourceStatus[];
}

/** What an answer shows, without the instants at which it was fetched. */
export function shownIn({ body }: Answer): object {
  return { me: body.data?.['me'], sources: sourcesIn(body).map(({ fetchedAt: _, ...source }) => source) };
}

export function codeOf({ body }: Answer): string | undefined {
  return body.errors?.[0]?.extensions.code;
}

/** A field of `me`. */
export function sectionOf({ body }: Answer, name: string): unknown {
  return (body.data?.['me'] as Readonly<Record<string, unknown>> | undefined)?.[name];
}

/**
 * The repository's contracts with the longest time limits, so that a busy machine does not look like a slow authority,
 * and with the test's own changes.
 */
function patientContracts(folder: string, { contracts = {}, operations = {} }: OverviewOptions): string {
  const contractsDir = path.join(folder, 'contracts');
  cpSync(path.join(ROOT, 'contracts'), contractsDir, { recursive: true });
  for (const authority of AUTHORITIES) {
    const file = path.join(contractsDir, authority, 'contract.yaml');
    const contract = parseDocument(readFileSync(file, 'utf8'));
    contract.setIn(['service', 'timeLimitMs'], 2_000);
    for (const [at, value] of contracts[authority] ?? []) contract.setIn(at, value);
    writeFileSync(file, contract.toString());
  }
  for (const [name, document] of Object.entries(operations))
    writeFileSync(path.join(contractsDir, 'operations', `${name}.graphql`), document);
  return contractsDir;
}

function bodyOf(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {};
  }
}
