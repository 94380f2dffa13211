import { jest } from '@jest/globals';
import { ShortMemory } from './short-memory.js';

describe('a short memory', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('lets go of everything in time, even when nobody asks any more', () => {
    const memory = new ShortMemory<string>(10, () => Date.now());
    memory.keep('a', 'token-a', 1_000);
    jest.advanceTimersByTime(999);
    memory.keep('b', 'token-b', 1_000);
    expect([memory.find('a'), memory.find('b')]).toEqual(['token-a', 'token-b']);

    jest.advanceTimersByTime(1);
    expect([memory.find('a'), memory.find('b'), memory.size]).toEqual([undefined, 'token-b', 1]);
    jest.advanceTimersByTime(2_000);
    expect(memory.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps nothing for more than a second after its time, however late it came', () => {
    const memory = new ShortMemory<string>(10, () => Date.now());
    memory.keep('a', 'value-a', 60_000);
    jest.advanceTimersByTime(59_000);
    memory.keep('b', 'value-b', 60_000);
    jest.advanceTimersByTime(61_000);
    expect(memory.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('holds no more than it may: the oldest goes first, and with no capacity nothing stays', () => {
    const memory = new ShortMemory<string>(2, () => Date.now());
    for (const key of ['a', 'b', 'a', 'c']) memory.keep(key, `value-${key}`, 1_000);
    expect([memory.find('a'), memory.find('b'), memory.find('c'), memory.size]).toEqual([
      'value-a',
      undefined,
      'value-c',
      2,
    ]);
    const none = new ShortMemory<string>(0, () => Date.now());
    none.keep('a', 'value-a', 1_000);
    expect([none.find('a'), none.size]).toEqual([undefined, 0]);
  });
});
