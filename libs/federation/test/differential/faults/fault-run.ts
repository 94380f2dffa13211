import { Deadline, DeadlineExceededError } from '@app/resilience';
import { setImmediate } from 'node:timers/promises';
import type { Compiled } from '../subjects/compiled.js';
import type { GatheredAnswer } from '../subjects/gather.js';
import type { Operation } from '../subjects/subject.js';
import type { World } from '../world/fixture.js';
import { FaultyMiddleman, type Asked, type Fault } from './fault.js';

export interface FaultRun {
  readonly answer: GatheredAnswer;
  readonly asked: readonly Asked[];
}

export interface FaultRunOptions {
  readonly fault?: Fault;
  readonly isIncremental: boolean;
}

/** Turns of the event loop in which everything that can go on in-process has gone on: nothing here waits for a device. */
const QUIET_TURNS = 3;

/** Answers an operation while a subgraph fails. The deadline is over when nothing but hanging calls is left. */
export async function runWithFault(
  engine: Compiled,
  operation: Operation,
  world: World,
  { fault, isIncremental }: FaultRunOptions,
): Promise<FaultRun> {
  const client = new AbortController();
  using deadline = Deadline.after(60_000, client.signal);
  const middleman = new FaultyMiddleman(fault, client.signal);
  let isDone = false;
  const answering = engine
    .answer(operation, world, { isIncremental, deadline, middleman: middleman.handle })
    .finally(() => (isDone = true));
  for (let quiet = 0; !isDone; quiet = middleman.hanging > 0 ? quiet + 1 : 0) {
    await setImmediate();
    if (quiet === QUIET_TURNS) client.abort(new DeadlineExceededError());
  }
  return { answer: await answering, asked: middleman.asked };
}
