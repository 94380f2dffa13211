import type { RunFigures } from '../measure/run.js';
import { doubtsAbout, failuresIn, figureTable, ratioTable } from './summary.js';

const GOOD: RunFigures = {
  peer: 'ours',
  round: 1,
  requests: 3_000,
  cpuMsPerRequest: 1,
  requestsPerSecond: 900,
  p50Ms: 70,
  p99Ms: 120,
  peakRssMib: 200,
  callsPerRequest: 3,
  gatewayCores: 1,
  replayCores: 0.2,
  driverCores: 0.1,
  foreignCores: 0,
  stolenCores: 0,
  requestsPerSession: 1,
  faults: 0,
  firstFault: undefined,
};
const stock: RunFigures = { ...GOOD, peer: 'stock', cpuMsPerRequest: 2, callsPerRequest: 4 };

const cellsOf = (table: string, title: string) =>
  table
    .split('\n')
    .find((line) => line.startsWith(`| ${title} `))
    ?.split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());

describe('the report of a bench', () => {
  it('tells medians with the extremes, a column for each variant that ran', () => {
    const runs = [GOOD, { ...GOOD, cpuMsPerRequest: 1.5 }, { ...GOOD, cpuMsPerRequest: 1.1 }, stock, stock, stock];
    expect(cellsOf(figureTable(runs), 'CPU ms per request')).toEqual(['1.10 (1.00–1.50)', '2.00 (2.00–2.00)']);
    expect(cellsOf(ratioTable(runs), 'CPU ms per request')).toEqual(['0.55 (0.50–0.75)']);
  });

  it('compares no throughput of a gateway that had to wait for its core', () => {
    expect(cellsOf(ratioTable([GOOD, stock]), 'requests/s')).toEqual(['1.00 (1.00–1.00)']);
    expect(cellsOf(ratioTable([GOOD, { ...stock, gatewayCores: 0.3 }]), 'requests/s')).toEqual(['not comparable']);
    expect(cellsOf(ratioTable([{ ...GOOD, gatewayCores: 0.8 }, stock]), 'requests/s')).toEqual(['not comparable']);
  });

  it('fails with bad answers', () => {
    expect(failuresIn([GOOD, stock])).toEqual([]);
    expect(failuresIn([{ ...GOOD, faults: 2, firstFault: 'status 503' }])).toEqual([
      'ours, round 1: 2 bad answers; the first: status 503',
    ]);
  });

  it('fails when nothing was answered, or with fewer calls than there are authorities', () => {
    expect(failuresIn([{ ...GOOD, requests: 0 }])).toHaveLength(1);
    expect(failuresIn([{ ...GOOD, callsPerRequest: 2.9 }])).toEqual(['ours, round 1: 2.90 calls per request']);
  });

  it('doubts figures of a machine that was not quiet, of a gateway that was not busy, and of sessions that returned', () => {
    expect(doubtsAbout([GOOD, stock])).toEqual([]);
    expect(doubtsAbout([{ ...GOOD, foreignCores: 0.5 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...GOOD, stolenCores: 0.5 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...GOOD, gatewayCores: 0.5 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...GOOD, requestsPerSession: 2 }])).toHaveLength(1);
  });
});
