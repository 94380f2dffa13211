import { BoundedCache } from './bounded-cache.js';

describe('a cache with a bound', () => {
  it('forgets what was not asked for the longest', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.keep('a', 1);
    cache.keep('b', 2);
    expect(cache.find('a')).toBe(1);
    cache.keep('c', 3);
    expect([cache.find('a'), cache.find('b'), cache.find('c')]).toEqual([1, undefined, 3]);
    expect(cache.size).toBe(2);
  });

  it('never forgets what is pinned', () => {
    const cache = new BoundedCache<string, number>(1);
    cache.keep('pinned', 0, true);
    for (const key of ['a', 'b', 'c']) cache.keep(key, 1);
    expect(cache.find('pinned')).toBe(0);
    expect(cache.size).toBe(2);
  });

  it('knows a new value for a known key', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.keep('a', 1);
    cache.keep('a', 2);
    expect(cache.find('a')).toBe(2);
    expect(cache.size).toBe(1);
  });

  it('loses nothing else when a known key is kept again', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.keep('a', 1);
    cache.keep('b', 2);
    cache.keep('b', 3);
    expect([cache.find('a'), cache.find('b')]).toEqual([1, 3]);
  });

  it('is empty after it was cleared', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.keep('a', 1);
    cache.keep('b', 2, true);
    cache.clear();
    expect([cache.find('a'), cache.find('b'), cache.size]).toEqual([undefined, undefined, 0]);
  });
});
