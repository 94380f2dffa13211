import { NO_ANSWER } from '../measure/open-loop.js';
import type { RunFigures } from '../measure/run.js';
import { ratioOf, spreadOf, type Spread } from '../measure/statistics.js';
import { PEERS, peerOf, type Peer, type PeerId } from '../rig/peers.js';
import type { Obstacle } from '../rig/same-answers.js';
import { table, written } from './table.js';

type NumberOf = (run: RunFigures) => number | undefined;

interface Column {
  readonly title: string;
  readonly digits: number;
  readonly of: NumberOf;
}

const LOAD: readonly Column[] = [
  { title: 'requests/s', digits: 0, of: (run) => run.requestsPerSecond },
  { title: 'p50 ms', digits: 0, of: (run) => run.p50Ms },
  { title: 'p99 ms', digits: 0, of: (run) => run.p99Ms },
  { title: 'p99.9 ms', digits: 0, of: (run) => run.p999Ms },
  { title: 'peak RSS MiB', digits: 0, of: (run) => run.peakRssMib },
  { title: 'calls', digits: 1, of: (run) => run.callsPerRequest },
];

const COLD: readonly Column[] = [
  { title: 'start to first page, ms', digits: 0, of: (run) => run.firstAnswerMs },
  { title: 'that page alone, ms', digits: 1, of: (run) => run.firstRequestMs },
  { title: 'the next, ms', digits: 1, of: (run) => run.secondRequestMs },
  { title: 'a new query text costs, ms', digits: 1, of: (run) => run.newTextExtraMs },
];

const LATENCY: readonly Column[] = [
  { title: 'p50 ms', digits: 1, of: ({ latency }) => latency?.p50Ms },
  { title: 'p99 ms', digits: 1, of: ({ latency }) => latency?.p99Ms },
  { title: 'p99.9 ms', digits: 1, of: ({ latency }) => latency?.p999Ms },
  { title: 'added at p50, ms', digits: 1, of: ({ latency }) => latency?.addedP50Ms },
  { title: 'added at p99, ms', digits: 1, of: ({ latency }) => latency?.addedP99Ms },
];

const SHARES: readonly Column[] = [
  { title: 'server', digits: 2, of: (run) => run.serverCores },
  { title: 'replay', digits: 2, of: (run) => run.replayCores },
  { title: 'driver', digits: 2, of: (run) => run.driverCores },
  { title: 'others on the machine', digits: 2, of: (run) => run.foreignCores },
  { title: 'taken by its host', digits: 2, of: (run) => run.stolenCores },
];

/** A server that had less of a core waited for others, so its throughput is theirs. */
const BUSY_CORES = 0.9;

/** Runs of one shape: cost and throughput, with the cost as a multiple of stock Apollo and of the limit. */
export function loadTable(runs: readonly RunFigures[]): string {
  return tableOf(runs, [
    { title: 'CPU ms per page', cellOf: (peer) => cell(runs, peer, (run) => run.cpuMsPerRequest, 2) },
    { title: '÷ Apollo', cellOf: (peer) => ratioCell(cpuRatio(runs, peer, 'apollo')) },
    { title: '÷ by hand', cellOf: (peer) => ratioCell(cpuRatio(runs, peer, 'limit')) },
    ...LOAD.map(({ title, of, digits }) => ({ title, cellOf: (peer: PeerId) => cell(runs, peer, of, digits) })),
  ]);
}

export const coldTable = (runs: readonly RunFigures[]) => plainTable(runs, COLD);
export const latencyTable = (runs: readonly RunFigures[]) => plainTable(runs, LATENCY);
export const sharesTable = (runs: readonly RunFigures[]) => plainTable(runs, SHARES);

/** CPU per page of one peer as a multiple of another's; `undefined` when one of them was not measured. */
export function cpuRatio(runs: readonly RunFigures[], peer: PeerId, other: PeerId): Spread | undefined {
  const [values, others] = [peer, other].map((id) => valuesOf(runs, id, (run) => run.cpuMsPerRequest));
  return values!.length === 0 || values!.length !== others!.length ? undefined : ratioOf(values!, others!);
}

/** What was measured of one peer, over all rounds; `undefined` when nothing was. */
export function spreadIn(runs: readonly RunFigures[], peer: PeerId, of: NumberOf): Spread | undefined {
  const values = valuesOf(runs, peer, of);
  return values.length === 0 ? undefined : spreadOf(values);
}

/** Peers that ran, in the order of all tables. */
export function peersIn(runs: readonly { readonly peer: PeerId }[]): readonly Peer[] {
  return PEERS.filter(({ id }) => runs.some(({ peer }) => peer === id));
}

/** What makes these figures worth less than they look. */
export function doubtsAbout(runs: readonly RunFigures[]): string[] {
  if (runs.length === 0) return [];
  const most = (of: (run: RunFigures) => number) => Math.max(...runs.map(of));
  const idle = runs.filter(({ serverCores }) => serverCores < BUSY_CORES);
  const patience = runs.filter((run) => failsFor(run) === 'others');
  const returned = runs.filter(
    ({ peer, requestsPerSession }) => peerOf(peer).sessions === 'new' && requestsPerSession > 1.01,
  );
  return [
    ...(idle.length > 0
      ? [
          `${idle.length} of ${runs.length} runs had less than ${BUSY_CORES} of a core for the server (${[...new Set(idle.map(({ peer, shape }) => `${peer}, ${shape}`))].join('; ')}): requests/s and times tell of the machine there; CPU per page still counts.`,
        ]
      : []),
    ...(most((run) => run.foreignCores) > 0.2
      ? [
          `Other processes took up to ${most((run) => run.foreignCores).toFixed(2)} cores meanwhile: the machine was not quiet.`,
        ]
      : []),
    ...(most((run) => run.stolenCores) > 0.05
      ? [`The host took up to ${most((run) => run.stolenCores).toFixed(2)} cores from this virtual machine.`]
      : []),
    ...patience.map(
      ({ peer, shape, round, faults, latency }) =>
        `${peer}, ${shape}, round ${round}: ${faults + (latency?.faults ?? 0)} pages did not come in time.`,
    ),
    ...(returned.length > 0 ? ['Sessions returned although they should not: more are needed.'] : []),
  ];
}

/**
 * Why the bench has failed: wrong answers, fewer calls than an answer needs, or nothing of our own. `authorities`: how many
 * the shape has.
 */
export function failuresIn(
  { runs, obstacles }: { readonly runs: readonly RunFigures[]; readonly obstacles: readonly Obstacle[] },
  authorities: (run: RunFigures) => number,
): string[] {
  const missing = obstacles
    .filter(({ peer }) => peerOf(peer).kind === 'ours')
    .map(({ peer, shape, reason }) => `${peer}, ${shape}: not measured: ${reason}`);
  const wrong = runs.flatMap((run) => {
    const { peer, shape, round, faults, firstFault, callsPerRequest, requests, latency } = run;
    const place = `${peer}, ${shape}, round ${round}`;
    return [
      ...(requests === 0 ? [`${place}: nothing was answered`] : []),
      ...(failsFor(run) === 'us'
        ? [`${place}: ${faults + (latency?.faults ?? 0)} bad answers; the first: ${firstFault ?? latency?.firstFault}`]
        : []),
      // One call for each authority and citizen: with fewer, somebody was given what was fetched for somebody else.
      ...(callsPerRequest < authorities(run) ? [`${place}: ${callsPerRequest.toFixed(2)} calls per page`] : []),
    ];
  });
  return [...missing, ...wrong];
}

/** Bad answers are our failure, but not that another gateway is too slow for the machine of the day. */
function failsFor({ peer, faults, firstFault, latency }: RunFigures): 'nobody' | 'us' | 'others' {
  if (faults + (latency?.faults ?? 0) === 0) return 'nobody';
  const isLate = [firstFault, latency?.firstFault].every((fault) => fault === undefined || fault.startsWith(NO_ANSWER));
  return peerOf(peer).kind === 'other' && isLate ? 'others' : 'us';
}

interface TextColumn {
  readonly title: string;
  cellOf(peer: PeerId): string;
}

function plainTable(runs: readonly RunFigures[], columns: readonly Column[]): string {
  const toText = ({ title, of, digits }: Column) => ({ title, cellOf: (peer: PeerId) => cell(runs, peer, of, digits) });
  return tableOf(runs, columns.map(toText));
}

function tableOf(runs: readonly RunFigures[], columns: readonly TextColumn[]): string {
  const rows = peersIn(runs).map(({ id, name }) => [name, ...columns.map((column) => column.cellOf(id))]);
  return table([['', ...columns.map(({ title }) => title)], ...rows]);
}

function cell(runs: readonly RunFigures[], peer: PeerId, of: NumberOf, digits: number): string {
  const spread = spreadIn(runs, peer, of);
  return spread === undefined ? '' : written(spread, digits);
}

function ratioCell(ratio: Spread | undefined): string {
  return ratio === undefined ? '' : written(ratio, 2);
}

function valuesOf(runs: readonly RunFigures[], peer: PeerId, of: NumberOf): number[] {
  return runs.filter((run) => run.peer === peer).flatMap((run) => of(run) ?? []);
}
