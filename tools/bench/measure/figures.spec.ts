import { phaseFiguresOf } from './degraded.js';
import { latencyFiguresOf } from './latency.js';
import { familyOf, cpuMsOf, rssMibOf } from './proc-figures.js';
import { swapFiguresOf } from './swap.js';

const samples = (latencies: readonly number[], outcome = 'right') =>
  latencies.map((latencyMs, index) => ({ plannedMs: index, latencyMs, outcome }));

describe('figures of pages at a steady rate', () => {
  it('are told over the floor, whatever the order in which they came', () => {
    expect(latencyFiguresOf(samples([60, 42, 44]), 40)).toMatchObject({
      p50Ms: 44,
      addedP50Ms: 4,
      addedP99Ms: 20,
      faults: 0,
      firstFault: undefined,
    });
  });

  it('count all that were not right', () => {
    const all = [...samples([1]), ...samples([2], 'no answer'), ...samples([3], 'status 503')];
    expect(latencyFiguresOf(all, 0)).toMatchObject({ faults: 2, firstFault: 'no answer' });
  });
});

describe('figures of a degraded page', () => {
  it('tell pages that never came with those that came with nothing', () => {
    const all = [...samples([20, 30], 'whole'), ...samples([800], 'partial'), ...samples([5_000], 'no answer')];
    expect(phaseFiguresOf([...all, ...samples([5], 'lost')], 7)).toEqual({
      pages: 5,
      p50Ms: 30,
      p99Ms: 5_000,
      whole: 0.4,
      partial: 0.2,
      lost: 0.4,
      calls: 7,
    });
  });
});

describe('figures of swaps', () => {
  it('compare the tail before and meanwhile, and lose nothing of either', () => {
    expect(swapFiguresOf([...samples([45, 40]), ...samples([41], 'no answer')], samples([90, 50]))).toEqual({
      healthyP99Ms: 45,
      healthyMaxMs: 45,
      p99Ms: 90,
      maxMs: 90,
      pages: 2,
      lost: 1,
    });
  });
});

describe('figures of a process', () => {
  it('are read of one that lives', () => {
    expect(familyOf(process.pid)).toContain(process.pid);
    expect(familyOf(process.ppid)).toContain(process.pid);
    expect(rssMibOf(process.pid)).toBeGreaterThan(1);
    expect(cpuMsOf(process.pid)).toBeGreaterThan(0);
  });

  it('are zero of one that has ended', () => {
    const NO_PROCESS = 2 ** 22 + 1;
    expect([cpuMsOf(NO_PROCESS), rssMibOf(NO_PROCESS)]).toEqual([0, 0]);
    expect(familyOf(NO_PROCESS)).toEqual([NO_PROCESS]);
  });
});
