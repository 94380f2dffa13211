import type { BenchRig } from '../rig/bench-rig.js';
import { requestsOf, type Peer } from '../rig/peers.js';
import { LoadDriver } from './load-driver.js';
import { MeasuredProcess } from './measured-process.js';
import { machineCpuMs } from './proc-figures.js';
import { percentileOf } from './statistics.js';

export interface RunOptions {
  readonly warmUpMs: number;
  readonly windowMs: number;
}

/** What one gateway did in one round. CPU shares are of one core: 1 is a core that never rests. */
export interface RunFigures {
  readonly peer: Peer['id'];
  readonly round: number;
  readonly requests: number;
  readonly cpuMsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakRssMib: number;
  /** Over the whole run, which begins and ends with nothing under way. */
  readonly callsPerRequest: number;
  readonly gatewayCores: number;
  readonly replayCores: number;
  readonly driverCores: number;
  /** Everything else on the machine, and what its host took. */
  readonly foreignCores: number;
  readonly stolenCores: number;
  /** How often each session came, on average. */
  readonly requestsPerSession: number;
  readonly faults: number;
  readonly firstFault: string | undefined;
}

export const CONNECTIONS = 64;
/** Requests under way at first: code that runs for the first time must not meet a crowd. */
const GENTLE_CONNECTIONS = 4;
const GENTLE_SHARE = 0.2;
/** Requests after which the hot code is compiled. */
const WARM_REQUESTS = 1_500;
const WARM_UP_TIMES_MAX = 5;
/** Requests per second for which there are sessions that never return. */
const SESSIONS_PER_SECOND = 2_500;

/** One gateway, freshly started, under load: warm-up, then the window that is measured, then the stop. */
export async function measureRun(peer: Peer, rig: BenchRig, round: number, options: RunOptions): Promise<RunFigures> {
  const { warmUpMs, windowMs } = options;
  const sessions = peer.sessions ?? Math.ceil(((warmUpMs + windowMs) / 1000) * SESSIONS_PER_SECOND);
  const requests = requestsOf(peer, rig, sessions);
  await using gateway = await MeasuredProcess.start(peer.program(rig));
  const driver = new LoadDriver({
    origin: `http://127.0.0.1:${gateway.port}`,
    path: peer.path,
    connections: CONNECTIONS,
    requestAt: (number) => requests[number % sessions]!,
  });
  const callsBefore = await rig.calls();

  await warmUp(driver, warmUpMs);
  const before = readings(gateway, rig);
  driver.openWindow();
  await pause(windowMs);
  const window = driver.closeWindow();
  const after = readings(gateway, rig);
  const peakRssMib = gateway.peakRssMib();
  await driver.stop();

  const spent = (what: keyof typeof before) => after[what] - before[what];
  const cores = (ms: number) => ms / spent('atMs');
  return {
    peer: peer.id,
    round,
    requests: window.requests,
    cpuMsPerRequest: spent('gatewayMs') / window.requests,
    requestsPerSecond: (window.requests / window.elapsedMs) * 1000,
    p50Ms: percentileOf(window.latenciesMs, 0.5),
    p99Ms: percentileOf(window.latenciesMs, 0.99),
    peakRssMib,
    callsPerRequest: ((await rig.calls()) - callsBefore) / driver.requests,
    gatewayCores: cores(spent('gatewayMs')),
    replayCores: cores(spent('replayMs')),
    driverCores: cores(spent('driverMs')),
    foreignCores: Math.max(0, cores(spent('busyMs') - spent('gatewayMs') - spent('replayMs') - spent('driverMs'))),
    stolenCores: cores(spent('stolenMs')),
    requestsPerSession: driver.requests / Math.min(sessions, driver.requests),
    faults: driver.faults,
    firstFault: driver.firstFault,
  };
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

function readings(gateway: MeasuredProcess, rig: BenchRig) {
  const own = process.cpuUsage();
  return {
    atMs: performance.now(),
    gatewayMs: gateway.cpuMs(),
    replayMs: rig.replay.cpuMs(),
    driverMs: (own.user + own.system) / 1000,
    ...machineCpuMs(),
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
