import { ExposureError } from '@app/errors';
import { FailedAnswer, type Service, type ServiceCall } from '../../../src/ports/service.js';
import type { World } from '../world/fixture.js';
import type { Subgraph, SubgraphAnswer, SubgraphRequest } from '../world/subgraph.js';

/** Stands between the engine and a subgraph, to record or to spoil. */
export type Middleman = (
  subgraph: Subgraph,
  request: SubgraphRequest,
  ask: () => Promise<SubgraphAnswer>,
  call: ServiceCall<unknown>,
) => Promise<unknown>;

/** Subgraphs of a fixture as the engine reaches them. `worldOf` tells the data that a call is about. */
export function servicesOf(
  subgraphs: readonly Subgraph[],
  worldOf: (transactionId: string) => World,
  middlemanOf: (transactionId: string) => Middleman | undefined,
): ReadonlyMap<string, Service> {
  return new Map(
    subgraphs.map((subgraph) => [
      subgraph.name,
      { name: subgraph.name, call: (call) => answerCall(subgraph, call, worldOf, middlemanOf) },
    ]),
  );
}

async function answerCall<Answer>(
  subgraph: Subgraph,
  call: ServiceCall<Answer>,
  worldOf: (transactionId: string) => World,
  middlemanOf: (transactionId: string) => Middleman | undefined,
): Promise<Answer> {
  const request: SubgraphRequest = JSON.parse(call.body);
  const { transactionId } = call.context;
  const ask = () => subgraph.answer(request, worldOf(transactionId));
  const body = await (middlemanOf(transactionId)?.(subgraph, request, ask, call) ?? ask());
  try {
    return call.read(body);
  } catch (thrown) {
    if (thrown instanceof FailedAnswer) return thrown.answer;
    if (thrown instanceof ExposureError) throw thrown;
    throw new ExposureError('AUTHORITY_BAD_SHAPE', {}, { cause: thrown });
  }
}
