import type { BenchRig, Stage } from '../rig/bench-rig.js';
import { entityOperationFor } from '../shapes/shape.js';
import { LoadDriver, type DriverRequest } from './load-driver.js';
import { runOpenLoop, type Sample } from './open-loop.js';
import { percentileOf } from './statistics.js';

/** What a page takes at a steady rate with authorities that take their time. Unit: milliseconds. */
export interface LatencyFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Over what the same calls take without any gateway, at p50. */
  readonly addedP50Ms: number;
  readonly addedP99Ms: number;
  readonly faults: number;
  readonly firstFault: string | undefined;
}

export const LATENCY_RATE_PER_SECOND = 100;
export const AUTHORITY_DELAY_MS = 20;
const ANSWER_MS_MAX = 5_000;

/** Asks a warm server at a steady rate while every authority takes its time. */
export async function measureLatency(
  rig: BenchRig,
  driver: LoadDriver,
  durationMs: number,
  floorMs: number,
): Promise<LatencyFigures> {
  await rig.change({ fault: 'none', delayMs: AUTHORITY_DELAY_MS });
  try {
    const samples = await steadily(durationMs, () => driver.faultIn(driver.next()));
    return latencyFiguresOf(samples, floorMs);
  } finally {
    await rig.change({ fault: 'none', delayMs: 0 });
  }
}

/**
 * What that many calls after each other take at p50 when the driver makes them itself: the same timers, the same sockets.
 * Unit: milliseconds.
 */
export async function measureFloor(rig: BenchRig, stage: Stage, hops: number, durationMs: number): Promise<number> {
  const [authority] = stage.shape.authorities;
  const query = entityOperationFor(authority!.name, stage.shape);
  const request: DriverRequest = {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query,
      variables: { representations: [{ __typename: 'Citizen', id: 'citizen-6101019000' }] },
    }),
    mustHold: [],
  };
  const { origin, pathname } = new URL(stage.urlOf(authority!.name));
  const driver = new LoadDriver({ origin, path: pathname, connections: 64, requestAt: () => request });
  await rig.change({ fault: 'none', delayMs: AUTHORITY_DELAY_MS });
  const samples = await steadily(durationMs, async () => {
    for (let hop = 1; hop < hops; hop += 1) await driver.faultIn(request);
    return driver.faultIn(request);
  });
  await rig.change({ fault: 'none', delayMs: 0 });
  await driver.stop();
  return p(samples, 0.5);
}

export function latencyFiguresOf(samples: readonly Sample[], floorMs: number): LatencyFigures {
  const faults = samples.filter(({ outcome }) => outcome !== 'right');
  const [p50Ms, p99Ms] = [p(samples, 0.5), p(samples, 0.99)];
  return {
    p50Ms,
    p99Ms,
    p999Ms: p(samples, 0.999),
    addedP50Ms: p50Ms - floorMs,
    addedP99Ms: p99Ms - floorMs,
    faults: faults.length,
    firstFault: faults[0]?.outcome,
  };
}

function steadily(durationMs: number, ask: () => Promise<string | undefined>): Promise<readonly Sample[]> {
  return runOpenLoop({
    ratePerSecond: LATENCY_RATE_PER_SECOND,
    durationMs,
    answerMsMax: ANSWER_MS_MAX,
    ask: async () => (await ask()) ?? 'right',
  });
}

function p(samples: readonly Sample[], share: number): number {
  return percentileOf(
    samples.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b),
    share,
  );
}
