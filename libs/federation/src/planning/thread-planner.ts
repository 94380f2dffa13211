import { systemTimers, type Timers } from '@app/resilience';
import type { Planner } from './planner.js';
import { plannerOver } from './planner-over.js';
import { ThreadDesk } from './thread-desk.js';

export interface ThreadPlannerOptions {
  /** For one operation, milliseconds; 2 000 unless told. Waiting for its turn does not count. */
  readonly planTimeLimitMs?: number;
  /** For one supergraph, milliseconds; 30 000 unless told. */
  readonly loadTimeLimitMs?: number;
  /** Memory of the thread, MiB; 512 unless told. Beyond it the thread ends, and the operation with it. */
  readonly memoryMib?: number;
  /** Operations that wait for their turn at most; 100 unless told. */
  readonly waitingLimit?: number;
  readonly timers?: Timers;
  /** The compiled worker; beside this file unless told. */
  readonly workerFile?: URL;
}

/** A planner in one worker thread: planning never holds up the thread that answers requests. */
export function createThreadPlanner(options: ThreadPlannerOptions = {}): Planner {
  return plannerOver(
    new ThreadDesk({
      planTimeLimitMs: options.planTimeLimitMs ?? 2_000,
      loadTimeLimitMs: options.loadTimeLimitMs ?? 30_000,
      waitingLimit: options.waitingLimit ?? 100,
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMib ?? 512 },
      timers: options.timers ?? systemTimers,
      file: options.workerFile ?? new URL('./planning-worker.js', import.meta.url),
    }),
  );
}
