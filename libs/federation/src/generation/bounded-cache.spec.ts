import fc from 'fast-check';
import { BoundedCache } from './bounded-cache.js';

describe('a bounded cache', () => {
  it('forgets what was asked for longest ago', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.keep('a', 1);
    cache.keep('b', 2);
    cache.find('a');
    cache.keep('c', 3);
    expect([cache.find('a'), cache.find('b'), cache.find('c')]).toEqual([1, undefined, 3]);
  });

  it('keeps what is pinned beside that', () => {
    const cache = new BoundedCache<string, number>(1);
    cache.keep('pinned', 0, true);
    cache.keep('a', 1);
    cache.keep('b', 2);
    expect([cache.find('pinned'), cache.find('a'), cache.find('b'), cache.size]).toEqual([0, undefined, 2, 2]);
    cache.clear();
    expect([cache.find('pinned'), cache.size]).toEqual([undefined, 0]);
  });

  it('never grows beyond its capacity and always knows what was kept last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.nat(20)), (capacity, keys) => {
        const cache = new BoundedCache<number, number>(capacity);
        for (const key of keys) {
          if (cache.find(key) === undefined) cache.keep(key, key);
          expect(cache.size).toBeLessThanOrEqual(capacity);
          expect(cache.find(key)).toBe(key);
        }
      }),
    );
  });
});
