import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { BenchOptions } from '../bench-options.js';
import { ANSWER_MS_MAX, RATE_PER_SECOND, TIME_LIMIT_MS, type DegradedFigures } from '../measure/degraded.js';
import { AUTHORITY_DELAY_MS, LATENCY_RATE_PER_SECOND } from '../measure/latency.js';
import type { Measurement } from '../measure/measurement.js';
import type { RunFigures } from '../measure/run.js';
import { SWAP_EVERY_MS, type SwapFigures } from '../measure/swap.js';
import { spreadOf } from '../measure/statistics.js';
import { peerOf } from '../rig/peers.js';
import { barChart, type Bar, type BarChart } from './bar-chart.js';
import { degradedTable } from './degraded-table.js';
import type { Setting } from './machine.js';
import { coldTable, doubtsAbout, latencyTable, loadTable, peersIn, sharesTable } from './summary.js';
import { targetTable } from './targets.js';

export interface Report {
  readonly measured: Measurement;
  readonly setting: Setting;
  readonly options: BenchOptions;
}

const SHAPE_TITLES = {
  overview: 'The overview: 3 authorities, 4 calls, about 5 kB',
  wide: 'The wide page: 12 authorities, 13 calls, about 40 kB',
} as const;
const FAULT_TITLES = {
  hang: 'One authority takes calls and never answers',
  fail: 'One authority answers with 500',
} as const;

export function commandOf({ rounds, seconds, warmUpSeconds, peers, shapes, parts }: BenchOptions): string {
  return `npm run bench -- --rounds ${rounds} --seconds ${seconds} --warm-up ${warmUpSeconds} --peers ${peers.join()} --shapes ${shapes.join()} --parts ${parts.join()}`;
}

/** Every table, as Markdown, and the charts, if `chart` says how they are shown. */
export function reportOf({ measured, options }: Report, chart?: (name: string, drawn: BarChart) => string): string {
  const { runs, degraded, swap, obstacles, floorsMs } = measured;
  const show = (name: string, drawn: BarChart) =>
    chart === undefined || drawn.bars.length === 0 ? [] : [chart(name, drawn)];
  const ofShape = options.shapes.flatMap((shape) => {
    const of = runs.filter((run) => run.shape === shape);
    if (of.length === 0) return [];
    return [
      `## ${SHAPE_TITLES[shape]}`,
      ...show(`${shape}-cpu`, cpuChart(of, shape)),
      loadTable(of),
      '### Start, and texts that are new',
      coldTable(of),
      ...(of.some(({ latency }) => latency !== undefined)
        ? [
            `### At ${LATENCY_RATE_PER_SECOND} requests/s, authorities at ${AUTHORITY_DELAY_MS} ms`,
            `One call alone takes ${floorsMs[0]?.toFixed(1)} ms at p50, two after each other ${floorsMs[1]?.toFixed(1)} ms; what is added is over that.`,
            latencyTable(of),
          ]
        : []),
      '### Who used the two cores',
      sharesTable(of),
    ];
  });
  const ofFaults = (['hang', 'fail'] as const).flatMap((fault) =>
    degraded.some((figures) => figures.fault === fault)
      ? [
          `### ${FAULT_TITLES[fault]}`,
          ...show(`degraded-${fault}`, degradedChart(degraded, fault)),
          degradedTable(degraded, fault),
        ]
      : [],
  );
  const doubts = [
    ...obstacles.map(
      ({ peer, shape, reason }) => `Not measured, ${shape}: ${peerOf(peer).name}: ${reason.split('\n')[0]}`,
    ),
    ...doubtsAbout(runs),
  ];
  return [
    '## Targets',
    targetTable(measured),
    ...ofShape,
    ...(ofFaults.length === 0 ? [] : ['## One authority is broken', DEGRADED_NOTE, ...ofFaults]),
    ...(swap === undefined ? [] : ['## The supergraph is swapped', swapText(swap)]),
    ...(doubts.length === 0 ? [] : ['## About this run', doubts.map((doubt) => `- ${doubt}`).join('\n')]),
  ].join('\n\n');
}

/** Writes docs/benchmarks; returns the files, relative to `root`. */
export async function writeReport(root: string, report: Report): Promise<readonly string[]> {
  const folder = path.join(root, 'docs/benchmarks');
  const file = path.join(folder, 'overview.md');
  const written = [path.relative(root, file)];
  mkdirSync(folder, { recursive: true });
  const page = benchmarkPage(report, (name, drawn) => {
    writeFileSync(path.join(folder, `${name}.svg`), barChart(drawn));
    written.push(`docs/benchmarks/${name}.svg`);
    return `![${drawn.title}](${name}.svg)`;
  });
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
  return written;
}

/** docs/benchmarks/overview.md, before formatting. */
export function benchmarkPage(report: Report, chart: (name: string, drawn: BarChart) => string): string {
  const { setting, options, measured } = report;
  const citizens = options.shapes
    .map((shape) => measured.compared.find((compared) => compared.shape === shape)?.citizens ?? 0)
    .join(' and ');
  return `# Benchmark: what a page costs

Written by \`npm run bench -- --write\`; it overwrites this page.

- Date: ${setting.date}, commit ${setting.commit}
- Command: \`${commandOf(options)}\`
- Machine: ${setting.machine}; load before: ${setting.loadBefore.toFixed(2)}
- Cores: ${setting.pinning}
- Versions: ${setting.versions}

Medians of ${options.rounds} interleaved rounds, least and greatest in brackets; a ratio is that of the medians, in brackets the least and
the greatest within one round. 64 connections, each sending its next request when the last one is answered; so p50, p99 and
p99.9 of the load tell how long the queue is, not how fast a page is on a quiet day.

${reportOf(report, chart)}

## What is compared

- **Our engine, bare**: \`npm run engine\`, the engine with nothing around it.
- **Our gateway** is the whole of it as it ships: token check (ES256), tokens for the authorities (ES256), guard with
  \`recordOwner\`, time limits, concurrency limits, breakers, metrics, and the status of the sources where the registered page
  asks for it. It tells by itself who \`me\` is, so it makes one call less than all others, who ask a subgraph. **A new session
  each request** signs a token per authority, as for a page that a citizen opens once; **sessions that return** use those of
  the last 40 seconds again.
- **Others** are put together as their documentation does, with their default settings; telemetry is off. They know no
  identity and check nothing; the citizen is an argument of the operation. The Rust gateway is \`grafbase dev\`, the only one
  that npm has; it composes by itself.
- **By hand** is a Node server of this repository for one page: the same calls with undici, \`JSON.parse\`, stitching,
  \`JSON.stringify\`, no GraphQL. The practical limit.
- All: own process, \`NODE_ENV=production\`, freshly started each round, the same Node without options.
- Authorities are one process that replays answers: of our real subgraphs about the synthetic population (the overview), or
  of twelve synthetic authorities made from a seed (wide), with the values of the citizen that is asked about.

## What is checked

- Before timing: the page of all peers deeply equal for ${citizens} citizens, and calls per page counted.
- During all of it: every answer has status 200, no errors, and the citizen's own value from each authority. The command
  exits 1 when one has not, or when a peer makes fewer calls than there are authorities.
- CPU time is user and system time of all threads and children of the server from \`/proc\`; memory is \`VmHWM\`.

## What these figures do not say

- One machine, loopback, no TLS, and all but the steady rate with authorities that answer at once. Ratios carry further than
  figures; differences below 20 % mean little unless extremes agree (performance.md, noise).
- In the load the time limits of our gateway are the longest that a contract allows (2 s per authority, 10 s per page), so
  that a busy machine does not look like a slow authority. Degraded mode has its real ones.
- Driver and replay share the other core; while their shares add up to less than 1, they hold nobody back.
`;
}

const DEGRADED_NOTE = `${RATE_PER_SECOND} pages/s, authorities at ${AUTHORITY_DELAY_MS} ms, the last of three breaks. Our gateway gives each ${TIME_LIMIT_MS} ms. "Just broken" is the first two
seconds, "later" six seconds that begin 3.5 s after. The bench waits ${ANSWER_MS_MAX / 1_000} s for a page; one that has not come by then is lost.
Nobody but our gateway has a breaker, and by default nobody a time limit that acts within these ${ANSWER_MS_MAX / 1_000} s.`;

function swapText({ swaps, pages, lost, ...ms }: SwapFigures): string {
  return `Our engine, ${LATENCY_RATE_PER_SECOND} pages/s, authorities at ${AUTHORITY_DELAY_MS} ms; every ${SWAP_EVERY_MS} ms another generation is built and warmed, on the same core, and
takes over. ${swaps} swaps, ${pages} pages meanwhile, ${lost} lost. p99 ${ms.healthyP99Ms.toFixed(1)} ms before and ${ms.p99Ms.toFixed(1)} ms meanwhile; the longest ${ms.healthyMaxMs.toFixed(1)} and ${ms.maxMs.toFixed(1)} ms.`;
}

function cpuChart(runs: readonly RunFigures[], shape: RunFigures['shape']): BarChart {
  const bars = peersIn(runs).map(({ id, name, kind }): Bar => {
    const { median, min, max } = spreadOf(runs.filter(({ peer }) => peer === id).map((run) => run.cpuMsPerRequest));
    return { label: name, value: median, min, max, kind };
  });
  return { title: `${SHAPE_TITLES[shape].split(':')[0]}: CPU of the server per page`, unit: 'ms', digits: 2, bars };
}

function degradedChart(degraded: readonly DegradedFigures[], fault: DegradedFigures['fault']): BarChart {
  const bars = degraded
    .filter((figures) => figures.fault === fault)
    .flatMap(({ peer, early, late }): Bar[] => {
      const { name, kind } = peerOf(peer);
      const bar = (label: string, value: number): Bar => ({ label, value, min: value, max: value, kind });
      return [bar(`${name}: at first`, early.p99Ms), bar('later', late.p99Ms)];
    });
  return { title: `${FAULT_TITLES[fault]}: p99 of the page`, unit: 'ms', digits: 0, bars };
}
