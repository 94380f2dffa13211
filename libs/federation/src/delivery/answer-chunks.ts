import type { CompleteExecution, DeliveredParts, Execution, IncrementalExecution } from '../ports/execution.js';
import type { StreamDelivery } from './delivery.js';
import { FRAMINGS } from './framing.js';
import { INCREMENTAL_PAYLOADS, completePayload, type DescribeError, type ResponseExtensions } from './payload.js';

export interface Wording {
  readonly describe: DescribeError;
  readonly extensions?: ResponseExtensions | undefined;
}

/** The body of a streamed answer, cut where it is to be sent. Whoever stops early cancels what is under way. */
export async function* answerChunks(
  execution: Execution,
  delivery: StreamDelivery,
  wording: Wording,
): AsyncGenerator<string, void, undefined> {
  if (execution.kind === 'complete') {
    yield completeChunk(execution, delivery, wording);
    return;
  }
  yield firstChunk(execution, delivery, wording);
  for await (const delivered of execution.later) yield laterChunk(delivered, delivery, wording);
}

function completeChunk(execution: CompleteExecution, { kind }: StreamDelivery, wording: Wording): string {
  const payload = completePayload(execution, wording.describe, wording.extensions);
  return FRAMINGS[kind].first(JSON.stringify(payload), false);
}

function firstChunk(execution: IncrementalExecution, { kind, format }: StreamDelivery, wording: Wording): string {
  const payload = INCREMENTAL_PAYLOADS[format].first(execution, wording.describe, wording.extensions);
  return FRAMINGS[kind].first(JSON.stringify(payload), true);
}

function laterChunk(delivered: DeliveredParts, { kind, format }: StreamDelivery, { describe }: Wording): string {
  const payload = INCREMENTAL_PAYLOADS[format].later(delivered, describe);
  return FRAMINGS[kind].later(JSON.stringify(payload), delivered.hasNext);
}
