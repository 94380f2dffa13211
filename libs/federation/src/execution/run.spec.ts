import { aContext } from '../../test/support/a-context.js';
import { Run } from './run.js';

const aRun = () => new Run({}, aContext());
/** A task that ends when the test says so. */
function held() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let isStarted = false;
  const task = () => {
    isStarted = true;
    return promise;
  };
  return { task, end: resolve, fail: reject, isStarted: () => isStarted };
}
/** Lets everything happen that needs nobody else. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the fetches of a deferred fragment', () => {
  it('begin at once when they depend on nothing', async () => {
    const run = aRun();
    const deferred = held();
    run.startDeferred('part', [], deferred.task);
    await settled();
    expect(deferred.isStarted()).toBe(true);
    expect(run.isSettled('part')).toBe(false);
    deferred.end();
    await settled();
    expect(run.isSettled('part')).toBe(true);
  });

  it('wait for all that they depend on', async () => {
    const run = aRun();
    const first = held();
    const deferred = held();
    const over = run.track(async () => {
      run.startDeferred('part', ['1', '2'], deferred.task);
      run.noteFetched('1');
      await first.task();
    });
    await settled();
    expect(deferred.isStarted()).toBe(false);
    run.noteFetched('2');
    await settled();
    expect(deferred.isStarted()).toBe(true);
    first.end();
    deferred.end();
    await over;
  });

  it('do not wait for one that conditions left out, once nothing is under way', async () => {
    const run = aRun();
    const first = held();
    const deferred = held();
    const over = run.track(async () => {
      run.startDeferred('part', ['left out'], deferred.task);
      await first.task();
    });
    await settled();
    expect(deferred.isStarted()).toBe(false);
    first.end();
    await over;
    await settled();
    expect(deferred.isStarted()).toBe(true);
    deferred.end();
  });

  it('of a fragment that the plan fetches nothing for are over', () => {
    expect(aRun().isSettled('unknown')).toBe(true);
  });
});

describe('a run is idle', () => {
  it('when nothing is being fetched and nothing waits to be', async () => {
    const run = aRun();
    const first = held();
    const deferred = held();
    expect(run.isIdle).toBe(true);
    const over = run.track(async () => {
      run.startDeferred('part', ['1'], deferred.task);
      await first.task();
    });
    expect(run.isIdle).toBe(false);
    first.end();
    await over;
    expect(run.isIdle).toBe(false);
    deferred.end();
    await settled();
    expect(run.isIdle).toBe(true);
  });

  it('also after something failed', async () => {
    const run = aRun();
    await expect(run.track(() => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
    expect(run.isIdle).toBe(true);
  });
});

describe('a change', () => {
  it('wakes everybody who waits for the next one, once', async () => {
    const run = aRun();
    const woken: string[] = [];
    const first = run.nextChange().then(() => woken.push('first'));
    const second = run.nextChange().then(() => woken.push('second'));
    await run.track(() => Promise.resolve());
    await Promise.all([first, second]);
    expect(woken).toEqual(['first', 'second']);
  });
});

describe('errors', () => {
  it('are handed out once, to the first who wants them', () => {
    const run = aRun();
    run.report({ code: 'AUTHORITY_ERROR', path: ['a'] });
    run.report({ code: 'AUTHORITY_ERROR', path: ['b'] });
    expect(run.takeErrors('', ({ path }) => path?.[0] === 'b').map(({ path }) => path)).toEqual([['b']]);
    expect(run.takeErrors('', () => true).map(({ path }) => path)).toEqual([['a']]);
    expect(run.takeErrors('', () => true)).toEqual([]);
  });

  it('go with the part that they were reported for, and with no other', () => {
    const run = aRun();
    run.report({ code: 'AUTHORITY_ERROR', path: ['a'] }, 'first');
    expect(run.takeErrors('second', () => true)).toEqual([]);
    expect(run.takeErrors('first', () => true)).toHaveLength(1);
  });

  it('of fetched fields are found at their place and above it', () => {
    const { failed } = aRun();
    expect(failed.isEmpty).toBe(true);
    failed.add(['a', 0, 'key', 'part'], { code: 'AUTHORITY_ERROR' });
    expect([failed.find(['a', 0, 'key'])?.code, failed.find(['a', 1, 'key']), failed.find(['b'])]).toEqual([
      'AUTHORITY_ERROR',
      undefined,
      undefined,
    ]);
  });
});
