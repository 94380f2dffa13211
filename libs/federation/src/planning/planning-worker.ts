import { parentPort } from 'node:worker_threads';
import { toErrorData, type DeskReply, type DeskTask } from './desk-messages.js';
import { PlanningDesk } from './planning-desk.js';

/** The thread in which plans are made: one task after the other, one reply to each. */
const desk = new PlanningDesk();

parentPort?.on('message', (task: DeskTask) => parentPort?.postMessage(replyTo(task)));

function replyTo(task: DeskTask): DeskReply<unknown> {
  try {
    return { kind: 'done', result: run(task) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}

function run(task: DeskTask): unknown {
  switch (task.kind) {
    case 'load':
      return desk.load(task.sdl);
    case 'plan':
      return desk.plan(task.id, task.request);
    case 'release':
      return desk.release(task.id);
  }
}
