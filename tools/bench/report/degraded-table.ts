import type { DegradedFigures, Fault, PhaseFigures } from '../measure/degraded.js';
import { ANSWER_MS_MAX, EARLY_MS, LATE_MS } from '../measure/degraded.js';
import { peerOf } from '../rig/peers.js';
import { table } from './table.js';

const HEADER = [
  '',
  'healthy: p50 / p99 ms',
  'just broken: p50 / p99 ms',
  'pages whole / partial / lost',
  'calls to it per s',
  'later: p50 / p99 ms',
  'pages whole / partial / lost',
  'calls to it per s',
];

/** Pages while one authority is broken in one way. */
export function degradedTable(all: readonly DegradedFigures[], fault: Fault): string {
  const rows = all
    .filter((figures) => figures.fault === fault)
    .map(({ peer, healthy, early, late }) => [
      peerOf(peer).name,
      times(healthy),
      times(early),
      shares(early),
      (early.calls / (EARLY_MS / 1_000)).toFixed(1),
      times(late),
      shares(late),
      (late.calls / (LATE_MS / 1_000)).toFixed(1),
    ]);
  return table([HEADER, ...rows]);
}

function times({ p50Ms, p99Ms }: PhaseFigures): string {
  return [p50Ms, p99Ms].map((ms) => (ms >= ANSWER_MS_MAX ? `over ${ANSWER_MS_MAX}` : ms.toFixed(0))).join(' / ');
}

function shares({ whole, partial, lost }: PhaseFigures): string {
  return [whole, partial, lost].map((share) => `${(100 * share).toFixed(0)} %`).join(' / ');
}
