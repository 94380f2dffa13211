/**
 * What the rules mean by "now". Injected, so that dates, rates and ages can be asserted on a frozen day.
 * Deadlines, tokens and breakers do not use it: they run on real time.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still. `at`: ISO 8601 instant. */
export function frozenClock(at: string): Clock {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) throw new RangeError('not an instant');
  return { now: () => new Date(instant) };
}
