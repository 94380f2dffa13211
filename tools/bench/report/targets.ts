import { TIME_LIMIT_MS, type DegradedFigures } from '../measure/degraded.js';
import type { RunFigures } from '../measure/run.js';
import type { SwapFigures } from '../measure/swap.js';
import type { PeerId } from '../rig/peers.js';
import type { ShapeId } from '../shapes/shape.js';
import { cpuRatio, spreadIn } from './summary.js';
import { table } from './table.js';

/** What our engine and our gateway must reach (issue 3), and what they have reached. */
export interface Target {
  readonly title: string;
  readonly most: number;
  /** Median of what was measured; `undefined`: it was not. */
  readonly value: number | undefined;
  readonly digits: number;
}

export interface Measured {
  readonly runs: readonly RunFigures[];
  readonly degraded: readonly DegradedFigures[];
  readonly swap: SwapFigures | undefined;
}

/** After opening, a breaker looks once per open period whether the authority is back: twice in the later phase at most. */
const PROBES_MAX = 2;

export function targetsOf({ runs, degraded, swap }: Measured): readonly Target[] {
  const of = (shape: ShapeId) => runs.filter((run) => run.shape === shape);
  const cost = (shape: ShapeId, peer: PeerId, other: PeerId, most: number, title: string): Target => ({
    title,
    most,
    value: cpuRatio(of(shape), peer, other)?.median,
    digits: 3,
  });
  const figure = (peer: PeerId, most: number, title: string, numberOf: (run: RunFigures) => number | undefined) => ({
    title,
    most,
    value: spreadIn(of('overview'), peer, numberOf)?.median,
    digits: 1,
  });
  const ours = [
    ['engine', 'engine'],
    ['gateway', 'whole gateway'],
  ] as const;
  return [
    cost('overview', 'engine', 'apollo', 0.15, 'CPU of the engine ÷ stock Apollo'),
    cost('overview', 'engine', 'hive-rust', 0.2, 'CPU of the engine ÷ Hive with its Rust planner'),
    cost('overview', 'engine', 'grafbase', 1, 'CPU of the engine ÷ the Rust gateway'),
    cost('overview', 'engine', 'limit', 1.1, 'CPU of the engine ÷ by hand'),
    cost('overview', 'gateway', 'apollo', 0.25, 'CPU of the whole gateway ÷ stock Apollo'),
    cost('wide', 'engine', 'apollo', 0.1, 'wide: CPU of the engine ÷ stock Apollo'),
    ...ours.flatMap(([peer, name]) => [
      figure(peer, 2, `added by the ${name} at p50, ms`, ({ latency }) => latency?.addedP50Ms),
      figure(peer, 8, `added by the ${name} at p99, ms`, ({ latency }) => latency?.addedP99Ms),
      figure(peer, 2_000, `start of the ${name} to its first page, ms`, ({ firstAnswerMs }) => firstAnswerMs),
    ]),
    ...degradedTargets(degraded),
    { title: 'swaps under load: pages lost', most: 0, value: swap?.lost, digits: 0 },
    {
      title: 'swaps under load: p99 ÷ the healthy one',
      most: 2,
      value: swap === undefined ? undefined : swap.p99Ms / swap.healthyP99Ms,
      digits: 2,
    },
  ];
}

export function targetTable(measured: Measured): string {
  const rows = targetsOf(measured).map(({ title, most, value, digits }) => [
    title,
    `at most ${most}`,
    value?.toFixed(digits) ?? '',
    value === undefined ? 'not measured' : value <= most ? 'met' : '**missed**',
  ]);
  return table([['target', 'limit', 'measured', ''], ...rows]);
}

function degradedTargets(degraded: readonly DegradedFigures[]): Target[] {
  const of = (fault: DegradedFigures['fault']) =>
    degraded.find((figures) => figures.peer === 'gateway' && figures.shape === 'overview' && figures.fault === fault);
  const [hang, fail] = [of('hang'), of('fail')];
  const target = (title: string, most: number, value: number | undefined): Target => ({
    title,
    most,
    value,
    digits: 1,
  });
  return [
    target('one hangs, before the breaker opens: p99 of the page, ms', TIME_LIMIT_MS + 60, hang?.early.p99Ms),
    target('one hangs, afterwards: p99 over the healthy one, ms', 50, overHealthy(hang)),
    target('one hangs, afterwards: calls to it', PROBES_MAX, hang?.late.calls),
    target('one fails, afterwards: p99 over the healthy one, ms', 50, overHealthy(fail)),
    target('one fails, afterwards: calls to it', PROBES_MAX, fail?.late.calls),
  ];
}

function overHealthy(figures: DegradedFigures | undefined): number | undefined {
  return figures === undefined ? undefined : figures.late.p99Ms - figures.healthy.p99Ms;
}
