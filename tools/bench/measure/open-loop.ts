/** Outcome of a request that failed or was not answered in time. */
export const NO_ANSWER = 'no answer';

export interface OpenLoopOptions {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** Sends a request and settles when it is over; what it settles to is its outcome. */
  ask(number: number): Promise<string>;
  /** Longest wait for one request; then its outcome is `NO_ANSWER`. */
  readonly answerMsMax: number;
}

export interface Sample {
  /** When it was to be sent, from the begin of the loop. */
  readonly plannedMs: number;
  /** From when it was to be sent: a request that could not be sent in time has waited too. */
  readonly latencyMs: number;
  readonly outcome: string;
}

/** Sends requests at a steady rate, whether earlier ones are answered or not; ends when the last one is over. */
export async function runOpenLoop(options: OpenLoopOptions): Promise<readonly Sample[]> {
  const { ratePerSecond, durationMs, answerMsMax } = options;
  const gapMs = 1_000 / ratePerSecond;
  const began = performance.now();
  const underWay: Promise<Sample>[] = [];
  for (let number = 0; number * gapMs < durationMs; number += 1) {
    const plannedMs = number * gapMs;
    const waitMs = began + plannedMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const sample = withinLimit(options.ask(number), answerMsMax).then((outcome) => ({
      plannedMs,
      latencyMs: performance.now() - began - plannedMs,
      outcome,
    }));
    underWay.push(sample);
  }
  return Promise.all(underWay);
}

async function withinLimit(outcome: Promise<string>, limitMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(NO_ANSWER), limitMs);
  });
  try {
    return await Promise.race([outcome.catch(() => NO_ANSWER), late]);
  } finally {
    clearTimeout(timer);
  }
}
