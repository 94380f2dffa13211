import { DeadlineExceededError } from './deadline.js';
import type { Timers } from './timers.js';

/** Asks whether the other side is back, without any citizen's data. Rejects when it is not. Must stop when aborted. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/**
 * Runs a probe once and reports how it went, exactly once.
 *
 * A probe that is not done within `timeLimitMs` is aborted and has failed; what it answers later is not heard.
 * Returns a function that aborts it without a report.
 */
export function runProbe(
  probe: Probe,
  timeLimitMs: number,
  timers: Timers,
  report: (succeeded: boolean) => void,
): () => void {
  const controller = new AbortController();
  let reported = false;
  const end = (succeeded: boolean): void => {
    if (reported) return;
    reported = true;
    cancelLimit();
    report(succeeded);
  };
  const cancelLimit = timers.after(timeLimitMs, () => {
    controller.abort(new DeadlineExceededError());
    end(false);
  });
  invoke(probe, controller.signal).then(
    () => end(true),
    () => end(false),
  );
  return () => {
    reported = true;
    cancelLimit();
    controller.abort(new Error('the probe is no longer needed'));
  };
}

/** A probe that throws instead of rejecting has failed too. */
async function invoke(probe: Probe, signal: AbortSignal): Promise<void> {
  await probe(signal);
}
