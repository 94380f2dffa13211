import { ExposureError } from '@app/errors';
import { toError, type DeskTask } from './desk-messages.js';
import type { Desk, SupergraphFacts } from './desk.js';
import { UnsupportedSupergraph, type PlannedOperation, type PlanRequest } from './planner.js';
import { PlanningThread, ThreadLost, type PlanningThreadOptions, type ThreadLoss } from './planning-thread.js';
import { WaitingLine } from './waiting-line.js';

export interface ThreadDeskOptions extends PlanningThreadOptions {
  /** For one operation, milliseconds; waiting for its turn does not count. */
  readonly planTimeLimitMs: number;
  /** For one supergraph, milliseconds. */
  readonly loadTimeLimitMs: number;
  /** Operations that wait for their turn at most; one more is refused at once. */
  readonly waitingLimit: number;
}

/**
 * A desk in a thread of its own. A task that takes too much time or memory loses the thread and fails alone: the next
 * thread starts at once and is given again what the lost one had loaded, and those who wait notice nothing but the wait.
 */
export class ThreadDesk implements Desk {
  /** What has been loaded and not released, whichever thread holds it. */
  private readonly texts = new Map<string, string>();
  private readonly line: WaitingLine;
  private thread: PlanningThread;
  /** What the present thread holds. */
  private held = new Set<string>();
  private isStopped = false;

  constructor(private readonly options: ThreadDeskOptions) {
    this.line = new WaitingLine(options.waitingLimit);
    this.thread = new PlanningThread(options);
  }

  load(supergraphSdl: string): Promise<SupergraphFacts> {
    return this.line.runSurely(async () => {
      const facts = await this.loadNow(supergraphSdl);
      this.texts.set(facts.id, supergraphSdl);
      return facts;
    });
  }

  plan(id: string, request: PlanRequest): Promise<PlannedOperation> {
    return this.line.runInTurn(async () => {
      await this.loadAgain(id);
      try {
        return await this.ask<PlannedOperation>({ kind: 'plan', id, request }, this.options.planTimeLimitMs);
      } catch (thrown) {
        if (!(thrown instanceof ThreadLost)) throw thrown;
        void this.line.runSurely(() => this.loadAllAgain());
        throw planningError(thrown.loss);
      }
    });
  }

  release(id: string): Promise<number> {
    return this.line.runSurely(async () => {
      this.texts.delete(id);
      try {
        return await this.ask<number>({ kind: 'release', id }, this.options.loadTimeLimitMs);
      } catch (thrown) {
        // What the thread held is gone with it.
        if (this.isStopped) return 0;
        throw thrown;
      }
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.thread.stop();
  }

  private async loadNow(sdl: string): Promise<SupergraphFacts> {
    try {
      const facts = await this.ask<SupergraphFacts>({ kind: 'load', sdl }, this.options.loadTimeLimitMs);
      this.held.add(facts.id);
      return facts;
    } catch (thrown) {
      if (!(thrown instanceof ThreadLost)) throw thrown;
      throw new UnsupportedSupergraph(`loading it ended the planning thread: ${thrown.loss}`, { cause: thrown });
    }
  }

  private async loadAgain(id: string): Promise<void> {
    const text = this.texts.get(id);
    if (this.thread.isLost) this.renewThread();
    if (text !== undefined && !this.held.has(id)) await this.loadNow(text);
  }

  /** So that the next one to plan need not wait for it. Whoever needs what cannot be loaded again is told then. */
  private async loadAllAgain(): Promise<void> {
    for (const id of this.texts.keys()) await this.loadAgain(id).catch(() => undefined);
  }

  private async ask<Result>(task: DeskTask, timeLimitMs: number): Promise<Result> {
    if (this.thread.isLost) this.renewThread();
    const reply = await this.thread.ask<Result>(task, timeLimitMs).catch((thrown: unknown) => {
      this.renewThread();
      throw thrown;
    });
    if (reply.kind === 'failed') throw toError(reply.error);
    return reply.result;
  }

  private renewThread(): void {
    if (this.isStopped) throw new TypeError('the planner was stopped');
    this.held = new Set();
    this.thread = new PlanningThread(this.options);
  }
}

function planningError(loss: ThreadLoss): ExposureError {
  return loss === 'crash'
    ? new ExposureError('INTERNAL', { during: 'planning' })
    : new ExposureError('OPERATION_TOO_COMPLEX', { limit: `planning ${loss}` });
}
