import type { BenchRig, Stage } from '../rig/bench-rig.js';
import { requestsOf, type Peer, type PeerId } from '../rig/peers.js';
import type { LoadDriver } from './load-driver.js';
import { CONNECTIONS, pause } from './run.js';
import { visit } from './visit.js';

/** Memory of one server while it works. */
export interface SoakFigures {
  readonly peer: PeerId;
  /** Requests that were answered, and what the process held right then. Unit: MiB. */
  readonly points: readonly { readonly requests: number; readonly rssMib: number; readonly peakRssMib: number }[];
  readonly faults: number;
  readonly firstFault: string | undefined;
  /** More bad answers than a machine with hiccups explains, or one that is somebody else's. */
  readonly hasFailed: boolean;
}

export const SOAK_FIRST = 100_000;
export const SOAK_LAST = 1_000_000;
/** Of all requests. */
const FAULTY_SHARE_MAX = 0.000_1;
/** Sessions that take turns between two points. */
const SESSIONS = 20_000;

/** Keeps a server under load until it has answered a million requests; reads its memory along the way. */
export async function soak(peer: Peer, rig: BenchRig, stage: Stage, say: (text: string) => void): Promise<SoakFigures> {
  const requests = requestsOf(peer, rig, stage, SESSIONS);
  await using visited = await visit(peer, rig, stage, { requests, connections: CONNECTIONS });
  const { server, driver } = visited;
  const points: SoakFigures['points'][number][] = [];
  driver.keepUnderWay(CONNECTIONS);
  for (let requestsDue = SOAK_FIRST; requestsDue <= SOAK_LAST; requestsDue += SOAK_FIRST) {
    while (driver.answered < requestsDue && !hasFailed(driver)) await pause(100);
    points.push({ requests: driver.answered, rssMib: server.rssMib(), peakRssMib: server.peakRssMib() });
    say(`${peer.id}: ${driver.answered} requests, ${server.rssMib().toFixed(0)} MiB, ${driver.faults} bad answers`);
    if (hasFailed(driver)) break;
    // Tokens live for ten minutes.
    requests.splice(0, requests.length, ...requestsOf(peer, rig, stage, SESSIONS));
  }
  await driver.stop();
  const { faults, firstFault } = driver;
  return { peer: peer.id, points, faults, firstFault, hasFailed: hasFailed(driver) };
}

function hasFailed({ faults, hasForeignAnswer }: LoadDriver): boolean {
  return hasForeignAnswer || faults > FAULTY_SHARE_MAX * SOAK_LAST;
}
