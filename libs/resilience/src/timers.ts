/** Stops a timer that has not run yet; harmless afterwards. */
export type CancelTimer = () => void;

/** Time as this library sees it. Injected, so that tests move it by hand and none waits. */
export interface Timers {
  /** Milliseconds on a clock that only goes forward; its zero means nothing. */
  now(): number;
  /** Milliseconds since 1970, for what people read (`retryAt`). */
  wallNow(): number;
  /** Runs once after `ms` milliseconds. Never keeps the process alive. */
  after(ms: number, run: () => void): CancelTimer;
}

/** The longest time a Node timer can wait; anything above fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Looks the global functions up at each call, so that Jest's fake timers reach them too. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
