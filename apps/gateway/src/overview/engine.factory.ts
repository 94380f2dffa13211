import type { Clock } from '@app/domain';
import {
  ALL_CHECKS,
  createEngine,
  createReferenceEngine,
  createThreadPlanner,
  type Engine,
  type GenerationParts,
  type GuardChecks,
  type Planner,
} from '@app/federation';
import type { Logger } from '@app/telemetry';
import type { Authorities } from '../authorities/authorities.service.js';
import type { GatewayConfig } from '../gateway.config.js';
import type { ContractSet } from '../supergraph/contract-set.js';
import { createOwnSubgraph } from './own/own-subgraph.js';

export interface EngineSetting {
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default: in a thread of its own. */
  readonly createPlanner?: () => Planner;
  readonly guardChecks?: GuardChecks;
}

/**
 * What a generation of the engine is made of under these contracts.
 *
 * Errors: `AuthoritiesChanged`.
 */
export function generationUnder(
  { contracts, supergraphSdl, ownSdl, operations }: ContractSet,
  { clock, guardChecks = ALL_CHECKS }: Pick<EngineSetting, 'clock' | 'guardChecks'>,
  authorities: Authorities,
): GenerationParts {
  const names = new Map(contracts.map(({ authority, displayName }) => [authority, displayName]));
  return {
    supergraphSdl,
    services: authorities.under(contracts),
    own: createOwnSubgraph({
      sdl: ownSdl,
      clock,
      nameOf: (authority) => names.get(authority) ?? { da: authority, en: authority },
    }),
    guard: { checks: guardChecks },
    registered: operations,
  };
}

/**
 * Makes the engine that the configuration chose, every registered operation ready to run.
 *
 * Errors: for a supergraph that cannot be served, and an operation that does not fit it; both name what is wrong.
 */
export function createConfiguredEngine(
  { config, logger, createPlanner = createThreadPlanner }: EngineSetting,
  parts: GenerationParts,
): Promise<Engine> {
  return config.GATEWAY_ENGINE === 'reference'
    ? createReferenceEngine({ ...parts, logger })
    : createEngine({ ...parts, planner: createPlanner() });
}
