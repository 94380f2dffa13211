import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { jest } from '@jest/globals';
import type Opossum from 'opossum';
import { ManualTime, Pending } from '../test/manual-time.js';
import { GuardedBreaker } from './guarded-breaker.js';
import { OpossumCircuit, circuitOptions } from './opossum-circuit.js';

type Options = Opossum.Options<[boolean]>;

const RULE = { name: 'skat', failureSharePercent: 50, minimumCalls: 20, windowMs: 10_000 };

/** A circuit with right options, or with a wrong one, and whether it has opened. */
function aCircuit(mutant: Options = {}) {
  const time = new ManualTime();
  const state = { open: false };
  const circuit = new OpossumCircuit(
    RULE,
    time,
    () => {
      state.open = true;
    },
    mutant,
  );
  const note = async (...outcomes: boolean[]): Promise<void> => {
    for (const outcome of outcomes) await circuit.note(outcome);
  };
  return { time, circuit, note, isOpen: () => state.open };
}

const successes = (count: number): boolean[] => Array<boolean>(count).fill(true);
const failures = (count: number): boolean[] => Array<boolean>(count).fill(false);

/**
 * One experiment for each trap of reliability.md §7.2 that an option can open. Each runs with the right options and
 * with the wrong one, and must see the difference: so it fails when the option is wrong.
 */
const TRAPS: {
  trap: string;
  mutant: Options;
  right: unknown;
  wrong: unknown;
  experiment(mutant: Options): Promise<unknown>;
}[] = [
  {
    trap: 'capacity, which counts refusals as failures: 40 good calls that end together open nothing',
    mutant: { capacity: 5 },
    right: false,
    wrong: true,
    async experiment(mutant) {
      const { circuit, isOpen } = aCircuit(mutant);
      await Promise.all(successes(40).map((outcome) => circuit.note(outcome)));
      return isOpen();
    },
  },
  {
    trap: 'coalesce, which takes calls for one another: 12 of 20 failing calls that end together open',
    mutant: { coalesce: true, coalesceTTL: 1_000 } as Options,
    right: true,
    wrong: false,
    async experiment(mutant) {
      const { circuit, isOpen } = aCircuit(mutant);
      await Promise.all([...successes(8), ...failures(12)].map((outcome) => circuit.note(outcome)));
      return isOpen();
    },
  },
  {
    trap: 'cache, which remembers an outcome for later calls: what is good now is not good for ever',
    mutant: { cache: true, cacheGetKey: () => 'any citizen' },
    right: true,
    wrong: false,
    async experiment(mutant) {
      const { note, isOpen } = aCircuit(mutant);
      await note(...successes(1), ...failures(40));
      return isOpen();
    },
  },
  {
    trap: 'errorFilter, which counts errors as successes: 40 failing calls open',
    mutant: { errorFilter: () => true },
    right: true,
    wrong: false,
    async experiment(mutant) {
      const { note, isOpen } = aCircuit(mutant);
      await note(...failures(40));
      return isOpen();
    },
  },
  {
    trap: 'timeout: no call gets a timer',
    mutant: { timeout: 800 },
    right: 0,
    wrong: 30,
    async experiment(mutant) {
      const { note } = aCircuit(mutant);
      const timers = jest.spyOn(globalThis, 'setTimeout');
      await note(...successes(30));
      const count = timers.mock.calls.length;
      timers.mockRestore();
      return count;
    },
  },
  {
    trap: 'snapshots: a circuit has no timer',
    mutant: { enableSnapshots: true },
    right: 0,
    wrong: 1,
    experiment: intervalsOf,
  },
  {
    trap: 'bucket rotation: a circuit has no timer',
    mutant: { rotateBucketController: undefined } as Options,
    right: 0,
    wrong: 1,
    experiment: intervalsOf,
  },
  {
    trap: 'bucket rotation: failures leave the window with the clock',
    mutant: { rotateBucketController: new EventEmitter() },
    right: false,
    wrong: true,
    async experiment(mutant) {
      const { time, note, isOpen } = aCircuit(mutant);
      await note(...failures(19));
      await time.advance(10_001);
      await note(false);
      return isOpen();
    },
  },
  {
    trap: 'percentiles: no latencies are sorted when a call fails',
    mutant: { rollingPercentilesEnabled: true },
    right: 0,
    wrong: 15,
    async experiment(mutant) {
      const { note } = aCircuit(mutant);
      const sorts = jest.spyOn(Array.prototype, 'sort');
      await note(...failures(15));
      const count = sorts.mock.calls.length;
      sorts.mockRestore();
      return count;
    },
  },
  {
    trap: 'volumeThreshold 0: one failure after the start opens nothing',
    mutant: { volumeThreshold: 0 },
    right: false,
    wrong: true,
    async experiment(mutant) {
      const { note, isOpen } = aCircuit(mutant);
      await note(false);
      return isOpen();
    },
  },
  {
    trap: 'warm-up, which forgives everything after the start: 40 failing calls open',
    mutant: { allowWarmUp: true },
    right: true,
    wrong: false,
    async experiment(mutant) {
      const { circuit, note, isOpen } = aCircuit(mutant);
      await note(...failures(40));
      circuit.stop();
      return isOpen();
    },
  },
];

async function intervalsOf(mutant: Options): Promise<number> {
  const intervals = jest
    .spyOn(globalThis, 'setInterval')
    .mockReturnValue({ unref: () => undefined } as unknown as NodeJS.Timeout);
  aCircuit(mutant);
  const count = intervals.mock.calls.length;
  intervals.mockRestore();
  return count;
}

describe('opossum, as it is set up here', () => {
  it.each(TRAPS)('avoids $trap', async ({ experiment, right }) => {
    expect(await experiment({})).toBe(right);
  });

  it.each(TRAPS)('would be caught with $trap', async ({ experiment, mutant, wrong }) => {
    expect(await experiment(mutant)).toBe(wrong);
  });

  it('turns the window by the clock, however the calls fall', async () => {
    const { time, note, isOpen } = aCircuit();
    await note(...failures(19));
    for (let i = 0; i < 6; i++) {
      await time.advance(1_700);
      await note(true);
    }
    expect(time.now()).toBe(1_000 + 10_200);
    await note(false);
    expect(isOpen()).toBe(false);
  });

  it('gets these options and no others', () => {
    const controller = new EventEmitter();
    expect(circuitOptions(RULE, controller)).toStrictEqual({
      name: 'skat',
      timeout: false,
      errorThresholdPercentage: 50,
      volumeThreshold: 20,
      rollingCountTimeout: 10_000,
      rollingCountBuckets: 10,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rotateBucketController: controller,
      resetTimeout: 2 ** 31 - 1,
    });
  });

  it('never reopens by itself: its timer is gone as soon as it has opened', async () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    const clear = jest.spyOn(globalThis, 'clearTimeout');
    const breaker = new GuardedBreaker({ name: 'skat', timers: new ManualTime(), consecutiveFailures: 1_000 });
    for (let i = 0; i < 20; i++) await breaker.run(() => Promise.reject(new Error('down'))).catch(() => undefined);
    expect(breaker.state).toBe('OPEN');
    const cleared = clear.mock.calls.map(([timer]) => timer);
    expect(set.mock.results.filter(({ value }) => !cleared.includes(value as NodeJS.Timeout))).toEqual([]);
    expect(set.mock.calls.length).toBe(1);
    set.mockRestore();
    clear.mockRestore();
  });

  it('warns of nothing and leaks nothing over 200 breakers and 200 openings', async () => {
    const warn = jest.spyOn(process, 'emitWarning');
    const time = new ManualTime();
    const breakers = Array.from(
      { length: 200 },
      () => new GuardedBreaker({ name: 'skat', timers: time, probe: () => Promise.resolve() }),
    );
    const [breaker] = breakers;
    for (let i = 0; i < 200; i++) {
      breaker!.open();
      await time.advance(61_000);
      expect(breaker!.state).toBe('CLOSED');
    }
    expect(warn).not.toHaveBeenCalled();
    expect(time.pending).toBe(0);
    warn.mockRestore();
  });

  it('never hears what is asked, answered or thrown', async () => {
    const emitted: unknown[] = [];
    const emit = jest.spyOn(EventEmitter.prototype, 'emit').mockImplementation(function (
      this: EventEmitter,
      event,
      ...details
    ) {
      emitted.push([event, ...details]);
      return true;
    });
    const breaker = new GuardedBreaker({ name: 'skat', timers: new ManualTime() });
    const citizen = 'canary-6101701234';
    await breaker.run(() => Promise.resolve({ name: citizen }));
    await breaker.run(() => Promise.reject(new Error(citizen))).catch(() => undefined);
    emit.mockRestore();
    expect(emitted.map((event) => (event as unknown[])[0])).toEqual(['fire', 'success', 'fire', 'failure']);
    expect(inspect(emitted, { depth: 10 })).not.toContain('canary');
  });

  it('gives each of many calls under way its own answer, and one that fails takes no other with it', async () => {
    const breaker = new GuardedBreaker({ name: 'skat', timers: new ManualTime() });
    const calls = Array.from({ length: 20 }, () => new Pending());
    const outcomes = calls.map(({ promise }) =>
      breaker.run(() => promise).catch((error: unknown) => (error as Error).message),
    );
    calls[7]!.reject(new Error('call 7 failed'));
    calls.forEach((call, index) => call.resolve(`answer ${index}`));
    expect(await Promise.all(outcomes)).toEqual(
      calls.map((_, index) => (index === 7 ? 'call 7 failed' : `answer ${index}`)),
    );
  });

  it('is not waited for when calls succeed', async () => {
    const { circuit } = aCircuit();
    circuit.stop();
    await expect(circuit.note(true)).resolves.toBeUndefined();
    await expect(circuit.note(false)).resolves.toBeUndefined();
  });
});
