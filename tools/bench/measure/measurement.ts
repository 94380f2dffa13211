import type { BenchOptions } from '../bench-options.js';
import type { BenchRig } from '../rig/bench-rig.js';
import { peerOf, type Peer, type PeerId } from '../rig/peers.js';
import { compareAnswers, type Comparison, type Obstacle } from '../rig/same-answers.js';
import type { ShapeId } from '../shapes/shape.js';
import { measureDegraded, type DegradedFigures, type Fault } from './degraded.js';
import { measureFloor } from './latency.js';
import { measureRun, type RunFigures } from './run.js';
import { measureSwap, type SwapFigures } from './swap.js';

/** Everything that one run of the bench found out. */
export interface Measurement {
  readonly compared: readonly Comparison[];
  /** What was not measured, and why. */
  readonly obstacles: readonly Obstacle[];
  readonly runs: readonly RunFigures[];
  readonly degraded: readonly DegradedFigures[];
  /** Of our engine. */
  readonly swap: SwapFigures | undefined;
  /** What one and two calls after each other take by themselves with slow authorities. Unit: milliseconds. */
  readonly floorsMs: readonly number[];
}

/** Peers in degraded mode: one of each kind of executor. */
const DEGRADED_PEERS: readonly PeerId[] = ['engine', 'gateway', 'apollo', 'hive-rust', 'grafbase'];
const FAULTS: readonly Fault[] = ['hang', 'fail'];
/** A page at a steady rate, per round: 3 s at 100 requests/s. */
const LATENCY_MS = 3_000;
const FLOOR_MS = 3_000;
const HOPS = [1, 2];

/**
 * Compares the answers of all peers, then measures those that can be measured.
 *
 * Errors: `Error` when answers differ. A peer that cannot be started, then or later, is an obstacle.
 */
export async function measure(rig: BenchRig, options: BenchOptions, say: (text: string) => void): Promise<Measurement> {
  const bench = new Bench(rig, options, say);
  for (const shape of options.shapes) await bench.compare(shape);
  if (options.parts.includes('load')) await bench.load();
  if (options.parts.includes('degraded')) await bench.degrade();
  if (options.parts.includes('swap') && options.peers.includes('engine')) await bench.swapUnderLoad();
  return bench;
}

class Bench implements Measurement {
  readonly compared: Comparison[] = [];
  readonly obstacles: Obstacle[] = [];
  readonly runs: RunFigures[] = [];
  readonly degraded: DegradedFigures[] = [];
  readonly floorsMs: number[] = [];
  swap: SwapFigures | undefined;

  constructor(
    private readonly rig: BenchRig,
    private readonly options: BenchOptions,
    private readonly say: (text: string) => void,
  ) {}

  async compare(shape: ShapeId): Promise<void> {
    const stage = this.rig.stage(shape);
    const { compared, obstacles } = await compareAnswers(this.options.peers.map(peerOf), this.rig, stage);
    this.compared.push(...compared);
    for (const obstacle of obstacles) this.note(obstacle);
    const [{ citizens } = { citizens: 0 }] = compared;
    this.say(`${stage.shape.title}: ${compared.length} peers answer the same about ${citizens} citizens.`);
  }

  /** Every peer once in each round; each round begins with another one. */
  async load(): Promise<void> {
    const { rounds, shapes, parts } = this.options;
    if (parts.includes('latency'))
      for (const hops of HOPS)
        this.floorsMs.push(await measureFloor(this.rig, this.rig.stage('overview'), hops, FLOOR_MS));
    for (let round = 1; round <= rounds; round += 1)
      for (const shape of shapes) for (const peer of this.turns(shape, round)) await this.loadOne(peer, shape, round);
  }

  async degrade(): Promise<void> {
    const stage = this.rig.stage('overview');
    const peers = this.peersFor('overview').filter(({ id }) => DEGRADED_PEERS.includes(id));
    for (const fault of FAULTS)
      for (const peer of peers)
        await this.unlessImpossible(peer, 'overview', async () => {
          const figures = await measureDegraded(peer, this.rig, stage, fault);
          this.degraded.push(figures);
          this.say(
            `one authority ${fault}s  ${peer.id.padEnd(18)} p99 ${figures.healthy.p99Ms.toFixed(0)}, then ${figures.early.p99Ms.toFixed(0)}, later ${figures.late.p99Ms.toFixed(0)} ms`,
          );
        });
  }

  async swapUnderLoad(): Promise<void> {
    const stage = this.rig.stage('overview');
    if (this.peersFor('overview').every(({ id }) => id !== 'engine')) return;
    const swap = await measureSwap(this.rig, stage);
    this.swap = swap;
    this.say(
      `${swap.swaps} swaps: ${swap.lost} pages lost, p99 ${swap.healthyP99Ms.toFixed(0)}, then ${swap.p99Ms.toFixed(0)} ms`,
    );
  }

  private async loadOne(peer: Peer, shape: ShapeId, round: number): Promise<void> {
    const { warmUpSeconds, seconds, parts } = this.options;
    await this.unlessImpossible(peer, shape, async () => {
      const run = await measureRun(peer, this.rig, this.rig.stage(shape), round, {
        warmUpMs: warmUpSeconds * 1_000,
        windowMs: seconds * 1_000,
        latencyMs: shape === 'overview' && parts.includes('latency') ? LATENCY_MS : 0,
        floorMsOf: (hops) => this.floorsMs[HOPS.indexOf(hops)]!,
      });
      this.runs.push(run);
      const { cpuMsPerRequest, requestsPerSecond } = run;
      this.say(
        `round ${round}  ${shape.padEnd(8)}  ${peer.id.padEnd(18)} ${cpuMsPerRequest.toFixed(3)} ms CPU per page, ${requestsPerSecond.toFixed(0)} pages/s`,
      );
    });
  }

  /** What fails in one round is not measured in any: a median of the good ones would be no median. */
  private async unlessImpossible(peer: Peer, shape: ShapeId, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'unknown';
      this.note({ peer: peer.id, shape, reason });
      const others = this.runs.filter((run) => run.peer !== peer.id || run.shape !== shape);
      this.runs.splice(0, this.runs.length, ...others);
    }
  }

  private note(obstacle: Obstacle): void {
    this.obstacles.push(obstacle);
    this.say(`${obstacle.shape}: ${obstacle.peer} is not measured: ${obstacle.reason}`);
  }

  private turns(shape: ShapeId, round: number): readonly Peer[] {
    const peers = this.peersFor(shape);
    return peers.map((_, index) => peers[(index + round - 1) % peers.length]!);
  }

  private peersFor(shape: ShapeId): readonly Peer[] {
    const isOut = (id: PeerId) => this.obstacles.some((obstacle) => obstacle.peer === id && obstacle.shape === shape);
    return this.options.peers.filter((id) => !isOut(id)).map(peerOf);
  }
}
