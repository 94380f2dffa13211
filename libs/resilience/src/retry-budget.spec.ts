import { ManualTime } from '../test/manual-time.js';
import { RetryBudget } from './retry-budget.js';

function taken(budget: RetryBudget, attempts: number): number {
  return Array.from({ length: attempts }, () => budget.takeRetry()).filter(Boolean).length;
}

describe('a retry budget', () => {
  it('allows three retries in a window however few calls there are', () => {
    expect(taken(new RetryBudget({ timers: new ManualTime() }), 10)).toBe(3);
  });

  it('allows a tenth of the calls', () => {
    const budget = new RetryBudget({ timers: new ManualTime() });
    for (let i = 0; i < 200; i++) budget.noteCall();
    expect(taken(budget, 100)).toBe(20);
  });

  it('begins anew with each window', async () => {
    const time = new ManualTime();
    const budget = new RetryBudget({ timers: time });
    expect(taken(budget, 10)).toBe(3);
    await time.advance(9_999);
    expect(taken(budget, 10)).toBe(0);
    await time.advance(1);
    expect(taken(budget, 10)).toBe(3);
  });
});
