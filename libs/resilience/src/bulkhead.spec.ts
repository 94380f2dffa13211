import { Pending } from '../test/manual-time.js';
import { Bulkhead, BulkheadFullError } from './bulkhead.js';

describe('a bulkhead', () => {
  it('refuses at once what is above its limit, without making the call', async () => {
    const bulkhead = new Bulkhead(2);
    const calls = [new Pending(), new Pending()];
    const underWay = calls.map(({ promise }) => bulkhead.run(() => promise));
    let made = false;
    const refused = bulkhead.run(() => {
      made = true;
      return Promise.resolve();
    });
    await expect(refused).rejects.toBeInstanceOf(BulkheadFullError);
    expect([made, bulkhead.inFlight, bulkhead.refused]).toEqual([false, 2, 1]);
    calls.forEach((call) => call.resolve('answer'));
    expect(await Promise.all(underWay)).toEqual(['answer', 'answer']);
    expect(bulkhead.inFlight).toBe(0);
  });

  it('frees the place of a call that fails or throws', async () => {
    const bulkhead = new Bulkhead(1);
    const down = new Error('down');
    await expect(bulkhead.run(() => Promise.reject(down))).rejects.toBe(down);
    await expect(
      bulkhead.run(() => {
        throw down;
      }),
    ).rejects.toBe(down);
    await expect(bulkhead.run(() => Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('never has more calls under way than its limit', async () => {
    const bulkhead = new Bulkhead(5);
    let underWay = 0;
    let most = 0;
    const call = async (): Promise<void> => {
      most = Math.max(most, (underWay += 1));
      await Promise.resolve();
      underWay -= 1;
    };
    for (let round = 0; round < 10; round++)
      await Promise.allSettled(Array.from({ length: 40 }, () => bulkhead.run(call)));
    expect([most, bulkhead.inFlight, bulkhead.refused]).toEqual([5, 0, 350]);
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be made with a limit of %s', (limit) => {
    expect(() => new Bulkhead(limit)).toThrow(RangeError);
  });
});
