import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { ExchangeTokenSigner, generateSigningKey } from '@app/identity';
import { createLogger, Metrics, type Logger } from '@app/telemetry';
import { Sources } from '../source/sources.js';
import { overviewPartOf } from './overview-part.js';
import { createSubgraph, type ModuleOf } from './subgraph-app.js';
import type { SubgraphConfig } from './subgraph-config.js';
import { SubgraphMetrics } from './subgraph-metrics.js';

/** What the app is asked and told while it rehearses. */
export interface Rehearsal {
  /** What its source answers about {@link NOBODY}. `body` is what was sent. */
  readonly reply: (path: string, body: unknown) => unknown;
}

export interface RehearsalOptions<Config extends SubgraphConfig> {
  readonly name: string;
  readonly config: Config;
  readonly module: ModuleOf<Config>;
  readonly logger: Logger;
  readonly rehearsal: Rehearsal;
}

/** A number that is never issued: the day of birth is 61 or more. */
export const NOBODY: CprNumber = requireNumber('6101709999');

/** By then the JIT has compiled what a request goes through most; more rounds gain little. */
const ROUNDS = 5;
/** On a machine that is too busy to rehearse, it is better to start. */
const LONGEST_MS = 1_500;
const CITIZEN_ID = 'rehearsal';
const SILENCE = { write: () => undefined };

/**
 * Runs the app once in full, over HTTP, with the overview's question about nobody, and throws that app away.
 *
 * It is another instance with a stage around it: keys, token, source, metrics and log are the stage's own, so nothing
 * that is real is asked, counted, judged or trusted. What remains is code that is loaded and compiled. A rehearsal that
 * fails is told to the log and keeps nobody from starting.
 */
export async function rehearse<Config extends SubgraphConfig>(options: RehearsalOptions<Config>): Promise<void> {
  const startedAt = performance.now();
  const tookMs = (): number => Math.round(performance.now() - startedAt);
  try {
    const rounds = await play(options, () => tookMs() < LONGEST_MS);
    options.logger.info({ rounds, tookMs: tookMs() }, 'rehearsed');
  } catch (error) {
    // Only the kind: a message might quote.
    const kind = error instanceof Error ? error.constructor.name : typeof error;
    options.logger.warn({ kind, reason: reasonOf(error), tookMs: tookMs() }, 'rehearsal failed');
  }
}

/** The rehearsal went otherwise than written. */
class RehearsalError extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'RehearsalError';
  }
}

async function play<Config extends SubgraphConfig>(
  { name, config, module, rehearsal }: RehearsalOptions<Config>,
  mayGoOn: () => boolean,
): Promise<number> {
  const query = overviewPartOf(config.contractsDir, name);
  if (query === undefined) return 0;
  const issuer = config.gatewayIssuer;
  const signer = new ExchangeTokenSigner({ issuer, key: await generateSigningKey(), cacheCapacity: 0 });
  await using stage = await Stage.build(signer, rehearsal);
  const logger = createLogger({ app: name, level: 'silent', destination: SILENCE });
  const metrics = new SubgraphMetrics(new Metrics(name));
  const staged = { ...config, ...stage.config };
  const app = await createSubgraph(module(staged, { logger, metrics, sources: new Sources() }), logger);
  const agent = new Agent({ keepAlive: true });
  try {
    const port = await app.listen('127.0.0.1', 0);
    let rounds = 0;
    // Once in any case: whatever is wrong with the app is found by the first.
    while (rounds === 0 || (rounds < ROUNDS && mayGoOn())) {
      await ask({ port, agent, query, token: await tokenFor(signer, name) });
      rounds += 1;
    }
    return rounds;
  } finally {
    agent.destroy();
    await app.stop();
  }
}

/** The gateway's keys and the source, as far as the rehearsal needs them. */
class Stage implements AsyncDisposable {
  private constructor(private readonly server: Server) {}

  static async build(signer: ExchangeTokenSigner, { reply }: Rehearsal): Promise<Stage> {
    const keys = JSON.stringify(signer.publicJwks());
    const server = createServer((question, response) => {
      response.setHeader('content-type', 'application/json');
      if (question.method === 'GET') return void response.end(keys);
      let body = '';
      question.setEncoding('utf8').on('data', (text: string) => (body += text));
      return void question.once('end', () => response.end(JSON.stringify(reply(question.url ?? '', JSON.parse(body)))));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Stage(server);
  }

  get config(): Pick<SubgraphConfig, 'gatewayJwksUrl' | 'sourceUrl' | 'recordOwnerKey' | 'sourceTimeLimitMs'> {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return {
      gatewayJwksUrl: `${url}/keys`,
      sourceUrl: url,
      recordOwnerKey: randomBytes(32),
      sourceTimeLimitMs: LONGEST_MS,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function tokenFor(signer: ExchangeTokenSigner, authority: string): Promise<string> {
  return signer.sign({
    authority,
    citizenId: CITIZEN_ID,
    cprNumber: NOBODY,
    acr: 'https://data.gov.dk/concept/core/nsis/Substantial',
    sessionReference: CITIZEN_ID,
    clientId: CITIZEN_ID,
    transactionId: CITIZEN_ID,
  });
}

interface Question {
  readonly port: number;
  readonly agent: Agent;
  readonly query: string;
  readonly token: string;
}

/** Errors: `RehearsalError` when the answer has errors. */
async function ask({ port, agent, query, token }: Question): Promise<void> {
  const variables = { representations: [{ __typename: 'Citizen', id: CITIZEN_ID }] };
  const question = request({
    agent,
    port,
    host: '127.0.0.1',
    path: '/graphql',
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-request-deadline-ms': String(LONGEST_MS),
    },
  });
  question.end(JSON.stringify({ query, variables }));
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    question.once('response', resolve).once('error', reject),
  );
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += String(part);
  if (response.statusCode !== 200) throw new RehearsalError(`status ${response.statusCode}`);
  if (text.includes('"errors"')) throw new RehearsalError('errors in the answer');
}

function reasonOf(error: unknown): string | undefined {
  return error instanceof RehearsalError ? error.reason : undefined;
}

function requireNumber(text: string): CprNumber {
  const number = parseCprNumber(text);
  if (number === undefined) throw new Error('not a person number');
  return number;
}
