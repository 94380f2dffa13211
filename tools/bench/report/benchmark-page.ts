import type { RunFigures } from '../measure/run.js';
import type { BenchOptions } from '../bench-options.js';
import type { Setting } from './machine.js';
import { doubtsAbout, figureTable, ratioTable } from './summary.js';

export interface PageParts {
  readonly runs: readonly RunFigures[];
  readonly setting: Setting;
  readonly options: BenchOptions;
  /** Citizens about whom both gateways answered the same before anything was timed. */
  readonly compared: number;
}

export function commandOf({ rounds, seconds, warmUpSeconds }: BenchOptions): string {
  return `npm run bench -- --rounds ${rounds} --seconds ${seconds} --warm-up ${warmUpSeconds}`;
}

/** docs/benchmarks/overview.md, before formatting. */
export function benchmarkPage({ runs, setting, options, compared }: PageParts): string {
  const doubts = doubtsAbout(runs).map((doubt) => `- ${doubt}`);
  return `# Benchmark: the personal overview

Written by \`npm run bench -- --write\`. What a request of the personal overview costs in the gateway's own process, against
stock \`ApolloGateway\` over the same supergraph and the same authorities, in the same run. No target yet: our gateway
still executes with Apollo's engine; the engine of our own comes next.

- Date: ${setting.date}, commit ${setting.commit}
- Command: \`${commandOf(options)}\`
- Machine: ${setting.machine}; load before: ${setting.loadBefore.toFixed(2)}
- Cores: ${setting.pinning}
- Versions: ${setting.versions}

Medians of ${options.rounds} interleaved rounds, least and greatest in brackets. 64 connections, each sending its next request when the
last one is answered; so p50 and p99 tell how long the queue is, not how fast a page is on a quiet day.

${figureTable(runs)}

${ratioTable(runs)}

A ratio is that of the medians; in brackets the least and the greatest within one round.

## What is compared

- **Ours** is the whole gateway as it ships: token check (ES256), tokens for the authorities (ES256), guard with
  \`recordOwner\`, time limits, concurrency limits, breakers, source status, metrics, registered operations by hash.
- **Stock** is Apollo Server 5 standalone with \`ApolloGateway\` and its default data source, telemetry off. It passes the
  citizen's token on and checks nothing; it takes the whole document and asks a fourth subgraph who \`me\` is.
- Both: own process, NODE_ENV=production, freshly started each round, the same Node without options.
- **A new session each request** signs three tokens per request, as a page does that a citizen opens once; **sessions
  that return** use those of the last 40 seconds again.
- The authorities are one process that replays recorded answers of our real subgraphs about the synthetic population
  (4 kB on average), with person number and amounts of the citizen that is asked about.

## What is checked

- Before timing: \`data\` of both gateways deeply equal for ${compared} citizens, the reference \`id\` included.
- During all of it: every answer has status 200, no errors, and the citizen's own value from each authority. The command
  exits 1 when one has not, or when a gateway makes fewer calls than there are authorities.
- CPU time is user and system time of all threads of the gateway from \`/proc/<pid>/stat\`; memory is \`VmHWM\`.

## What these figures do not say

- One machine, loopback, no TLS, authorities that answer at once. Ratios carry further than figures; differences below
  20 % mean little unless extremes agree (performance.md, noise).
- The time limits are set to the longest (2 s per authority, 10 s per page), so that a busy machine does not look like a
  slow authority. Nothing is slow or broken here.
- Driver and replay share the other core; while their shares add up to less than 1, they hold nobody back.
${doubts.length === 0 ? '' : `\n## About this run\n\n${doubts.join('\n')}\n`}`;
}
