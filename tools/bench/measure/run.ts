import type { BenchRig, Stage } from '../rig/bench-rig.js';
import { requestsOf, type Peer, type PeerId } from '../rig/peers.js';
import type { ShapeId } from '../shapes/shape.js';
import { measureLatency, type LatencyFigures } from './latency.js';
import type { LoadDriver } from './load-driver.js';
import type { MeasuredProcess } from './measured-process.js';
import { machineCpuMs } from './proc-figures.js';
import { medianOf, percentileOf } from './statistics.js';
import { visit, type ColdFigures } from './visit.js';

export interface RunOptions {
  readonly warmUpMs: number;
  readonly windowMs: number;
  /** How long it is asked at a steady rate afterwards; 0: not at all. */
  readonly latencyMs: number;
  /** What so many calls after each other take by themselves then. */
  floorMsOf(hops: number): number;
}

/** What one server did in one round. CPU shares are of one core: 1 is a core that never rests. */
export interface RunFigures extends ColdFigures {
  readonly peer: PeerId;
  readonly shape: ShapeId;
  readonly round: number;
  readonly requests: number;
  readonly cpuMsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly peakRssMib: number;
  /** Over the whole load, which begins and ends with nothing under way. */
  readonly callsPerRequest: number;
  readonly serverCores: number;
  readonly replayCores: number;
  readonly driverCores: number;
  /** Everything else on the machine, and what its host took. */
  readonly foreignCores: number;
  readonly stolenCores: number;
  /** How often each session came, on average. */
  readonly requestsPerSession: number;
  /** How much longer a query text takes that was never seen, on a warm server; absent where none is taken. */
  readonly newTextExtraMs: number | undefined;
  readonly latency: LatencyFigures | undefined;
  readonly faults: number;
  readonly firstFault: string | undefined;
}

export const CONNECTIONS = 64;
/** Names of operations that no one has seen before the end of a run. */
export const NEW_TEXTS = ['PageA', 'PageB', 'PageC', 'PageD', 'PageE'];
/** Requests under way at first: code that runs for the first time must not meet a crowd. */
const GENTLE_CONNECTIONS = 4;
const GENTLE_SHARE = 0.2;
/** Requests after which the hot code is compiled. */
const WARM_REQUESTS = 1_500;
const WARM_UP_TIMES_MAX = 3;
/** Requests per second for which there are sessions that never return. */
const SESSIONS_PER_SECOND = 2_500;

/** How many sessions a server needs for so long a load. */
export function sessionsFor(peer: Peer, durationMs: number): number {
  return typeof peer.sessions === 'number' ? peer.sessions : Math.ceil((durationMs / 1000) * SESSIONS_PER_SECOND);
}

/**
 * One server, freshly started: its first answers, warm-up, the window that is measured, query texts that are new to it,
 * and at last a steady rate.
 *
 * Errors: `Error` when it cannot be started or never answers rightly.
 */
export async function measureRun(peer: Peer, rig: BenchRig, stage: Stage, round: number, options: RunOptions) {
  const { warmUpMs, windowMs, latencyMs } = options;
  const requests = requestsOf(peer, rig, stage, sessionsFor(peer, warmUpMs + windowMs + latencyMs / 5));
  await using visited = await visit(peer, rig, stage, { requests, connections: CONNECTIONS });
  const { server, driver, cold } = visited;
  const callsBefore = await rig.calls();

  await warmUp(driver, warmUpMs);
  const before = readings(server, rig);
  driver.openWindow();
  await pause(windowMs);
  const window = driver.closeWindow();
  const after = readings(server, rig);
  const peakRssMib = server.peakRssMib();
  await driver.rest();
  const callsPerRequest = ((await rig.calls()) - callsBefore) / driver.requests;
  const newTextExtraMs = await newTextExtra(peer, rig, stage, driver);
  const latency =
    latencyMs === 0 ? undefined : await measureLatency(rig, driver, latencyMs, options.floorMsOf(peer.hops));
  await driver.stop();

  const spent = (what: keyof typeof before) => after[what] - before[what];
  const cores = (ms: number) => ms / spent('atMs');
  const figures: RunFigures = {
    ...cold,
    peer: peer.id,
    shape: stage.shape.id,
    round,
    requests: window.requests,
    cpuMsPerRequest: spent('serverMs') / window.requests,
    requestsPerSecond: (window.requests / window.elapsedMs) * 1000,
    p50Ms: percentileOf(window.latenciesMs, 0.5),
    p99Ms: percentileOf(window.latenciesMs, 0.99),
    p999Ms: percentileOf(window.latenciesMs, 0.999),
    peakRssMib,
    callsPerRequest,
    serverCores: cores(spent('serverMs')),
    replayCores: cores(spent('replayMs')),
    driverCores: cores(spent('driverMs')),
    foreignCores: Math.max(0, cores(spent('busyMs') - spent('serverMs') - spent('replayMs') - spent('driverMs'))),
    stolenCores: cores(spent('stolenMs')),
    requestsPerSession: driver.requests / Math.min(requests.length, driver.requests),
    newTextExtraMs,
    latency,
    faults: driver.faults,
    firstFault: driver.firstFault,
  };
  return figures;
}

/** Brings the load up; afterwards it is there and goes on. Takes longer where the machine is so slow that code stays cold. */
export async function warmUp(driver: LoadDriver, warmUpMs: number): Promise<void> {
  const began = performance.now();
  driver.keepUnderWay(GENTLE_CONNECTIONS);
  await pause(warmUpMs * GENTLE_SHARE);
  driver.keepUnderWay(CONNECTIONS);
  await pause(warmUpMs * (1 - GENTLE_SHARE));
  while (driver.answered < WARM_REQUESTS && performance.now() - began < WARM_UP_TIMES_MAX * warmUpMs) await pause(50);
}

async function newTextExtra(peer: Peer, rig: BenchRig, stage: Stage, driver: LoadDriver): Promise<number | undefined> {
  if (peer.sessions !== 'none' || peer.kind === 'limit') return undefined;
  const [known] = requestsOf(peer, rig, stage, 1);
  const took = async (request = known!) => {
    const began = performance.now();
    await driver.ask(request);
    return performance.now() - began;
  };
  const extras: number[] = [];
  for (const name of NEW_TEXTS) {
    const [fresh] = requestsOf(peer, rig, stage, 1, name);
    const knownMs = await took();
    extras.push((await took(fresh)) - knownMs);
  }
  return medianOf(extras);
}

function readings(server: MeasuredProcess, rig: BenchRig) {
  const own = process.cpuUsage();
  return {
    atMs: performance.now(),
    serverMs: server.cpuMs(),
    replayMs: rig.replay.cpuMs(),
    driverMs: (own.user + own.system) / 1000,
    ...machineCpuMs(),
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
