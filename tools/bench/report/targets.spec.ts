import type { DegradedFigures, PhaseFigures } from '../measure/degraded.js';
import type { RunFigures } from '../measure/run.js';
import { targetTable } from './targets.js';

const phase = (p99Ms: number, calls: number): PhaseFigures => ({
  pages: 100,
  p50Ms: 20,
  p99Ms,
  whole: 0,
  partial: 1,
  lost: 0,
  calls,
});
const run = (peer: RunFigures['peer'], cpuMsPerRequest: number) =>
  ({ peer, shape: 'overview', cpuMsPerRequest, firstAnswerMs: 900, latency: undefined }) as RunFigures;
const degraded = (changes: Partial<DegradedFigures>): DegradedFigures => ({
  peer: 'gateway',
  shape: 'overview',
  fault: 'hang',
  timeLimitMs: 800,
  healthy: phase(30, 100),
  early: phase(840, 40),
  late: phase(45, 1),
  ...changes,
});
const lineOf = (text: string, title: string) => text.split('\n').find((line) => line.includes(title));

describe('the targets', () => {
  it('are met, missed or not measured', () => {
    const text = targetTable({
      runs: [run('engine', 0.3), run('apollo', 2.4), run('limit', 0.25)],
      degraded: [],
      swap: undefined,
    });
    expect(lineOf(text, '| CPU of the engine ÷ stock Apollo')).toMatch(/at most 0\.15 .*0\.125 .* met/);
    expect(lineOf(text, 'CPU of the engine ÷ by hand')).toMatch(/at most 1\.1 .*1\.200 .*\*\*missed\*\*/);
    expect(lineOf(text, '÷ the Rust gateway')).toContain('not measured');
    expect(lineOf(text, 'wide: ')).toContain('not measured');
  });

  it('are met at the limit itself', () => {
    const text = targetTable({ runs: [run('engine', 0.3), run('apollo', 2)], degraded: [], swap: undefined });
    expect(lineOf(text, '| CPU of the engine ÷ stock Apollo')).toMatch(/0\.150 .* met/);
  });

  it('of degraded mode are those of our gateway', () => {
    const peers = [degraded({}), degraded({ peer: 'apollo', early: phase(5_000, 9) })];
    const met = targetTable({ runs: [], degraded: peers, swap: undefined });
    expect(lineOf(met, 'before the breaker opens')).toMatch(/840\.0 .* met/);
    expect(lineOf(met, 'one hangs, afterwards: p99')).toMatch(/15\.0 .* met/);
    const missed = targetTable({ runs: [], degraded: [degraded({ late: phase(90, 30) })], swap: undefined });
    expect(lineOf(missed, 'one hangs, afterwards: p99')).toContain('missed');
    expect(lineOf(missed, 'one hangs, afterwards: calls')).toContain('missed');
  });

  it('allow a swap no lost page and no long tail', () => {
    const swap = { swaps: 19, healthyP99Ms: 45, healthyMaxMs: 50, p99Ms: 95, maxMs: 120, pages: 1_000, lost: 1 };
    const text = targetTable({ runs: [], degraded: [], swap });
    expect(lineOf(text, 'pages lost')).toContain('missed');
    expect(lineOf(text, 'p99 ÷ the healthy one')).toMatch(/2\.11 .*missed/);
    expect(lineOf(targetTable({ runs: [], degraded: [], swap: { ...swap, lost: 0, p99Ms: 60 } }), 'lost')).toMatch(
      / met/,
    );
  });
});
