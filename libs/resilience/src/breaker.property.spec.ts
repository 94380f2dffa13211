import fc from 'fast-check';
import { ManualTime, Pending, settled } from '../test/manual-time.js';
import { BreakerOpenError } from './breaker-open-error.js';
import { BulkheadFullError } from './bulkhead.js';
import type { BreakerChange } from './circuit-breaker.js';
import { GuardedBreaker } from './guarded-breaker.js';
import { openPeriodMs } from './open-period.js';
import { Ramp } from './ramp.js';

const LEGAL = new Set([
  'CLOSED>OPEN CONSECUTIVE_FAILURES',
  'CLOSED>OPEN FAILURE_SHARE',
  'CLOSED>OPEN OPENED_BY_HAND',
  'CLOSED>OPEN QUARANTINE',
  'OPEN>OPEN QUARANTINE',
  'OPEN>HALF_OPEN OPEN_TIME_OVER',
  'OPEN>HALF_OPEN RELEASED',
  'HALF_OPEN>OPEN PROBE_FAILED',
  'HALF_OPEN>OPEN OPENED_BY_HAND',
  'HALF_OPEN>OPEN QUARANTINE',
  'HALF_OPEN>CLOSED PROBES_SUCCEEDED',
]);

type Ending = 'answers' | 'fails' | 'ignored';
type Step =
  | { do: 'call'; ends: Ending }
  | { do: 'begin' }
  | { do: 'end'; which: number; ends: Ending }
  | { do: 'advance'; ms: number }
  | { do: 'probe'; answers: 'up' | 'down' | 'hangs' }
  | { do: 'quarantine' | 'release' | 'open' };

const ending = fc.constantFrom<Ending>('answers', 'fails', 'ignored');
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('call' as const), ends: ending }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('begin' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(9), ends: ending }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.constantFrom(1, 99, 500, 1_000, 3_000, 5_000, 12_000, 61_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('probe' as const),
      answers: fc.constantFrom('up' as const, 'down' as const, 'hangs' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('quarantine' as const, 'release' as const, 'open' as const) }),
  },
);

/** Drives a breaker through steps and checks, after each and at each call, what must always hold. */
class Drill {
  readonly #time = new ManualTime();
  readonly #breaker: GuardedBreaker;
  readonly #underWay: Pending[] = [];
  readonly #changes: BreakerChange[] = [];
  readonly faults: string[] = [];
  #attempts = 0;
  #probeAnswers: 'up' | 'down' | 'hangs' = 'up';
  #probesAtOnce = 0;
  #failuresInARow = 0;

  constructor(private readonly hasProbe: boolean) {
    this.#breaker = new GuardedBreaker({
      name: 'skat',
      timers: this.#time,
      random: () => 0.5,
      ...(hasProbe ? { probe: (signal: AbortSignal) => this.#probe(signal) } : {}),
    });
    this.#breaker.onStateChange((change) => {
      this.#changes.push(change);
      if (change.reason === 'CONSECUTIVE_FAILURES' && this.#failuresInARow !== 4) this.faults.push('opened too early');
      this.#failuresInARow = 0;
    });
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'call':
        await this.#end(this.#begin(), step.ends);
        break;
      case 'begin':
        this.#underWay.push(this.#begin());
        break;
      case 'end':
        await this.#end(this.#underWay.splice(step.which, 1)[0], step.ends);
        break;
      case 'advance':
        await this.#time.advance(step.ms);
        break;
      case 'probe':
        this.#probeAnswers = step.answers;
        break;
      default:
        this.#breaker[step.do]();
    }
    await settled();
    this.#check();
  }

  #begin(): Pending {
    const call = new Pending();
    const { state, counts } = this.#breaker;
    this.#attempts += 1;
    let made = false;
    this.#breaker
      .run(() => {
        made = true;
        return call.promise;
      })
      .catch((error: unknown) => {
        if (error instanceof BreakerOpenError && made) this.faults.push('a call was made and refused');
      });
    if (made && state === 'OPEN') this.faults.push('a call went through while open');
    if (made && state === 'HALF_OPEN' && this.hasProbe) this.faults.push('a call went through while probes decide');
    if (made !== (this.#breaker.counts.calls === counts.calls + 1)) this.faults.push('a call was not counted');
    return call;
  }

  async #end(call: Pending | undefined, ends: Ending): Promise<void> {
    const before = this.#breaker.counts;
    if (ends === 'answers') call?.resolve('answer');
    else call?.reject(ends === 'fails' ? new Error('down') : new BulkheadFullError(1));
    await settled();
    const after = this.#breaker.counts;
    if (after.successes > before.successes) this.#failuresInARow = 0;
    if (after.failures > before.failures && this.#breaker.state === 'CLOSED') this.#failuresInARow += 1;
  }

  async #probe(signal: AbortSignal): Promise<void> {
    this.#probesAtOnce += 1;
    if (this.#probesAtOnce > 1) this.faults.push('two probes at a time');
    if (this.#breaker.quarantined) this.faults.push('a probe in quarantine');
    try {
      await Promise.resolve();
      if (this.#probeAnswers === 'hangs')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      if (this.#probeAnswers === 'down') throw new Error('down');
    } finally {
      this.#probesAtOnce -= 1;
    }
  }

  #check(): void {
    const { state, counts, quarantined, retryAt } = this.#breaker;
    const must = (holds: boolean, fault: string): void => void (holds || this.faults.push(fault));
    const halfOpens = this.#changes.filter(({ to }) => to === 'HALF_OPEN').length;
    for (const { from, to, reason } of this.#changes)
      must(LEGAL.has(`${from}>${to} ${reason}`), `${from}>${to} ${reason}`);
    this.#changes.forEach(({ from }, i) =>
      must(from === (this.#changes[i - 1]?.to ?? 'CLOSED'), 'a change was not told'),
    );
    must(state === (this.#changes.at(-1)?.to ?? 'CLOSED'), 'the state is not the one told last');
    must(counts.calls + counts.refused === this.#attempts, 'an attempt was not counted');
    const ended = counts.successes + counts.failures + counts.ignored + counts.late;
    must(counts.calls - ended <= this.#underWay.length, 'an ended call was not counted');
    must(counts.probes <= 3 * halfOpens, 'more than three probes in a recovery');
    must(!quarantined || state === 'OPEN', 'a quarantine that is not open');
    must((retryAt !== undefined) === (state === 'OPEN' && !quarantined), 'retryAt does not fit the state');
    must(this.#failuresInARow < 5, 'closed after five failures in a row');
  }
}

describe('a circuit breaker, whatever happens', () => {
  it.each([true, false])(
    'lets no call through while open, changes state legally and counts right (with a probe: %s)',
    async (hasProbe) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
          const drill = new Drill(hasProbe);
          for (const each of steps) await drill.take(each);
          expect(drill.faults).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
    30_000,
  );

  it('recovers from anything but a quarantine once the other side is back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), fc.nat(20_000)), { maxLength: 30 }), async (weather) => {
        const time = new ManualTime();
        let up = true;
        const probe = (): Promise<void> => (up ? Promise.resolve() : Promise.reject(new Error('down')));
        const breaker = new GuardedBreaker({ name: 'skat', timers: time, probe });
        for (const [isUp, ms] of weather) {
          up = isUp;
          for (let i = 0; i < 6; i++) await breaker.run(probe).catch(() => undefined);
          await time.advance(ms);
        }
        up = true;
        await time.advance(60_000 + 200 + 10_000);
        await expect(breaker.run(() => Promise.resolve('answer'))).resolves.toBe('answer');
      }),
    );
  }, 30_000);
});

describe('the ramp', () => {
  it('admits in each tenth of its time at most its share, and one call more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.array(fc.nat(70_000), { maxLength: 300 }),
        (rampMs, times) => {
          const ramp = new Ramp(0, rampMs);
          let admitted = 0;
          let share = 0;
          for (const at of times.toSorted((a, b) => a - b).filter((time) => time < rampMs)) {
            share += (Math.floor((at / rampMs) * 10) + 1) / 10;
            if (ramp.admits(at)) admitted += 1;
          }
          expect(admitted).toBeLessThanOrEqual(share + 1);
          expect(admitted).toBeGreaterThan(share - 1);
        },
      ),
    );
  });
});

describe('the open period', () => {
  const rule = { openMs: 5_000, openMsMax: 60_000, jitterPercent: 20 };

  it('lies within a fifth of the doubled time and never above the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (openings, random) => {
          const nominal = Math.min(5_000 * 2 ** (openings - 1), 60_000);
          const openMs = openPeriodMs(rule, openings, () => random);
          expect(openMs).toBeGreaterThanOrEqual(nominal * 0.8);
          expect(openMs).toBeLessThanOrEqual(Math.min(nominal * 1.2, 60_000));
        },
      ),
    );
  });
});
