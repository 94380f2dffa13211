import { AsyncLocalStorage } from 'node:async_hooks';
import type { Source } from '../source.js';
import type { Fault } from './fault-kind.js';

/** The call that is being answered: to which source, and which fault it meets. */
export interface SourceCall {
  readonly source: Source;
  readonly fault: Fault | undefined;
}

const calls = new AsyncLocalStorage<SourceCall>();

export function duringCall<T>(call: SourceCall, run: () => T): T {
  return calls.run(call, run);
}

export function currentCall(): SourceCall | undefined {
  return calls.getStore();
}
