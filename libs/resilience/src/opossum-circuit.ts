import { EventEmitter } from 'node:events';
import Opossum from 'opossum';
import { LONGEST_TIMER_MS, type Timers } from './timers.js';

const BUCKETS = 10;
const FAILED = new Error('the call failed');

export interface ShareRule {
  readonly name: string;
  /** Opens strictly above this share. Unit: percent. */
  readonly failureSharePercent: number;
  /** Calls that must have ended within the window before the share means anything. */
  readonly minimumCalls: number;
  readonly windowMs: number;
}

/**
 * The options of each circuit. What is absent is absent on purpose (reliability.md §7.2):
 * `abortController` would abort every citizen's call, `cache` and `coalesce` would hand one citizen's answer to another,
 * `capacity` would count refusals as failures, an `errorFilter` would count errors as successes.
 */
export function circuitOptions(rule: ShareRule, controller: EventEmitter): Opossum.Options<[boolean]> {
  return {
    name: rule.name,
    timeout: false, // calls bring their own deadline
    errorThresholdPercentage: rule.failureSharePercent,
    volumeThreshold: rule.minimumCalls,
    rollingCountTimeout: rule.windowMs,
    rollingCountBuckets: BUCKETS,
    rollingPercentilesEnabled: false, // several ms of CPU per failure in a full window
    enableSnapshots: false, // a timer per circuit
    rotateBucketController: controller, // else a timer per circuit
    resetTimeout: LONGEST_TIMER_MS, // reopening is not opossum's business: it floods at once
  };
}

/**
 * The rule "more than x % of at least n calls within the window", kept by opossum.
 *
 * One circuit serves one closed period of a breaker: the next period starts with an empty window, so failures from
 * before an outage cannot open the breaker again after it.
 * opossum is told how calls ended, it does not make them: no argument, result or error of a call ever reaches its
 * events; calls under way and calls that do not count are not in the share; a call that never ends holds nothing.
 */
export class OpossumCircuit {
  readonly #circuit: Opossum<[boolean], void>;
  readonly #controller = new EventEmitter();
  readonly #bucketMs: number;
  #rotatedAt: number;

  /** `mutant`: wrong options, for the tests that prove each of the right ones. */
  constructor(
    rule: ShareRule,
    private readonly timers: Timers,
    onOpen: () => void,
    mutant: Opossum.Options<[boolean]> = {},
  ) {
    this.#bucketMs = rule.windowMs / BUCKETS;
    this.#rotatedAt = timers.now();
    const act = (succeeded: boolean): Promise<void> => (succeeded ? Promise.resolve() : Promise.reject(FAILED));
    this.#circuit = new Opossum(act, { ...circuitOptions(rule, this.#controller), ...mutant });
    this.#circuit.on('open', onOpen);
  }

  /** Notes how a call ended. Settles when the rule has been applied; never rejects. */
  async note(succeeded: boolean): Promise<void> {
    this.#rotate();
    await this.#circuit.fire(succeeded).catch(() => undefined);
  }

  /** Ends the circuit: it forgets its listeners and timers, and results that come late change nothing. */
  stop(): void {
    this.#circuit.shutdown();
  }

  /** Turns the window by the clock when a result arrives, so that no timer is needed for it. */
  #rotate(): void {
    const due = Math.floor((this.timers.now() - this.#rotatedAt) / this.#bucketMs);
    this.#rotatedAt += due * this.#bucketMs;
    for (let turn = 0; turn < Math.min(due, BUCKETS); turn++) this.#controller.emit('rotate');
  }
}
