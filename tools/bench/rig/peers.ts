import path from 'node:path';
import { DEFAULT_POPULATION_SEED, syntheticCitizen } from '@app/testing';
import type { DriverRequest } from '../measure/load-driver.js';
import type { Program } from '../measure/measured-process.js';
import { marksOf } from '../overview-marks.js';
import { BENCH_AUTHORITIES } from '../recording/recording.js';
import type { BenchRig } from './bench-rig.js';

/** A gateway under test, together with how it is visited. */
export interface Peer {
  readonly id: 'ours' | 'ours-returning' | 'stock';
  readonly name: string;
  /** Path of its GraphQL entry. */
  readonly path: string;
  /** Sessions that take turns; `undefined`: every request is the first of its session. */
  readonly sessions: number | undefined;
  program(rig: BenchRig, nodeOptions?: readonly string[]): Program;
  body(rig: BenchRig): object;
}

const PAGE_BUDGET_MS = 10_000;

const ours = {
  path: '/graphql',
  body: ({ document }: BenchRig) => ({ documentId: document.id }),
  program(rig: BenchRig, nodeOptions: readonly string[] = []): Program {
    const { root, folder, desk, pinning } = rig;
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
        GATEWAY_CONTRACTS_DIR: rig.contractsDir,
        GATEWAY_AUTHORITY_URLS: BENCH_AUTHORITIES.map((name) => `${name}=${rig.urlOf(name)}`).join(','),
        GATEWAY_RECORD_OWNER_KEYS_DIR: folder,
        GATEWAY_SIGNING_KEY_FILE: path.join(folder, 'signing.jwk'),
        GATEWAY_REFERENCE_KEY_FILE: path.join(folder, 'reference.key'),
        GATEWAY_IDP_ISSUER: desk.issuer,
        GATEWAY_IDP_JWKS_URL: desk.jwksUrl,
        GATEWAY_PAGE_BUDGET_MS: String(PAGE_BUDGET_MS),
        GATEWAY_STOP_DELAY_MS: '0',
      },
    };
  },
} as const;

export const PEERS: readonly Peer[] = [
  { ...ours, id: 'ours', name: 'our gateway, a new session each request', sessions: undefined },
  { ...ours, id: 'ours-returning', name: 'our gateway, 64 sessions that return', sessions: 64 },
  {
    id: 'stock',
    name: 'stock ApolloGateway',
    path: '/',
    sessions: undefined,
    body: ({ document }) => ({ query: document.text }),
    program: (rig, nodeOptions = []) => ({
      name: 'the stock gateway',
      args: [...nodeOptions, path.join(rig.root, 'tools/bench/test/stock-gateway.mjs')],
      cwd: rig.root,
      cores: rig.pinning?.gateway,
      environment: {
        NODE_ENV: 'production',
        APOLLO_TELEMETRY_DISABLED: 'true',
        BENCH_SUPERGRAPH: path.join(rig.contractsDir, 'supergraph.graphql'),
        BENCH_SUBGRAPH_URLS: JSON.stringify(
          Object.fromEntries(['gateway', ...BENCH_AUTHORITIES].map((name) => [name, rig.urlOf(name)])),
        ),
      },
    }),
  },
];

export function peerOf(id: Peer['id']): Peer {
  return PEERS.find((peer) => peer.id === id)!;
}

/** Requests of so many citizens, each with a session and a token of their own. */
export function requestsOf(peer: Peer, rig: BenchRig, count: number): readonly DriverRequest[] {
  const body = JSON.stringify(peer.body(rig));
  return Array.from({ length: count }, (_, index): DriverRequest => {
    const cprNumber = syntheticCitizen(DEFAULT_POPULATION_SEED, index);
    return {
      headers: {
        authorization: `Bearer ${rig.desk.tokenFor(cprNumber, `session-${index}`)}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body,
      mustHold: marksOf(cprNumber).texts,
    };
  });
}
