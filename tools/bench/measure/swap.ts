import path from 'node:path';
import type { BenchRig, Stage } from '../rig/bench-rig.js';
import { peerOf, requestsOf, type Peer } from '../rig/peers.js';
import { ENTRY, operationFor } from '../shapes/shape.js';
import { AUTHORITY_DELAY_MS, LATENCY_RATE_PER_SECOND } from './latency.js';
import { runOpenLoop, type Sample } from './open-loop.js';
import { CONNECTIONS, pause, warmUp } from './run.js';
import { percentileOf } from './statistics.js';
import { visit } from './visit.js';

/** Pages at a steady rate while the supergraph is swapped again and again. Unit of times: milliseconds. */
export interface SwapFigures {
  readonly swaps: number;
  readonly healthyP99Ms: number;
  readonly healthyMaxMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly pages: number;
  readonly lost: number;
}

export const SWAP_EVERY_MS = 500;
const HEALTHY_MS = 6_000;
const SWAPPING_MS = 10_000;
const WARM_UP_MS = 3_000;
const LAST_SWAP_MS_MAX = 10_000;

/** Our engine's supergraph is swapped under load; see `swap/swapping-engine.ts`. */
export async function measureSwap(rig: BenchRig, stage: Stage): Promise<SwapFigures> {
  const peer = swappingPeer();
  const requests = requestsOf(peer, rig, stage, CONNECTIONS);
  await using visited = await visit(peer, rig, stage, { requests, connections: CONNECTIONS });
  const { server, driver } = visited;
  await warmUp(driver, WARM_UP_MS);
  await driver.rest();
  const steadily = (durationMs: number) =>
    runOpenLoop({
      ratePerSecond: LATENCY_RATE_PER_SECOND,
      durationMs,
      answerMsMax: 5_000,
      ask: async () => (await driver.faultIn(driver.next())) ?? 'right',
    });
  try {
    await rig.change({ fault: 'none', delayMs: AUTHORITY_DELAY_MS });
    const healthy = await steadily(HEALTHY_MS);
    const asked = Math.floor(SWAPPING_MS / SWAP_EVERY_MS) - 1;
    const swapping = steadily(SWAPPING_MS);
    for (let swap = 0; swap < asked; swap += 1) {
      server.signal('SIGUSR2');
      await pause(SWAP_EVERY_MS);
    }
    const samples = await swapping;
    const swaps = () => server.lines.filter((line) => line.startsWith('swapped')).length;
    const until = performance.now() + LAST_SWAP_MS_MAX;
    while (swaps() < asked && performance.now() < until) await pause(50);
    return { swaps: swaps(), ...swapFiguresOf(healthy, samples) };
  } finally {
    await rig.change({ fault: 'none', delayMs: 0 });
    await driver.stop();
  }
}

export function swapFiguresOf(healthy: readonly Sample[], swapping: readonly Sample[]): Omit<SwapFigures, 'swaps'> {
  const [before, during] = [healthy, swapping].map((samples) =>
    samples.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b),
  ) as [number[], number[]];
  return {
    healthyP99Ms: percentileOf(before, 0.99),
    healthyMaxMs: before.at(-1)!,
    p99Ms: percentileOf(during, 0.99),
    maxMs: during.at(-1)!,
    pages: swapping.length,
    lost: [...healthy, ...swapping].filter(({ outcome }) => outcome !== 'right').length,
  };
}

/** Visited as the engine is, but started with a handle for swaps. */
function swappingPeer(): Peer {
  return {
    ...peerOf('engine'),
    program: async (rig, stage) => ({
      name: 'the swapping engine',
      args: [path.join(rig.root, 'dist/tools/bench/swap/swapping-engine.js')],
      cwd: rig.root,
      cores: rig.pinning?.gateway,
      environment: {
        NODE_ENV: 'production',
        BENCH_SUPERGRAPH: stage.supergraphFile,
        BENCH_PAGE: operationFor(stage.shape),
        BENCH_SUBGRAPHS: JSON.stringify(
          Object.fromEntries(
            [ENTRY, ...stage.shape.authorities.map(({ name }) => name)].map((name) => [name, stage.urlOf(name)]),
          ),
        ),
      },
    }),
  };
}
