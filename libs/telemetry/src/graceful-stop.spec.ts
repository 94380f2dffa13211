import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { capturedLog } from '../test/captured-log.js';
import { gracefulStop, type Closer } from './graceful-stop.js';

const CANARY = 'canary-7f3a';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

function aProcess(closers: Closer[], limitMs = 1_000) {
  const target = new FakeProcess();
  const log = capturedLog();
  const stop = gracefulStop({ logger: log.logger, closers, limitMs, process: target });
  return { target, stop, ...log };
}

describe('a graceful stop', () => {
  it.each(['SIGTERM', 'SIGINT'])('closes everything in order on %s, then exits with 0', async (signal) => {
    const closed: string[] = [];
    const closer = (name: string): Closer => ({
      name,
      close: async () => {
        await Promise.resolve();
        closed.push(name);
      },
    });
    const { target, stop, lines } = aProcess([closer('listener'), closer('calls'), closer('breakers')]);
    target.emit(signal, signal);
    await stop.stop('the same stop');
    expect([closed, target.exits]).toEqual([['listener', 'calls', 'breakers'], [0]]);
    expect(lines()).toMatchObject([{ msg: 'stopping', reason: signal }, { msg: 'stopped' }]);
  });

  it('goes on after a closer that fails, and exits with 1', async () => {
    const closed: string[] = [];
    const { target, stop, lines, text } = aProcess([
      {
        name: 'first',
        close: () => {
          throw new Error(CANARY);
        },
      },
      { name: 'second', close: () => void closed.push('second') },
    ]);
    await stop.stop('test');
    expect([closed, target.exits]).toEqual([['second'], [1]]);
    expect(lines()).toMatchObject([{}, { level: 'error', closer: 'first', err: { type: 'Error' } }, {}]);
    expect(text()).not.toContain(CANARY);
  });

  it('does not wait longer than its limit', async () => {
    jest.useFakeTimers();
    const { target, stop, lines } = aProcess([{ name: 'stuck', close: () => new Promise(() => undefined) }], 5_000);
    const stopped = stop.stop('test');
    await jest.advanceTimersByTimeAsync(4_999);
    expect(target.exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await stopped;
    jest.useRealTimers();
    expect(target.exits).toEqual([1]);
    expect(lines()[1]).toMatchObject({ msg: 'stopping took too long', closer: 'stuck', limitMs: 5_000 });
  });

  it('is not hurried by further signals', async () => {
    let closes = 0;
    const slow = new Promise<void>((resolve) => setImmediate(resolve));
    const { target, stop, lines } = aProcess([{ name: 'slow', close: () => (closes++, slow) }]);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT']) target.emit(signal, signal);
    expect(target.exits).toEqual([]);
    await stop.stop('the same stop');
    expect([closes, target.exits, lines().length]).toEqual([1, [0], 2]);
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'closes and exits with 1 after an %s, whose message it does not log',
    async (event) => {
      const { target, stop, text, lines } = aProcess([]);
      target.emit(event, new TypeError(CANARY));
      target.emit(event, CANARY);
      await stop.stop('the same stop');
      expect(target.exits).toEqual([1]);
      expect(lines()[0]).toMatchObject({ level: 'fatal', err: { type: 'TypeError' } });
      expect(text()).not.toContain(CANARY);
    },
  );

  it('leaves the process as it was when it is told to forget', () => {
    const { target, stop } = aProcess([]);
    expect(target.eventNames()).toHaveLength(4);
    stop.forget();
    expect(target.eventNames()).toEqual([]);
  });
});
