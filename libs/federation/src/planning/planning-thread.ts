import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { Timers } from '@app/resilience';
import type { DeskReply, DeskTask } from './desk-messages.js';

/** Why a thread ended under a task: it was stopped for taking too long, it ran out of memory, or anything else. */
export type ThreadLoss = 'time' | 'memory' | 'crash';

/** The thread is gone, and with it all that it had loaded. */
export class ThreadLost extends Error {
  constructor(
    readonly loss: ThreadLoss,
    options?: { readonly cause?: unknown },
  ) {
    super(`the planning thread was lost: ${loss}`, options);
  }
}

export interface PlanningThreadOptions {
  readonly file: URL;
  readonly resourceLimits: ResourceLimits;
  readonly timers: Timers;
}

/**
 * One worker thread, given one task at a time. It keeps the process alive only while it has a task.
 * Its environment is empty but for NODE_ENV: no secret can get there, and no variable makes the planner print documents.
 */
export class PlanningThread {
  private readonly worker: Worker;
  private lost: ThreadLost | undefined;
  private onLoss: ((loss: ThreadLost) => void) | undefined;

  constructor(private readonly options: PlanningThreadOptions) {
    this.worker = new Worker(options.file, {
      name: 'planning',
      env: { NODE_ENV: 'production' },
      execArgv: [],
      resourceLimits: options.resourceLimits,
    });
    this.worker.unref();
    this.worker.on('error', (cause) => this.lose(new ThreadLost(isOutOfMemory(cause) ? 'memory' : 'crash', { cause })));
    this.worker.on('exit', () => this.lose(new ThreadLost('crash')));
  }

  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** Errors: `ThreadLost`, also when the reply takes longer than `timeLimitMs`. */
  async ask<Result>(task: DeskTask, timeLimitMs: number): Promise<DeskReply<Result>> {
    if (this.lost !== undefined) throw this.lost;
    this.worker.ref();
    const cancelLimit = this.options.timers.after(timeLimitMs, () => this.stopFor('time'));
    try {
      return await new Promise<DeskReply<Result>>((resolve, reject) => {
        this.onLoss = reject;
        this.worker.once('message', resolve);
        this.worker.postMessage(task);
      });
    } finally {
      this.onLoss = undefined;
      cancelLimit();
      this.worker.removeAllListeners('message');
      if (!this.isLost) this.worker.unref();
    }
  }

  async stop(): Promise<void> {
    this.lose(new ThreadLost('crash'));
    // Without a reference the process may end before the thread has, and the promise with it.
    this.worker.ref();
    await this.worker.terminate();
  }

  private stopFor(loss: ThreadLoss): void {
    this.lose(new ThreadLost(loss));
    void this.worker.terminate();
  }

  private lose(loss: ThreadLost): void {
    if (this.lost !== undefined) return;
    this.lost = loss;
    this.onLoss?.(loss);
  }
}

function isOutOfMemory(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
  );
}
