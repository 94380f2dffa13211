import type { ServerResponse } from 'node:http';
import { systemTimers, type CancelTimer, type Timers } from '@app/resilience';
import type { CompleteExecution, Execution } from '../ports/execution.js';
import { answerChunks, type Wording } from './answer-chunks.js';
import type { Delivery, JsonMediaType, StreamDelivery } from './delivery.js';
import { FRAMINGS } from './framing.js';
import { gatherAnswer } from './gathered-answer.js';
import { completePayload } from './payload.js';
import { statusOf } from './status.js';
import { untilClosed } from './until-closed.js';

export interface WriteOptions extends Wording {
  readonly delivery: Delivery;
  /** For the heartbeat of event streams. */
  readonly timers?: Timers;
}

/** Silence in an event stream after which a heartbeat is sent, milliseconds. Proxies close at 30 s and above. */
const HEARTBEAT_MS = 12_000;

/**
 * Writes head and body of an answer. Headers that are already set on the response go out too.
 *
 * A slow client is waited for; a client that leaves ends it and cancels what is under way.
 * Errors: what `later` of the execution throws, after the connection was cut: an end would look like the end of the answer.
 */
export async function writeExecution(
  response: ServerResponse,
  execution: Execution,
  options: WriteOptions,
): Promise<void> {
  const { complete, incremental } = options.delivery;
  const delivery = execution.kind === 'incremental' ? (incremental ?? complete) : complete;
  if (execution.kind === 'complete') {
    if (delivery.kind === 'json') writeJson(response, execution, delivery.mediaType, options);
    else await writeStream(response, execution, delivery, options);
    return;
  }
  const untilItLeaves = { ...execution, later: untilClosed(execution.later, response) };
  try {
    if (delivery.kind === 'json') writeJson(response, await gatherAnswer(untilItLeaves), delivery.mediaType, options);
    else await writeStream(response, untilItLeaves, delivery, options);
  } catch (thrown) {
    response.destroy();
    throw thrown;
  }
}

function writeJson(
  response: ServerResponse,
  execution: CompleteExecution,
  mediaType: JsonMediaType,
  { describe, extensions }: Wording,
): void {
  if (response.destroyed) return;
  const body = JSON.stringify(completePayload(execution, describe, extensions));
  response.writeHead(statusOf(execution, mediaType), {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

async function writeStream(
  response: ServerResponse,
  execution: Execution,
  delivery: StreamDelivery,
  { timers = systemTimers, ...wording }: WriteOptions,
): Promise<void> {
  if (response.destroyed) return;
  const framing = FRAMINGS[delivery.kind];
  response.writeHead(200, {
    'content-type': framing.contentType(delivery.format),
    'cache-control': 'no-store',
    // nginx would collect the parts otherwise.
    'x-accel-buffering': 'no',
  });
  const stopHeartbeat = framing.heartbeat === undefined ? undefined : beat(response, framing.heartbeat, timers);
  try {
    for await (const chunk of answerChunks(execution, delivery, wording)) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  } finally {
    stopHeartbeat?.();
  }
}

function beat(response: ServerResponse, heartbeat: string, timers: Timers): CancelTimer {
  let cancel = timers.after(HEARTBEAT_MS, send);
  function send(): void {
    if (!response.destroyed && !response.writableNeedDrain) response.write(heartbeat);
    cancel = timers.after(HEARTBEAT_MS, send);
  }
  return () => cancel();
}

/** Until there is room again, or nobody who wants to read. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
