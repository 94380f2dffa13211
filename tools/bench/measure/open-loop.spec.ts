import { jest } from '@jest/globals';
import { runOpenLoop } from './open-loop.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const after = (ms: number, outcome = 'right') =>
  new Promise<string>((resolve) => setTimeout(() => resolve(outcome), ms));

/** Ten requests a second for half a second. */
async function loop(ask: (number: number) => Promise<string>, answerMsMax = 1_000) {
  const samples = runOpenLoop({ ratePerSecond: 10, durationMs: 500, ask, answerMsMax });
  await jest.advanceTimersByTimeAsync(10_000);
  return samples;
}

describe('requests at a steady rate', () => {
  it('are sent when they are due, whether earlier ones are answered or not', async () => {
    const sentAt: number[] = [];
    const began = performance.now();
    const samples = await loop(() => {
      sentAt.push(performance.now() - began);
      return after(350);
    });
    expect(sentAt).toEqual([0, 100, 200, 300, 400]);
    expect(samples.map(({ plannedMs }) => plannedMs)).toEqual(sentAt);
    expect(samples.map(({ latencyMs }) => latencyMs)).toEqual([350, 350, 350, 350, 350]);
  });

  it('have waited from when they were due, if the driver came too late', async () => {
    const samples = await loop((number) => {
      // As a driver that has no core: time passes and no timer runs.
      if (number === 1) jest.advanceTimersByTime(250);
      return after(10);
    });
    expect(samples[2]!.latencyMs).toBeGreaterThanOrEqual(160);
    expect(samples[4]!.latencyMs).toBe(10);
  });

  it('that are not answered in time have no answer, and end at the limit', async () => {
    const samples = await loop((number) => after(number === 2 ? 5_000 : 20), 800);
    expect(samples[2]).toEqual({ plannedMs: 200, latencyMs: 800, outcome: 'no answer' });
    expect(samples[3]).toEqual({ plannedMs: 300, latencyMs: 20, outcome: 'right' });
  });

  it('that fail have no answer', async () => {
    const samples = await loop((number) => (number === 0 ? Promise.reject(new Error('reset')) : after(1)));
    expect(samples.map(({ outcome }) => outcome)).toEqual(['no answer', 'right', 'right', 'right', 'right']);
  });
});
