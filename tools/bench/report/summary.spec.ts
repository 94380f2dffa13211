import type { RunFigures } from '../measure/run.js';
import type { Obstacle } from '../rig/same-answers.js';
import { coldTable, doubtsAbout, failuresIn, latencyTable, loadTable, sharesTable } from './summary.js';

const GOOD: RunFigures = {
  peer: 'gateway',
  shape: 'overview',
  round: 1,
  requests: 3_000,
  cpuMsPerRequest: 1,
  requestsPerSecond: 900,
  p50Ms: 70,
  p99Ms: 120,
  p999Ms: 140,
  peakRssMib: 200,
  callsPerRequest: 3,
  serverCores: 1,
  replayCores: 0.2,
  driverCores: 0.1,
  foreignCores: 0,
  stolenCores: 0,
  requestsPerSession: 1,
  firstAnswerMs: 900,
  firstRequestMs: 30,
  secondRequestMs: 10,
  newTextExtraMs: undefined,
  latency: undefined,
  faults: 0,
  firstFault: undefined,
};
const latency = { p50Ms: 43, p99Ms: 50, p999Ms: 60, addedP50Ms: 2, addedP99Ms: 9, faults: 0, firstFault: undefined };
const apollo: RunFigures = {
  ...GOOD,
  peer: 'apollo',
  cpuMsPerRequest: 2,
  callsPerRequest: 4,
  newTextExtraMs: 12,
  latency,
};

const cellsOf = (text: string, title: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${title}`))
    ?.split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
const OURS = 'our gateway, a new session';

describe('the report of a bench', () => {
  const runs = [GOOD, { ...GOOD, cpuMsPerRequest: 1.5 }, { ...GOOD, cpuMsPerRequest: 1.1 }, apollo, apollo, apollo];

  it('tells medians with the extremes, a row for each peer that ran', () => {
    const text = loadTable(runs);
    expect(cellsOf(text, OURS)?.slice(0, 4)).toEqual(['1.10 (1.00–1.50)', '0.55 (0.50–0.75)', '', '900']);
    expect(cellsOf(text, 'Apollo')?.slice(0, 2)).toEqual(['2.00', '1.00']);
    expect(text.split('\n')).toHaveLength(4);
  });

  it('compares nothing with a peer that lacks a round', () => {
    expect(cellsOf(loadTable([GOOD, GOOD, apollo]), OURS)?.[1]).toBe('');
  });

  it('leaves a figure that was not measured empty', () => {
    expect(cellsOf(coldTable(runs), OURS)).toEqual(['900', '30.0', '10.0', '']);
    expect(cellsOf(coldTable(runs), 'Apollo')?.at(-1)).toBe('12.0');
    expect(cellsOf(latencyTable(runs), OURS)).toEqual(['', '', '', '', '']);
    expect(cellsOf(latencyTable(runs), 'Apollo')).toEqual(['43.0', '50.0', '60.0', '2.0', '9.0']);
    expect(cellsOf(sharesTable(runs), OURS)).toEqual(['1.00', '0.20', '0.10', '0.00', '0.00']);
  });
});

describe('a run', () => {
  const failures = (runs: readonly RunFigures[], obstacles: readonly Obstacle[] = []) =>
    failuresIn({ runs, obstacles }, () => 3);

  it('fails with bad answers, under load and at a steady rate', () => {
    expect(failures([GOOD, apollo])).toEqual([]);
    expect(failures([{ ...GOOD, faults: 2, firstFault: 'status 503' }])).toEqual([
      'gateway, overview, round 1: 2 bad answers; the first: status 503',
    ]);
    expect(failures([{ ...GOOD, latency: { ...latency, faults: 1, firstFault: 'status 503' } }])).toEqual([
      'gateway, overview, round 1: 1 bad answers; the first: status 503',
    ]);
    expect(failures([{ ...apollo, faults: 1, firstFault: 'the answer is not this citizen’s' }])).toHaveLength(1);
  });

  it('is only doubted when another gateway is too slow', () => {
    const slow = { ...apollo, faults: 2, firstFault: 'no answer: UND_ERR_HEADERS_TIMEOUT' };
    expect(failures([slow])).toEqual([]);
    expect(doubtsAbout([slow])).toEqual(['apollo, overview, round 1: 2 pages did not come in time.']);
    expect(failures([{ ...slow, peer: 'engine' }])).toHaveLength(1);
    const steadily = (firstFault: string) => ({ ...apollo, latency: { ...latency, faults: 3, firstFault } });
    expect(failures([steadily('no answer')])).toEqual([]);
    expect(failures([steadily('status 500')])).toHaveLength(1);
  });

  it('fails when nothing was answered, or with fewer calls than there are authorities', () => {
    expect(failures([{ ...GOOD, requests: 0 }])).toHaveLength(1);
    expect(failures([{ ...GOOD, callsPerRequest: 2.9 }])).toEqual(['gateway, overview, round 1: 2.90 calls per page']);
  });

  it('fails when ours is not measured, but not when another is not', () => {
    const obstacle = { shape: 'wide', reason: 'it does not start' } as const;
    expect(failures([GOOD], [{ ...obstacle, peer: 'engine' }])).toEqual([
      'engine, wide: not measured: it does not start',
    ]);
    expect(failures([GOOD], [{ ...obstacle, peer: 'grafbase' }])).toEqual([]);
  });

  it('is doubted on a machine that was not quiet, with a server that was not busy, with sessions that returned', () => {
    expect(doubtsAbout([])).toEqual([]);
    expect(doubtsAbout([GOOD, apollo])).toEqual([]);
    expect(doubtsAbout([{ ...GOOD, foreignCores: 0.5 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...GOOD, stolenCores: 0.5 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...GOOD, serverCores: 0.5 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...GOOD, requestsPerSession: 2 }])).toHaveLength(1);
    expect(doubtsAbout([{ ...apollo, requestsPerSession: 40 }])).toEqual([]);
  });
});
