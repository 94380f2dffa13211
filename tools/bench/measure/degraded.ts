import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { BenchRig, Stage } from '../rig/bench-rig.js';
import { gatewayContractsFor } from '../rig/contract-folders.js';
import { requestsOf, type Peer, type PeerId } from '../rig/peers.js';
import type { ShapeId } from '../shapes/shape.js';
import { AUTHORITY_DELAY_MS } from './latency.js';
import type { DriverRequest, LoadDriver } from './load-driver.js';
import { NO_ANSWER, runOpenLoop, type Sample } from './open-loop.js';
import { pause } from './run.js';
import { percentileOf } from './statistics.js';
import { visit } from './visit.js';

export type Fault = 'hang' | 'fail';

/** The pages of one stretch of time. */
export interface PhaseFigures {
  readonly pages: number;
  /** The longest wait of the bench stands for pages that never came. Unit: milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Shares of all pages: with everything, with everything but what the broken authority owns, with neither. */
  readonly whole: number;
  readonly partial: number;
  readonly lost: number;
  /** Calls to the authority that is broken. */
  readonly calls: number;
}

export interface DegradedFigures {
  readonly peer: PeerId;
  readonly shape: ShapeId;
  readonly fault: Fault;
  /** The time limit of our gateway's contracts, milliseconds; `undefined` for one without. */
  readonly timeLimitMs: number | undefined;
  readonly healthy: PhaseFigures;
  /** From the moment at which the authority breaks. */
  readonly early: PhaseFigures;
  /** Later, when a breaker has had its time to open. */
  readonly late: PhaseFigures;
}

/** As most of the real contracts have it. */
export const TIME_LIMIT_MS = 800;
export const RATE_PER_SECOND = 50;
/** After so long the bench waits for a page no more. */
export const ANSWER_MS_MAX = 5_000;
/** Pages that wait for the broken authority must not wait for the bench as well. */
const CONNECTIONS_MAX = 1_024;
const HEALTHY_MS = 4_000;
export const EARLY_MS = 2_000;
const BETWEEN_MS = 1_500;
export const LATE_MS = 6_000;
const WARM_REQUESTS = 800;

/**
 * Pages at a steady rate while one authority breaks: it takes calls and never answers, or answers each with status 500.
 * What the bench sees is the same for every peer: pages, and calls to that authority.
 */
export async function measureDegraded(peer: Peer, rig: BenchRig, stage: Stage, fault: Fault): Promise<DegradedFigures> {
  const isGateway = peer.sessions !== 'none';
  const folder = mkdtempSync(path.join(rig.folder, 'degraded-'));
  const contracts = isGateway ? await gatewayContractsFor(stage.shape, rig.root, folder, TIME_LIMIT_MS) : undefined;
  const broken = stage.shape.authorities.at(-1)!.name;
  const server = `${stage.shape.id}/${broken}`;
  const seconds = (HEALTHY_MS + EARLY_MS + BETWEEN_MS + LATE_MS) / 1_000;
  const requests = requestsOf(peer, rig, stage, WARM_REQUESTS + seconds * RATE_PER_SECOND + 10);
  await using visited = await visit(peer, rig, stage, {
    requests,
    connections: CONNECTIONS_MAX,
    ...(contracts === undefined ? {} : { contracts }),
  });
  const { driver } = visited;
  for (let number = 0; number < WARM_REQUESTS; number += 8)
    await Promise.all(Array.from({ length: 8 }, () => driver.faultIn(driver.next())));

  const phase = async (durationMs: number, settleMs = 0) => {
    const before = (await rig.callsByServer())[server]!;
    const loop = runOpenLoop({
      ratePerSecond: RATE_PER_SECOND,
      durationMs,
      answerMsMax: ANSWER_MS_MAX,
      ask: () => outcomeOf(driver, driver.next()),
    });
    await pause(durationMs + settleMs);
    const calls = (await rig.callsByServer())[server]! - before;
    return { samples: loop, calls };
  };
  try {
    await rig.change({ fault: 'none', delayMs: AUTHORITY_DELAY_MS });
    const healthy = await phase(HEALTHY_MS, 200);
    await rig.change({ server, fault, delayMs: AUTHORITY_DELAY_MS });
    const early = await phase(EARLY_MS);
    await phase(BETWEEN_MS);
    const late = await phase(LATE_MS);
    return {
      peer: peer.id,
      shape: stage.shape.id,
      fault,
      timeLimitMs: isGateway ? TIME_LIMIT_MS : undefined,
      healthy: phaseFiguresOf(await healthy.samples, healthy.calls),
      early: phaseFiguresOf(await early.samples, early.calls),
      late: phaseFiguresOf(await late.samples, late.calls),
    };
  } finally {
    await rig.change({ fault: 'none', delayMs: 0 });
    await driver.stop();
  }
}

/** Which part of a page came: the value of the last authority is the one that may be missing. */
async function outcomeOf(driver: LoadDriver, request: DriverRequest): Promise<string> {
  const { status, text } = await driver.ask(request);
  if (status !== 200) return 'lost';
  const has = request.mustHold.map((piece) => text.includes(piece));
  if (has.every(Boolean)) return 'whole';
  return has.slice(0, -1).every(Boolean) ? 'partial' : 'lost';
}

export function phaseFiguresOf(samples: readonly Sample[], calls: number): PhaseFigures {
  const sorted = samples.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
  const share = (...outcomes: readonly string[]) =>
    samples.filter(({ outcome }) => outcomes.includes(outcome)).length / samples.length;
  return {
    pages: samples.length,
    p50Ms: percentileOf(sorted, 0.5),
    p99Ms: percentileOf(sorted, 0.99),
    whole: share('whole'),
    partial: share('partial'),
    lost: share('lost', NO_ANSWER),
    calls,
  };
}
