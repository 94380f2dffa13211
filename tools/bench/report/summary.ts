import { ratioOf, spreadOf, type Spread } from '../measure/statistics.js';
import type { RunFigures } from '../measure/run.js';
import { PEERS, type Peer } from '../rig/peers.js';

type Figure = Exclude<keyof RunFigures, 'peer' | 'round' | 'firstFault'>;

interface Row {
  readonly title: string;
  readonly figure: Figure;
  readonly digits: number;
}

const ROWS: readonly Row[] = [
  { title: 'CPU ms per request', figure: 'cpuMsPerRequest', digits: 2 },
  { title: 'requests/s', figure: 'requestsPerSecond', digits: 0 },
  { title: 'p50 ms', figure: 'p50Ms', digits: 0 },
  { title: 'p99 ms', figure: 'p99Ms', digits: 0 },
  { title: 'peak RSS MiB', figure: 'peakRssMib', digits: 0 },
  { title: 'calls per request', figure: 'callsPerRequest', digits: 2 },
  { title: 'gateway, share of a core', figure: 'gatewayCores', digits: 2 },
  { title: 'replay, share of a core', figure: 'replayCores', digits: 2 },
  { title: 'driver, share of a core', figure: 'driverCores', digits: 2 },
  { title: 'others on the machine, cores', figure: 'foreignCores', digits: 2 },
];

/** A gateway that had less of a core waited for others, so its throughput is theirs. */
const BUSY_CORES = 0.9;

/** Figures in which our gateway is told as a multiple of the stock one. */
const RATIOS = [
  { title: 'CPU ms per request', figure: 'cpuMsPerRequest' },
  { title: 'requests/s', figure: 'requestsPerSecond' },
  { title: 'peak RSS', figure: 'peakRssMib' },
] as const satisfies readonly { readonly title: string; readonly figure: Figure }[];

/** Markdown tables of all runs: medians, with the least and the greatest in brackets. */
export function figureTable(runs: readonly RunFigures[]): string {
  const peers = PEERS.filter(({ id }) => runs.some(({ peer }) => peer === id));
  return table([
    ['', ...peers.map(({ name }) => name)],
    ...ROWS.map(({ title, figure, digits }) => [
      title,
      ...peers.map(({ id }) => written(spreadOf(valuesOf(runs, id, figure)), digits)),
    ]),
  ]);
}

export function ratioTable(runs: readonly RunFigures[]): string {
  const ours = PEERS.filter(({ id }) => id !== 'stock' && runs.some(({ peer }) => peer === id));
  return table([
    ['ours ÷ stock', ...ours.map(({ name }) => name)],
    ...RATIOS.map(({ title, figure }) => [
      title,
      ...ours.map(({ id }) =>
        figure === 'requestsPerSecond' && !(isBusy(runs, id) && isBusy(runs, 'stock'))
          ? 'not comparable'
          : written(ratioOf(valuesOf(runs, id, figure), valuesOf(runs, 'stock', figure)), 2),
      ),
    ]),
  ]);
}

/** What makes these figures worth less than they look. */
export function doubtsAbout(runs: readonly RunFigures[]): string[] {
  const most = (figure: Figure) => Math.max(...runs.map((run) => run[figure]));
  const idlest = Math.min(...runs.map(({ gatewayCores }) => gatewayCores));
  return [
    ...(idlest < BUSY_CORES
      ? [
          `A gateway had only ${idlest.toFixed(2)} of a core in one run: requests/s and times tell of the machine there; CPU per request still counts.`,
        ]
      : []),
    ...(most('foreignCores') > 0.2
      ? [`Other processes took up to ${most('foreignCores').toFixed(2)} cores meanwhile: the machine was not quiet.`]
      : []),
    ...(most('stolenCores') > 0.05
      ? [`The host took up to ${most('stolenCores').toFixed(2)} cores from this virtual machine.`]
      : []),
    ...runs.flatMap(({ peer, requestsPerSession }) =>
      peer === 'ours' && requestsPerSession > 1.01
        ? ['Sessions returned although they should not: more are needed.']
        : [],
    ),
  ];
}

/** Why the bench has failed: wrong answers, or fewer calls than an answer needs. */
export function failuresIn(runs: readonly RunFigures[]): string[] {
  return runs.flatMap(({ peer, round, faults, firstFault, callsPerRequest, requests }) => [
    ...(requests === 0 ? [`${peer}, round ${round}: nothing was answered`] : []),
    ...(faults > 0 ? [`${peer}, round ${round}: ${faults} bad answers; the first: ${firstFault}`] : []),
    // One call for each authority and citizen: with fewer, somebody was given what was fetched for somebody else.
    ...(callsPerRequest < CALLS_LEAST
      ? [`${peer}, round ${round}: ${callsPerRequest.toFixed(2)} calls per request`]
      : []),
  ]);
}

const CALLS_LEAST = 3;

function isBusy(runs: readonly RunFigures[], peer: Peer['id']): boolean {
  return valuesOf(runs, peer, 'gatewayCores').every((cores) => cores >= BUSY_CORES);
}

function valuesOf(runs: readonly RunFigures[], peer: Peer['id'], figure: Figure): number[] {
  return runs.filter((run) => run.peer === peer).map((run) => run[figure]);
}

function written({ median, min, max }: Spread, digits: number): string {
  const [middle, least, greatest] = [median, min, max].map((value) => value.toFixed(digits));
  return `${middle} (${least}–${greatest})`;
}

function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
