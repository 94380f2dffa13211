import { LONGEST_TIMER_MS, systemTimers, type CancelTimer, type Timers } from './timers.js';

/** The time for the work is used up. It is the reason why the deadline is over. */
export class DeadlineExceededError extends Error {
  constructor() {
    super('the time limit was reached');
    this.name = 'DeadlineExceededError';
  }
}

type OverListener = (reason: unknown) => void;

const nothing = (): void => undefined;

/**
 * An amount of time that is spent once and passed on, never started anew.
 *
 * Dispose of it when the work is done (`using deadline = Deadline.after(…)`): that stops its timer and takes its
 * listener off the parent. Forgotten ones clean up when their time is over.
 * Note: an `AbortSignal` costs several times what all the rest of a deadline does, so it is made for those who ask for
 *       it; others listen by `onOver`. Not `AbortSignal.timeout`, which fake timers do not reach, nor
 *       `AbortSignal.any`: once someone listens to its signal, a parent that never aborts keeps it for ever (measured
 *       on Node 24.21: 1.2 KB for each call).
 */
export class Deadline implements Disposable {
  readonly #timers: Timers;
  readonly #parent: AbortSignal | Deadline | undefined;
  readonly #endsAt: number;
  #cancelTimer: CancelTimer = nothing;
  #leaveParent: () => void = nothing;
  #listeners: Set<OverListener> | undefined;
  #controller: AbortController | undefined;
  #isOver = false;
  #isDisposed = false;
  #reason: unknown;

  /** `ms` from now, or when the parent ends before, with the parent's reason. */
  static after(ms: number, parent?: AbortSignal | Deadline, timers: Timers = systemTimers): Deadline {
    return new Deadline(ms, parent, timers);
  }

  private constructor(ms: number, parent: AbortSignal | Deadline | undefined, timers: Timers) {
    if (!(ms <= LONGEST_TIMER_MS))
      throw new RangeError('a deadline needs a number of milliseconds that a timer can keep');
    this.#timers = timers;
    this.#parent = parent;
    this.#endsAt = timers.now() + ms;
    if (parent !== undefined) this.#leaveParent = follow(parent, (reason) => this.end(reason));
    if (this.#isOver) return;
    if (ms > 0) this.#cancelTimer = timers.after(ms, () => this.end(new DeadlineExceededError()));
    else this.end(new DeadlineExceededError());
  }

  /** Whether the time is over, or the work was ended before. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Why it is over: a `DeadlineExceededError`, the parent's reason, or what `end` was given. */
  get reason(): unknown {
    return this.#reason;
  }

  /** For functions that take one. Aborts when the deadline is over, for the same reason. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isOver) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Whether the own time, not the parent, ended it. */
  get expired(): boolean {
    return this.#reason instanceof DeadlineExceededError && this.#reason !== this.#parent?.reason;
  }

  /** How many wait for its end: parts of it, and listeners. */
  get followers(): number {
    return this.#listeners?.size ?? 0;
  }

  /** What is left to spend; 0 when it is over. Unit: milliseconds. */
  remainingMs(): number {
    return this.#isOver ? 0 : Math.max(0, this.#endsAt - this.#timers.now());
  }

  /** A part of this deadline: at most `ms`, never more than is left. */
  within(ms: number): Deadline {
    return new Deadline(Math.min(ms, this.remainingMs()), this, this.#timers);
  }

  /** Tells once when it is over; at once if it is. Listeners must not throw. Returns a function that takes it off. */
  onOver(listener: OverListener): () => void {
    if (this.#isOver) {
      listener(this.#reason);
      return nothing;
    }
    const listeners = (this.#listeners ??= new Set());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Ends it before its time: nobody needs the work any more. Does nothing when it is over or disposed of. */
  end(reason: unknown): void {
    if (this.#isOver || this.#isDisposed) return;
    this.#isOver = true;
    this.#reason = reason;
    this.#leave();
    const listeners = this.#listeners ?? [];
    this.#listeners = undefined;
    for (const listener of listeners) listener(reason);
    this.#controller?.abort(reason);
  }

  /** Stops timer and listener. It does not end any more. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#listeners = undefined;
    this.#leave();
  }

  #leave(): void {
    this.#cancelTimer();
    this.#leaveParent();
  }
}

function follow(parent: AbortSignal | Deadline, end: OverListener): () => void {
  if (parent instanceof Deadline) return parent.onOver(end);
  if (parent.aborted) {
    end(parent.reason);
    return nothing;
  }
  const onAbort = (): void => end(parent.reason);
  parent.addEventListener('abort', onAbort, { once: true });
  return () => parent.removeEventListener('abort', onAbort);
}
