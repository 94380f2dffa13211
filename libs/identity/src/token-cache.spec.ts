import { jest } from '@jest/globals';
import { TokenCache } from './token-cache.js';

describe('TokenCache', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('lets go of every token in time, even when nobody asks any more', () => {
    const cache = new TokenCache(10, () => Date.now());
    cache.keep('a', 'token-a', 1_000);
    jest.advanceTimersByTime(999);
    cache.keep('b', 'token-b', 1_000);
    expect([cache.find('a'), cache.find('b')]).toEqual(['token-a', 'token-b']);

    jest.advanceTimersByTime(1);
    expect([cache.find('a'), cache.find('b'), cache.size]).toEqual([undefined, 'token-b', 1]);
    jest.advanceTimersByTime(2_000);
    expect(cache.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
