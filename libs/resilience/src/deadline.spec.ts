import { getEventListeners } from 'node:events';
import { jest } from '@jest/globals';
import { ManualTime } from '../test/manual-time.js';
import { Deadline, DeadlineExceededError } from './deadline.js';

describe('a deadline', () => {
  it('aborts when its time is over, not before', async () => {
    const time = new ManualTime();
    const deadline = Deadline.after(800, undefined, time);
    await time.advance(799);
    expect([deadline.signal.aborted, deadline.remainingMs(), deadline.expired]).toEqual([false, 1, false]);
    await time.advance(1);
    expect([deadline.signal.aborted, deadline.remainingMs(), deadline.expired]).toEqual([true, 0, true]);
    expect(deadline.signal.reason).toBeInstanceOf(DeadlineExceededError);
  });

  it('follows fake timers', () => {
    jest.useFakeTimers();
    const deadline = Deadline.after(800);
    jest.advanceTimersByTime(300);
    expect(deadline.remainingMs()).toBeCloseTo(500, 3);
    jest.advanceTimersByTime(500);
    expect(deadline.signal.aborted).toBe(true);
    jest.useRealTimers();
  });

  it('aborts with its parent, for the reason of the parent', () => {
    const time = new ManualTime();
    const parent = new AbortController();
    const gone = new Error('client gone');
    const deadline = Deadline.after(800, parent.signal, time);
    parent.abort(gone);
    expect([deadline.signal.reason, deadline.expired, deadline.remainingMs(), time.pending]).toEqual([
      gone,
      false,
      0,
      0,
    ]);
  });

  it('is over at once under a parent that has aborted, and with no time at all', () => {
    const time = new ManualTime();
    const gone = new Error('client gone');
    expect(Deadline.after(800, AbortSignal.abort(gone), time).signal.reason).toBe(gone);
    expect(Deadline.after(0, undefined, time).expired).toBe(true);
    expect(Deadline.after(-5, undefined, time).remainingMs()).toBe(0);
    expect(time.pending).toBe(0);
  });

  it('leaves no timer and no listener behind when disposed of, aborted or over', async () => {
    const time = new ManualTime();
    const parent = new AbortController();
    {
      using deadline = Deadline.after(800, parent.signal, time);
      expect([time.pending, getEventListeners(deadline.signal, 'abort').length]).toEqual([1, 0]);
      expect(getEventListeners(parent.signal, 'abort').length).toBe(1);
    }
    expect([time.pending, getEventListeners(parent.signal, 'abort').length]).toEqual([0, 0]);
    Deadline.after(800, parent.signal, time);
    await time.advance(800);
    expect([time.pending, getEventListeners(parent.signal, 'abort').length]).toEqual([0, 0]);
  });

  it('does not abort any more once it is disposed of', async () => {
    const time = new ManualTime();
    const parent = new AbortController();
    const deadline = Deadline.after(800, parent.signal, time);
    deadline[Symbol.dispose]();
    parent.abort();
    await time.advance(1_000);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('can have a thousand children at a time without a warning', () => {
    const warn = jest.spyOn(process, 'emitWarning');
    const time = new ManualTime();
    const page = Deadline.after(1_000, undefined, time);
    const children = Array.from({ length: 1_000 }, () => page.within(800));
    const others = Array.from({ length: 1_000 }, () => Deadline.after(800, page.signal, time));
    expect([page.followers, getEventListeners(page.signal, 'abort').length]).toEqual([1_000, 1_000]);
    [...children, ...others].forEach((child) => child[Symbol.dispose]());
    expect([page.followers, getEventListeners(page.signal, 'abort').length]).toEqual([0, 0]);
    expect(warn.mock.calls).toEqual([]);
    warn.mockRestore();
  });

  it('never gives a part more than it has left', async () => {
    const time = new ManualTime();
    const page = Deadline.after(1_000, undefined, time);
    expect(page.within(800).remainingMs()).toBe(800);
    await time.advance(700);
    const late = page.within(800);
    expect(late.remainingMs()).toBe(300);
    await time.advance(300);
    expect(late.signal.reason).toBeInstanceOf(DeadlineExceededError);
    expect(page.within(800).signal.aborted).toBe(true);
  });

  it('tells its listeners once why it is over, and late ones at once', async () => {
    const time = new ManualTime();
    const heard: unknown[] = [];
    const deadline = Deadline.after(800, undefined, time);
    deadline.onOver((reason) => heard.push(reason));
    deadline.onOver((reason) => heard.push(reason))();
    expect(deadline.followers).toBe(1);
    await time.advance(800);
    expect(heard).toEqual([expect.any(DeadlineExceededError)]);
    deadline.onOver((reason) => heard.push(reason));
    deadline.end(new Error('too late'));
    expect(heard).toEqual([deadline.reason, deadline.reason]);
  });

  it('can be ended before its time, with all its parts, for a reason that is no expiry', () => {
    const time = new ManualTime();
    const page = Deadline.after(1_000, undefined, time);
    const part = page.within(800);
    const gone = new Error('client gone');
    const { signal } = part;
    page.end(gone);
    expect([page.isOver, part.isOver, part.reason, signal.reason, time.pending]).toEqual([true, true, gone, gone, 0]);
    expect([page.expired, part.expired, part.remainingMs()]).toEqual([false, false, 0]);
    expect(page.within(800).reason).toBe(gone);
  });

  it('tells nobody any more once it is disposed of, not even when it is ended', () => {
    const time = new ManualTime();
    const page = Deadline.after(1_000, undefined, time);
    const part = page.within(800);
    page[Symbol.dispose]();
    page.end(new Error('client gone'));
    expect([page.isOver, part.isOver]).toEqual([false, false]);
  });

  it('tells its own time from that of the whole', async () => {
    const time = new ManualTime();
    const page = Deadline.after(500, undefined, time);
    const part = Deadline.after(800, page.signal, time);
    await time.advance(500);
    expect([page.expired, part.expired, part.signal.reason instanceof DeadlineExceededError]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'refuses %s milliseconds, which a timer would take for none',
    (ms) => {
      expect(() => Deadline.after(ms)).toThrow(RangeError);
    },
  );
});
