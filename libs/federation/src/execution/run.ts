import type { VariableValues } from '../program/condition.js';
import type { JsonObject } from '../program/json-object.js';
import type { EngineContext } from '../ports/engine-context.js';
import type { ExecutionError } from '../ports/execution.js';
import { FailedPaths } from './failed-paths.js';

/** Errors kept of one execution. */
const ERRORS_MAX = 1_000;

/** Label of what is not deferred. */
export const FIRST_PART = '';

/** One execution of a program: what was fetched so far, and what went wrong, by part of the answer. */
export class Run {
  /** Fetched objects by response key; steps read and extend it. */
  readonly data: JsonObject = {};
  private errors: { readonly error: ExecutionError; readonly label: string | undefined }[] = [];
  private reports: (() => void)[] = [];
  /** Of everything that was asked, whether clients see it or not; steps look here for what they need. */
  readonly failed = new FailedPaths();
  private readonly fetched = new Set<string>();
  private readonly failures = new Map<string, unknown>();
  private readonly settledLabels = new Map<string, boolean>();
  private waiting: { readonly ids: readonly string[]; readonly go: () => void }[] = [];
  private watchers: (() => void)[] = [];
  private active = 0;

  constructor(
    /** Coerced values of the operation's variables. */
    readonly variables: VariableValues,
    readonly context: EngineContext,
  ) {}

  /** `label`: of the part that it goes with; any that it is about, if not given. */
  report(error: ExecutionError, label?: string): void {
    if (this.errors.length < ERRORS_MAX) this.errors.push({ error, label });
  }

  /** Puts off a report until errors are told: what is missing now may be there by then. */
  whenTold(report: () => void): void {
    this.reports.push(report);
  }

  /** Errors are handed out once, with the part of the answer that they are about. */
  takeErrors(label: string, isWanted: (error: ExecutionError) => boolean): ExecutionError[] {
    const { reports } = this;
    this.reports = [];
    for (const report of reports) report();
    const taken: ExecutionError[] = [];
    const left: typeof this.errors = [];
    for (const one of this.errors) {
      const isTaken = (one.label === undefined || one.label === label) && isWanted(one.error);
      if (isTaken) taken.push(one.error);
      else left.push(one);
    }
    this.errors = left;
    return taken;
  }

  /** A fetch that deferred ones depend on is over. */
  noteFetched(id: string): void {
    this.fetched.add(id);
    this.release();
  }

  /** Starts the fetches of a deferred fragment as soon as those that they depend on are over. */
  startDeferred(label: string, dependsOn: readonly string[], task: () => Promise<void>): void {
    this.settledLabels.set(label, false);
    void this.whenFetched(dependsOn).then(() =>
      this.track(async () => {
        try {
          await task();
        } catch (thrown) {
          this.failures.set(label, thrown);
        } finally {
          // Before anybody is woken: a part that is over goes out before those that waited for it.
          this.settledLabels.set(label, true);
        }
      }),
    );
  }

  /** Does the work of a part that has none of its own to wait for it. */
  async runLate(label: string, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (thrown) {
      this.failures.set(label, thrown);
    }
  }

  /** What a fault of ours threw while a part was fetched; `undefined` when all went its way. */
  failureOf(label: string): unknown {
    return this.failures.get(label);
  }

  /** Does work that others may wait for. */
  async track(task: () => Promise<void>): Promise<void> {
    this.active += 1;
    try {
      await task();
    } finally {
      this.active -= 1;
      this.release();
      this.changed();
    }
  }

  /** Whether all fetches of a deferred fragment are over. One that the plan fetches nothing for has none. */
  isSettled(label: string): boolean {
    return this.settledLabels.get(label) ?? true;
  }

  /** Whether nothing is being fetched and nothing waits to be. */
  get isIdle(): boolean {
    return this.active === 0 && this.waiting.length === 0;
  }

  /** Resolves at the next change of `isSettled` or `isIdle`. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.watchers.push(resolve));
  }

  private whenFetched(ids: readonly string[]): Promise<void> {
    return new Promise((go) => {
      this.waiting.push({ ids, go });
      this.release();
    });
  }

  /** A fetch that conditions left out never comes; when nothing is under way any more, nobody waits for it. */
  private release(): void {
    const ready = this.waiting.filter(({ ids }) => this.active === 0 || ids.every((id) => this.fetched.has(id)));
    if (ready.length === 0) return;
    this.waiting = this.waiting.filter((waiter) => !ready.includes(waiter));
    for (const { go } of ready) go();
  }

  private changed(): void {
    const { watchers } = this;
    this.watchers = [];
    for (const wake of watchers) wake();
  }
}
