import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_POPULATION_SEED, findFreePorts, syntheticCitizen } from '@app/testing';
import { z } from 'zod';
import { limitPlanOf } from '../limit/limit-plan.js';
import type { DriverRequest } from '../measure/load-driver.js';
import type { Program } from '../measure/measured-process.js';
import { benchIdOf } from '../shapes/bench-citizen.js';
import { ENTRY, ENTRY_SDL, operationFor } from '../shapes/shape.js';
import type { BenchRig, Stage } from './bench-rig.js';
import type { GatewayContracts } from './contract-folders.js';

export const PEER_IDS = [
  'engine',
  'gateway',
  'gateway-returning',
  'apollo',
  'nest',
  'hive',
  'hive-rust',
  'grafbase',
  'limit',
  'limit-dispatch',
] as const;
export type PeerId = (typeof PEER_IDS)[number];

/** A server under test, together with how it is visited. */
export interface Peer {
  readonly id: PeerId;
  readonly name: string;
  readonly kind: 'ours' | 'other' | 'limit';
  /** Path of its GraphQL entry. */
  readonly path: string;
  /**
   * `none`: it knows no identity and is told the citizen by an argument. Otherwise requests bear tokens, `new` of a new
   * session each time, or of so many sessions that take turns.
   */
  readonly sessions: 'none' | 'new' | number;
  /** Calls that follow each other before a page is there. */
  readonly hops: number;
  /** Errors: `Error` that says why it cannot be started here. */
  program(rig: BenchRig, stage: Stage, options?: ProgramOptions): Promise<Program>;
}

export interface ProgramOptions {
  readonly nodeOptions?: readonly string[];
  /** Contracts of our gateway in place of those of the stage. */
  readonly contracts?: GatewayContracts;
}

/** For the long waits of a busy machine; where time limits are measured, the gateway has its own default. */
const PATIENT_BUDGET_MS = 10_000;
/** Citizens that take turns where there are no sessions. */
const CITIZENS = 256;

const gateway = {
  kind: 'ours',
  path: '/graphql',
  hops: 1,
  async program(rig: BenchRig, stage: Stage, { nodeOptions = [], contracts }: ProgramOptions = {}): Promise<Program> {
    const { root, folder, desk, pinning } = rig;
    const { folder: contractsDir } = contracts ?? contractsOf(stage);
    return {
      name: 'our gateway',
      args: [...nodeOptions, path.join(root, 'dist/apps/gateway/src/main.js')],
      cwd: root,
      cores: pinning?.gateway,
      environment: {
        NODE_ENV: 'production',
        GATEWAY_PORT: '0',
        GATEWAY_OPERATIONS_PORT: '0',
        GATEWAY_PUBLIC_URL: 'https://gateway.bench.example',
        GATEWAY_CONTRACTS_DIR: contractsDir,
        GATEWAY_AUTHORITY_URLS: stage.shape.authorities.map(({ name }) => `${name}=${stage.urlOf(name)}`).join(','),
        GATEWAY_RECORD_OWNER_KEYS_DIR: folder,
        GATEWAY_SIGNING_KEY_FILE: path.join(folder, 'signing.jwk'),
        GATEWAY_REFERENCE_KEY_FILE: path.join(folder, 'reference.key'),
        GATEWAY_IDP_ISSUER: desk.issuer,
        GATEWAY_IDP_JWKS_URL: desk.jwksUrl,
        GATEWAY_STOP_DELAY_MS: '0',
        ...(contracts === undefined ? { GATEWAY_PAGE_BUDGET_MS: String(PATIENT_BUDGET_MS) } : {}),
      },
    };
  },
} as const;

const withoutIdentity = { sessions: 'none', hops: 2 } as const;

export const PEERS: readonly Peer[] = [
  {
    ...withoutIdentity,
    id: 'engine',
    name: 'our engine, bare',
    kind: 'ours',
    path: '/graphql',
    async program(rig, stage, { nodeOptions = [] } = {}) {
      const port = await freePort();
      return {
        name: 'our engine',
        args: [...nodeOptions, engineFileIn(rig.root), '--supergraph', stage.supergraphFile, '--port', String(port)],
        port,
        cwd: rig.root,
        cores: rig.pinning?.gateway,
        environment: { NODE_ENV: 'production' },
      };
    },
  },
  { ...gateway, id: 'gateway', name: 'our gateway, a new session each request', sessions: 'new' },
  { ...gateway, id: 'gateway-returning', name: 'our gateway, 64 sessions that return', sessions: 64 },
  {
    ...withoutIdentity,
    id: 'apollo',
    name: 'Apollo Server, @apollo/gateway',
    kind: 'other',
    path: '/',
    program: (rig, stage, options) => launched(rig, stage, 'apollo.mjs', options),
  },
  {
    ...withoutIdentity,
    id: 'nest',
    name: 'NestJS, ApolloGatewayDriver on Express',
    kind: 'other',
    path: '/graphql',
    program: (rig, stage, options) => launched(rig, stage, 'nest.mjs', options),
  },
  {
    ...withoutIdentity,
    id: 'hive',
    name: 'Hive Gateway',
    kind: 'other',
    path: '/graphql',
    program: (rig, stage, options) => hive(rig, stage, 'hive.config.mjs', options),
  },
  {
    ...withoutIdentity,
    id: 'hive-rust',
    name: 'Hive Gateway, Rust planner',
    kind: 'other',
    path: '/graphql',
    program: (rig, stage, options) => hive(rig, stage, 'hive-rust.config.mjs', options),
  },
  {
    ...withoutIdentity,
    id: 'grafbase',
    name: 'Grafbase (Rust, grafbase dev)',
    kind: 'other',
    path: '/graphql',
    program: grafbase,
  },
  {
    ...withoutIdentity,
    id: 'limit',
    name: 'by hand, undici.request',
    kind: 'limit',
    path: '/',
    program: (rig, stage, options) => limit(rig, stage, 'request', options),
  },
  {
    ...withoutIdentity,
    id: 'limit-dispatch',
    name: 'by hand, undici dispatch',
    kind: 'limit',
    path: '/',
    program: (rig, stage, options) => limit(rig, stage, 'dispatch', options),
  },
];

export function peerOf(id: PeerId): Peer {
  return PEERS.find((peer) => peer.id === id)!;
}

/** Requests of so many sessions; of every citizen, where there are none. `name`: the operation's, where it is sent. */
export function requestsOf(peer: Peer, rig: BenchRig, stage: Stage, count: number, name?: string) {
  const citizens = peer.sessions === 'none' ? Math.min(count, CITIZENS) : count;
  const bodyFor = bodyMaker(peer, stage, name);
  return Array.from({ length: citizens }, (_, index): DriverRequest => {
    const cprNumber = syntheticCitizen(DEFAULT_POPULATION_SEED, index);
    const authorization =
      peer.sessions === 'none' ? {} : { authorization: `Bearer ${rig.desk.tokenFor(cprNumber, `session-${index}`)}` };
    return {
      headers: { ...authorization, 'content-type': 'application/json', accept: 'application/json' },
      body: bodyFor(benchIdOf(cprNumber)),
      mustHold: stage.shape.marksOf(cprNumber),
    };
  });
}

function bodyMaker(peer: Peer, stage: Stage, name: string | undefined): (id: string) => string {
  if (peer.sessions !== 'none') {
    const body = JSON.stringify({ documentId: contractsOf(stage).documentId });
    return () => body;
  }
  const query = operationFor(stage.shape, name);
  return (id) => JSON.stringify({ query, variables: { id } });
}

function contractsOf({ contracts }: Stage): GatewayContracts {
  if ('reason' in contracts) throw new Error(contracts.reason);
  return contracts;
}

const Scripts = z.object({ scripts: z.record(z.string(), z.string()) });

/** What `npm run engine` runs, so that both are the same. */
function engineFileIn(root: string): string {
  const { scripts } = Scripts.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const [file] = /dist\/\S+\.js/.exec(scripts['engine'] ?? '') ?? [];
  if (file === undefined || !existsSync(path.join(root, file))) throw new Error('there is no `npm run engine` yet');
  return path.join(root, file);
}

async function launched(rig: BenchRig, stage: Stage, file: string, { nodeOptions = [] }: ProgramOptions = {}) {
  return {
    name: file,
    args: [...nodeOptions, path.join(peersIn(rig), file)],
    cwd: peersIn(rig),
    cores: rig.pinning?.gateway,
    environment: {
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: 'true',
      BENCH_SUPERGRAPH: stage.supergraphFile,
    },
  };
}

async function hive(rig: BenchRig, stage: Stage, config: string, { nodeOptions = [] }: ProgramOptions = {}) {
  const port = await freePort();
  const command = path.join(peersIn(rig), 'node_modules/@graphql-hive/gateway/dist/bin.js');
  const options = ['--config-path', config, '--host', '127.0.0.1', '--port', String(port)];
  return {
    name: config,
    args: [...nodeOptions, command, 'supergraph', stage.supergraphFile, ...options],
    port,
    cwd: peersIn(rig),
    cores: rig.pinning?.gateway,
    environment: { NODE_ENV: 'production' },
  };
}

async function grafbase(rig: BenchRig, stage: Stage): Promise<Program> {
  const platform = process.arch === 'x64' ? 'x86_64-unknown-linux-musl' : 'aarch64-unknown-linux-musl';
  const command = path.join(peersIn(rig), `node_modules/@grafbase/cli-${platform}/grafbase`);
  if (!existsSync(command)) throw new Error(`its package has no binary for ${platform}`);
  const port = await freePort();
  const folder = path.join(rig.folder, `grafbase-${stage.shape.id}`);
  mkdirSync(folder, { recursive: true });
  const subgraphs = [{ name: ENTRY, sdl: ENTRY_SDL }, ...stage.shape.authorities].map(({ name, sdl }) => {
    writeFileSync(path.join(folder, `${name}.graphql`), sdl);
    return `[subgraphs.${name}]\nurl = "${stage.urlOf(name)}"\nschema_path = "${name}.graphql"\n`;
  });
  writeFileSync(path.join(folder, 'graph-overrides.toml'), subgraphs.join('\n'));
  writeFileSync(path.join(folder, 'grafbase.toml'), '');
  const options = ['--graph-overrides', 'graph-overrides.toml', '--gateway-config', 'grafbase.toml'];
  return {
    name: 'grafbase',
    command,
    args: ['dev', ...options, '--port', String(port)],
    port,
    cwd: folder,
    cores: rig.pinning?.gateway,
    environment: { HOME: folder },
  };
}

async function limit(
  rig: BenchRig,
  stage: Stage,
  client: 'request' | 'dispatch',
  { nodeOptions = [] }: ProgramOptions = {},
): Promise<Program> {
  const originOf = (name: string) => new URL(stage.urlOf(name)).origin;
  return {
    name: 'the server written by hand',
    args: [...nodeOptions, path.join(rig.root, 'dist/tools/bench/limit/limit-server.js')],
    cwd: rig.root,
    cores: rig.pinning?.gateway,
    environment: {
      NODE_ENV: 'production',
      BENCH_LIMIT_CLIENT: client,
      BENCH_LIMIT_PLAN: JSON.stringify(limitPlanOf(stage.shape, originOf(ENTRY), originOf)),
    },
  };
}

function peersIn(rig: BenchRig): string {
  if ('reason' in rig.peers) throw new Error(rig.peers.reason);
  return rig.peers.folder;
}

async function freePort(): Promise<number> {
  return Object.values(await findFreePorts())[0]!;
}
