import { jest } from '@jest/globals';
import { ManualTime, Pending, settled } from '../test/manual-time.js';
import { BreakerOpenError } from './breaker-open-error.js';
import { Bulkhead, BulkheadFullError } from './bulkhead.js';
import type { BreakerChange, CircuitBreakerOptions } from './circuit-breaker.js';
import { DeadlineExceededError } from './deadline.js';
import { createCircuitBreaker } from './guarded-breaker.js';

const down = new Error('down');
const fails = (): Promise<never> => Promise.reject(down);
const answers = (): Promise<string> => Promise.resolve('answer');

/** A breaker on manual time, without jitter, with what it did. */
function aBreaker(options: Partial<CircuitBreakerOptions> = {}) {
  const time = new ManualTime();
  const breaker = createCircuitBreaker({ name: 'skat', timers: time, random: () => 0.5, ...options });
  const changes: BreakerChange[] = [];
  breaker.onStateChange((change) => changes.push(change));
  const attempt = (call: () => Promise<string>): Promise<string> =>
    breaker.run(call).catch((error: unknown) => (error instanceof BreakerOpenError ? 'refused' : 'failed'));
  const attempts = async (count: number, call: () => Promise<string>): Promise<string[]> => {
    const outcomes: string[] = [];
    for (let i = 0; i < count; i++) outcomes.push(await attempt(call));
    return outcomes;
  };
  return { time, breaker, changes, attempt, attempts };
}

/** A probe whose answers the test chooses and whose calls it counts. */
class FakeProbe {
  calls = 0;
  atOnce = 0;
  mostAtOnce = 0;
  up = false;
  readonly run = async (): Promise<void> => {
    this.calls += 1;
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await Promise.resolve();
    this.atOnce -= 1;
    if (!this.up) throw down;
  };
}

const count = (outcomes: readonly string[], wanted: string): number =>
  outcomes.filter((outcome) => outcome === wanted).length;

describe('a circuit breaker that is closed', () => {
  it('passes results and errors on unchanged', async () => {
    const { breaker } = aBreaker();
    const answer = { amountOere: 1 };
    await expect(breaker.run(() => Promise.resolve(answer))).resolves.toBe(answer);
    await expect(breaker.run(fails)).rejects.toBe(down);
  });

  it('opens after exactly five failures in a row and refuses the sixth call', async () => {
    const { breaker, attempts } = aBreaker();
    expect(await attempts(4, fails)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(breaker.state).toBe('CLOSED');
    expect(await attempts(3, fails)).toEqual(['failed', 'refused', 'refused']);
    expect(breaker.state).toBe('OPEN');
    expect(breaker.counts).toMatchObject({ calls: 5, failures: 5, refused: 2, opened: 1 });
  });

  it('lets through five failing calls plus those under way, and no more', async () => {
    const { breaker, attempt } = aBreaker();
    const underWay = Array.from({ length: 31 }, () => new Pending());
    const outcomes = underWay.map(({ promise }) => attempt(() => promise));
    for (const call of underWay) {
      call.reject(down);
      await settled();
    }
    expect(await attempt(answers)).toBe('refused');
    expect(count(await Promise.all(outcomes), 'failed')).toBe(31);
    expect(breaker.counts).toMatchObject({ calls: 31, failures: 5, late: 26, refused: 1, opened: 1 });
  });

  it('begins counting anew after each success', async () => {
    const { breaker, attempts } = aBreaker();
    for (let round = 0; round < 4; round++) {
      await attempts(4, answers);
      await attempts(4, fails);
    }
    expect(breaker.state).toBe('CLOSED');
  });

  it('takes a call that throws instead of rejecting for a failing call', async () => {
    const { breaker, attempts } = aBreaker();
    await attempts(5, () => {
      throw down;
    });
    expect(breaker.state).toBe('OPEN');
  });

  it('counts neither for nor against the authority when the bulkhead is full inside it or the caller says so', async () => {
    const gone = new Error('client gone');
    const { breaker, attempts } = aBreaker({ classify: (error) => (error === gone ? 'ignored' : 'failure') });
    const { breaker: byDefault, attempts: attemptsByDefault } = aBreaker();
    await attempts(4, fails);
    await attempts(30, () => Promise.reject(gone));
    expect(breaker.state).toBe('CLOSED');
    await attempts(1, fails);
    expect(breaker.state).toBe('OPEN');
    expect(breaker.counts).toMatchObject({ failures: 5, ignored: 30, successes: 0 });

    await attemptsByDefault(15, () => Promise.reject(new BulkheadFullError(1)));
    await attemptsByDefault(15, () => Promise.reject(new BreakerOpenError('source', undefined, false)));
    expect(byDefault.counts).toMatchObject({ ignored: 30, failures: 0 });
    expect(byDefault.state).toBe('CLOSED');
  });

  it('stays closed when the bulkhead around it refuses', async () => {
    const { breaker } = aBreaker();
    const bulkhead = new Bulkhead(5);
    const underWay = new Pending();
    const outcomes = Array.from({ length: 40 }, () =>
      bulkhead.run(() => breaker.run(() => underWay.promise)).catch((error: unknown) => (error as Error).name),
    );
    underWay.resolve('answer');
    expect(count(await Promise.all(outcomes), 'BulkheadFullError')).toBe(35);
    expect(breaker.counts).toMatchObject({ calls: 5, successes: 5, failures: 0, ignored: 0 });
  });
});

describe('the rule about the share of failures', () => {
  /** `failures` of `calls`, spread so that no five failures follow one another. */
  async function spread(
    attempts: (count: number, call: () => Promise<string>) => Promise<string[]>,
    calls: number,
    failures: number,
  ) {
    let failed = 0;
    for (let i = 1; i <= calls; i++) {
      const due = Math.floor((i * failures) / calls) > failed;
      if (due) failed += 1;
      await attempts(1, due ? fails : answers);
    }
  }

  it('does not open at eleven failures of nineteen calls', async () => {
    const { breaker, attempts } = aBreaker();
    await spread(attempts, 19, 11);
    expect(breaker.state).toBe('CLOSED');
  });

  it('does not open at ten failures of twenty, which is not more than half', async () => {
    const { breaker, attempts } = aBreaker();
    await spread(attempts, 20, 10);
    expect(breaker.counts.failures).toBe(10);
    expect(breaker.state).toBe('CLOSED');
  });

  it('opens at eleven failures of twenty, before the caller hears of the last one', async () => {
    const { breaker, changes, attempts } = aBreaker();
    await spread(attempts, 20, 10);
    const stateWhenHeard = breaker.run(fails).then(undefined, () => breaker.state);
    expect(await stateWhenHeard).toBe('OPEN');
    expect(changes).toMatchObject([{ from: 'CLOSED', to: 'OPEN', reason: 'FAILURE_SHARE' }]);
  });

  it('leaves calls under way and calls that do not count out of the share', async () => {
    const { breaker, attempt, attempts } = aBreaker();
    for (let i = 0; i < 40; i++) void attempt(() => new Promise(() => undefined));
    await attempts(40, () => Promise.reject(new BulkheadFullError(1)));
    await spread(attempts, 20, 11);
    expect(breaker.state).toBe('OPEN');
  });

  it('forgets calls that ended more than ten seconds ago', async () => {
    const { time, breaker, attempts } = aBreaker();
    await spread(attempts, 16, 10);
    await time.advance(10_001);
    await spread(attempts, 19, 10);
    expect(breaker.state).toBe('CLOSED');
  });

  it('remembers calls that ended less than nine seconds ago', async () => {
    const { time, breaker, attempts } = aBreaker();
    await spread(attempts, 16, 10);
    await time.advance(8_999);
    await attempts(3, fails);
    await attempts(1, answers);
    await attempts(1, fails);
    expect(breaker.state).toBe('OPEN');
  });
});

describe('a circuit breaker that is open', () => {
  it('lets no citizen through and probes once per open period, never two at a time', async () => {
    const probe = new FakeProbe();
    const { time, breaker, changes, attempt, attempts } = aBreaker({ probe: probe.run });
    await attempts(5, fails);
    let through = 0;
    for (let second = 0; second < 300; second++) {
      for (let i = 0; i < 10; i++) if ((await attempt(answers)) !== 'refused') through += 1;
      await time.advance(1_000);
    }
    expect(through).toBe(0);
    expect(breaker.counts.refused).toBe(3_000);
    expect(probe.mostAtOnce).toBe(1);
    expect(probe.calls).toBe(changes.filter(({ to }) => to === 'HALF_OPEN').length);
    // 5 + 10 + 20 + 40 + 60 + 60 + 60 = 255 s, the next at 315 s
    expect(probe.calls).toBe(7);
  });

  it('tells when it looks again, first after five seconds, then doubling to sixty', async () => {
    const { time, breaker, attempts } = aBreaker({ probe: () => Promise.reject(down) });
    await attempts(5, fails);
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      const wait = breaker.retryAt!.getTime() - time.wallNow();
      waits.push(wait);
      await time.advance(wait);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    await expect(breaker.run(answers)).rejects.toMatchObject({
      breaker: 'skat',
      quarantined: false,
      retryAt: breaker.retryAt,
    });
  });

  it('closes after three successful probes in a row', async () => {
    const probe = new FakeProbe();
    probe.up = true;
    const { time, breaker, changes, attempts } = aBreaker({ probe: probe.run });
    await attempts(5, fails);
    await time.advance(5_000);
    expect([breaker.state, probe.calls]).toEqual(['HALF_OPEN', 1]);
    await time.advance(100);
    expect([breaker.state, probe.calls]).toEqual(['HALF_OPEN', 2]);
    await time.advance(100);
    expect([breaker.state, probe.calls, time.pending]).toEqual(['CLOSED', 3, 0]);
    expect(changes.map(({ reason }) => reason)).toEqual(['CONSECUTIVE_FAILURES', 'OPEN_TIME_OVER', 'PROBES_SUCCEEDED']);
  });

  it('lets no citizen through while it is half-open with a probe', async () => {
    const { time, attempts } = aBreaker({ probe: () => new Promise(() => undefined) });
    await attempts(5, fails);
    await time.advance(5_000);
    expect(count(await attempts(100, answers), 'refused')).toBe(100);
  });

  it('opens again, for twice as long, when the third probe fails', async () => {
    const probe = new FakeProbe();
    probe.up = true;
    const { time, breaker, attempts } = aBreaker({ probe: probe.run });
    await attempts(5, fails);
    await time.advance(5_100);
    probe.up = false;
    await time.advance(100);
    expect(breaker.state).toBe('OPEN');
    expect(breaker.retryAt!.getTime() - time.wallNow()).toBe(10_000);
    probe.up = true;
    await time.advance(10_100);
    expect(breaker.state).toBe('HALF_OPEN'); // two of three: the two from before do not count
  });

  it('takes a probe that does not settle for failed, tells it to stop, and tries again', async () => {
    const signals: AbortSignal[] = [];
    const { time, breaker, attempts } = aBreaker({
      probe: (signal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    await attempts(5, fails);
    await time.advance(5_000);
    expect([breaker.state, signals[0]?.aborted]).toEqual(['HALF_OPEN', false]);
    await time.advance(3_000);
    expect([breaker.state, signals[0]?.aborted]).toEqual(['OPEN', true]);
    expect(signals[0]?.reason).toBeInstanceOf(DeadlineExceededError);
    await time.advance(10_000);
    expect([breaker.state, signals.length]).toEqual(['HALF_OPEN', 2]);
  });

  it('does not hear what a probe says after its time', async () => {
    const first = new Pending<void>();
    const { time, breaker, attempts } = aBreaker({ probe: () => first.promise, probesToClose: 1 });
    await attempts(5, fails);
    await time.advance(8_000);
    first.resolve();
    await settled();
    expect(breaker.state).toBe('OPEN');
  });

  it('takes a probe that throws for failed', async () => {
    const { time, breaker, attempts } = aBreaker({
      probe: () => {
        throw down;
      },
    });
    await attempts(5, fails);
    await time.advance(5_000);
    expect(breaker.state).toBe('OPEN');
  });

  it('judges nothing by a call that ends after it opened, neither then nor after it closed', async () => {
    const { time, breaker, attempt, attempts } = aBreaker({ probe: () => Promise.resolve() });
    const slow = Array.from({ length: 30 }, () => new Pending());
    const outcomes = slow.map(({ promise }) => attempt(() => promise));
    await attempts(5, fails);
    slow.slice(0, 10).forEach((call) => call.resolve('answer'));
    await settled();
    expect(breaker.state).toBe('OPEN');
    await time.advance(15_200);
    expect(breaker.state).toBe('CLOSED');
    slow.slice(10).forEach((call) => call.reject(down));
    await settled();
    expect(breaker.state).toBe('CLOSED');
    expect(breaker.counts.late).toBe(30);
    expect(count(await Promise.all(outcomes), 'answer')).toBe(10);
  });

  it('opens by hand and recovers by itself', async () => {
    const { time, breaker, attempt } = aBreaker({ probe: () => Promise.resolve() });
    breaker.open();
    breaker.open();
    expect(await attempt(answers)).toBe('refused');
    await time.advance(5_200);
    expect(breaker.state).toBe('CLOSED');
    expect(breaker.counts.opened).toBe(1);
  });

  it('spreads the open periods of several instances by a fifth either way, never above the longest', async () => {
    const waitWith = (random: number): number => {
      const { time, breaker } = aBreaker({ random: () => random });
      breaker.open();
      return breaker.retryAt!.getTime() - time.wallNow();
    };
    expect([waitWith(0), waitWith(0.5), waitWith(0.999_999)]).toEqual([4_000, 5_000, 6_000]);
    const { time, breaker, attempts } = aBreaker({ random: () => 0.999_999, probe: () => Promise.reject(down) });
    await attempts(5, fails);
    await time.advance(600_000);
    expect(breaker.retryAt!.getTime() - time.wallNow()).toBeLessThanOrEqual(60_000);
  });
});

describe('a circuit breaker that has just closed', () => {
  async function recovered(options: Partial<CircuitBreakerOptions> = {}) {
    const rig = aBreaker({ probe: () => Promise.resolve(), ...options });
    await rig.attempts(5, fails);
    await rig.time.advance(5_200);
    expect(rig.breaker.state).toBe('CLOSED');
    return rig;
  }

  it('lets a tenth of the calls through in the first second and a tenth more in each one after', async () => {
    const { time, attempts } = await recovered();
    const admitted: number[] = [];
    for (let second = 0; second < 12; second++) {
      admitted.push(count(await attempts(100, answers), 'answer'));
      await time.advance(1_000);
    }
    expect(admitted).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100, 100]);
  });

  it('does not make the first citizen wait for the ramp', async () => {
    const { attempts } = await recovered();
    expect((await attempts(2, answers))[0]).toBe('answer');
  });

  it('is not opened by failures from before, with one failure after recovery', async () => {
    const { time, breaker, attempts } = await recovered({ openMs: 500, rampMs: 0 });
    expect(time.now()).toBeLessThan(1_000 + 10_000); // the failures from before would still be in the window
    await attempts(18, answers);
    await attempts(4, fails);
    expect(breaker.state).toBe('CLOSED');
  });

  it('begins counting failures in a row anew', async () => {
    const { breaker, attempts } = await recovered({ rampMs: 0 });
    await attempts(4, fails);
    expect(breaker.state).toBe('CLOSED');
    await attempts(1, fails);
    expect(breaker.state).toBe('OPEN');
  });

  it('keeps the rule about the share, with an empty window', async () => {
    const { breaker, changes, attempts } = await recovered({ rampMs: 0, consecutiveFailures: 1_000, minimumCalls: 4 });
    await attempts(3, fails);
    expect(breaker.state).toBe('CLOSED');
    await attempts(1, fails);
    expect(changes.at(-1)).toMatchObject({ to: 'OPEN', reason: 'FAILURE_SHARE' });
  });

  it('stays open twice as long when it fails during the ramp', async () => {
    const { time, breaker, attempts } = await recovered();
    await attempts(41, fails); // every tenth goes through
    expect(breaker.state).toBe('OPEN');
    expect(breaker.retryAt!.getTime() - time.wallNow()).toBe(10_000);
  });

  it('begins at the first open period again once the ramp is over', async () => {
    const { time, breaker, attempts } = await recovered();
    await time.advance(10_000);
    await attempts(5, fails);
    expect(breaker.retryAt!.getTime() - time.wallNow()).toBe(5_000);
  });
});

describe('a circuit breaker without a probe', () => {
  async function halfOpen(options: Partial<CircuitBreakerOptions> = {}) {
    const rig = aBreaker({ rampMs: 0, ...options });
    await rig.attempts(5, fails);
    await rig.time.advance(5_000);
    expect(rig.breaker.state).toBe('HALF_OPEN');
    return rig;
  }

  it('tries one call at a time and closes after three in a row', async () => {
    const { breaker, attempt, attempts } = await halfOpen();
    const trial = new Pending();
    const first = attempt(() => trial.promise);
    expect(count(await attempts(20, answers), 'refused')).toBe(20);
    trial.resolve('answer');
    expect(await first).toBe('answer');
    expect(breaker.state).toBe('HALF_OPEN');
    await attempts(2, answers);
    expect(breaker.state).toBe('CLOSED');
  });

  it('opens again at the first trial that fails', async () => {
    const { breaker, attempts } = await halfOpen();
    expect(await attempts(3, fails)).toEqual(['failed', 'refused', 'refused']);
    expect(breaker.state).toBe('OPEN');
  });

  it('lets the next one try when a trial did not count', async () => {
    const { breaker, attempts } = await halfOpen();
    await attempts(5, () => Promise.reject(new BulkheadFullError(1)));
    expect(breaker.state).toBe('HALF_OPEN');
    await attempts(3, answers);
    expect(breaker.state).toBe('CLOSED');
  });

  it('is not left half-open by a trial that never settles', async () => {
    const { time, breaker, attempt } = await halfOpen();
    void attempt(() => new Promise(() => undefined));
    await time.advance(3_000);
    expect(breaker.state).toBe('OPEN');
    await time.advance(10_000);
    expect(breaker.state).toBe('HALF_OPEN');
    expect(await attempt(answers)).toBe('answer');
  });

  it('waits half-open, without a timer, while nobody calls', async () => {
    const { time, breaker } = await halfOpen();
    await time.advance(3_600_000);
    expect([breaker.state, time.pending]).toEqual(['HALF_OPEN', 0]);
  });
});

describe('a quarantine', () => {
  it('is not ended by probes', async () => {
    const probe = new FakeProbe();
    probe.up = true;
    const { time, breaker, changes, attempt } = aBreaker({ probe: probe.run });
    breaker.quarantine();
    await time.advance(86_400_000);
    expect([breaker.state, breaker.quarantined, breaker.retryAt, probe.calls]).toEqual(['OPEN', true, undefined, 0]);
    await expect(breaker.run(answers)).rejects.toMatchObject({ quarantined: true });
    expect(await attempt(answers)).toBe('refused');
    expect(changes).toMatchObject([{ from: 'CLOSED', to: 'OPEN', reason: 'QUARANTINE' }]);
  });

  it('stops a probe that is under way from closing', async () => {
    const answer = new Pending<void>();
    const { time, breaker, attempts } = aBreaker({ probe: () => answer.promise, probesToClose: 1 });
    await attempts(5, fails);
    await time.advance(5_000);
    breaker.quarantine();
    answer.resolve();
    await settled();
    expect(breaker.state).toBe('OPEN');
  });

  it('holds for an authority that is already failing', async () => {
    const { time, breaker, attempts } = aBreaker({ probe: () => Promise.resolve() });
    await attempts(5, fails);
    breaker.quarantine();
    await time.advance(3_600_000);
    expect([breaker.state, breaker.counts.opened]).toEqual(['OPEN', 1]);
  });

  it('ends by hand, then probes decide', async () => {
    const probe = new FakeProbe();
    probe.up = true;
    const { time, breaker, attempt } = aBreaker({ probe: probe.run });
    breaker.quarantine();
    breaker.release();
    await settled();
    expect(await attempt(answers)).toBe('refused');
    await time.advance(200);
    expect([breaker.state, breaker.quarantined]).toEqual(['CLOSED', false]);
  });

  it('ends after its period where one is configured', async () => {
    const { time, breaker, changes } = aBreaker({ probe: () => Promise.resolve(), quarantineMs: 3_600_000 });
    breaker.quarantine();
    expect(breaker.retryAt!.getTime() - time.wallNow()).toBe(3_600_000);
    await time.advance(3_599_999);
    breaker.quarantine(); // once more changes nothing
    expect([breaker.state, changes.length]).toEqual(['OPEN', 1]);
    await time.advance(201);
    expect([breaker.state, breaker.quarantined]).toEqual(['CLOSED', false]);
  });

  it('is not ended by releasing what is not in quarantine', async () => {
    const { breaker, attempts } = aBreaker();
    breaker.release();
    expect(breaker.state).toBe('CLOSED');
    await attempts(5, fails);
    breaker.release();
    expect(breaker.state).toBe('OPEN');
  });
});

describe('the owner of a circuit breaker', () => {
  it('hears each change once, until it no longer listens, and cannot break a call by throwing', async () => {
    const { breaker, attempts } = aBreaker();
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const heard: string[] = [];
    const stopListening = breaker.onStateChange(({ to }) => {
      heard.push(to);
      throw new Error('listener at fault');
    });
    expect(await attempts(5, fails)).toEqual(Array(5).fill('failed'));
    stopListening();
    breaker.quarantine();
    expect(heard).toEqual(['OPEN']);
    expect(warn.mock.calls).toEqual([['a listener of the breaker "skat" threw']]);
    warn.mockRestore();
  });

  it('may put the authority into quarantine from within a listener', async () => {
    const { time, breaker, attempts } = aBreaker({ probe: () => Promise.resolve() });
    breaker.onStateChange(({ reason }) => {
      if (reason === 'CONSECUTIVE_FAILURES') breaker.quarantine();
    });
    await attempts(5, fails);
    await time.advance(3_600_000);
    expect([breaker.state, time.pending]).toEqual(['OPEN', 0]);
  });

  it('stops it with no timer and no probe left', async () => {
    const signals: AbortSignal[] = [];
    const { time, breaker, attempts } = aBreaker({
      probe: (signal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    await attempts(5, fails);
    await time.advance(5_000);
    breaker.stop();
    expect([time.pending, signals[0]?.aborted]).toEqual([0, true]);
    const { time: otherTime, breaker: other, attempts: otherAttempts } = aBreaker();
    other.stop();
    await otherAttempts(5, fails);
    expect([other.state, otherTime.pending]).toEqual(['OPEN', 0]);
    breaker.quarantine();
    breaker.release();
    expect([breaker.state, signals.length, time.pending]).toEqual(['HALF_OPEN', 1, 0]);
    other.quarantine();
    other.release();
    expect(await otherAttempts(1, answers)).toEqual(['refused']);
  });

  it.each([
    ['a time that no timer can keep', { openMsMax: 2 ** 31 }],
    ['an open time above the longest', { openMs: 70_000 }],
    ['no failure at all', { consecutiveFailures: 0 }],
    ['a window that is not a number', { windowMs: Number.NaN }],
  ])('is refused a breaker with %s', (_, options) => {
    expect(() => aBreaker(options)).toThrow(RangeError);
  });
});
