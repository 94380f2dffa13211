import { readFileSync } from 'node:fs';
import path from 'node:path';
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
import type { RegisteredOperations } from '../admission/registered-operations.service.js';
import type { Authorities } from '../authorities/authorities.service.js';
import type { GatewayConfig } from '../gateway.config.js';
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
 * Makes the engine over the contracts' supergraph and the authorities in force, every registered operation ready to run.
 *
 * Errors: for a supergraph that cannot be served, and an operation that does not fit it; both name what is wrong.
 */
export function createConfiguredEngine(
  { config, clock, logger, createPlanner = createThreadPlanner, guardChecks = ALL_CHECKS }: EngineSetting,
  authorities: Authorities,
  operations: RegisteredOperations,
): Promise<Engine> {
  const read = (file: string) => readFileSync(path.join(config.GATEWAY_CONTRACTS_DIR, file), 'utf8');
  const parts: GenerationParts = {
    supergraphSdl: read('supergraph.graphql'),
    services: authorities.byName(),
    own: createOwnSubgraph({
      sdl: read('gateway/schema.graphql'),
      clock,
      nameOf: (authority) => authorities.find(authority)?.contract.displayName ?? { da: authority, en: authority },
    }),
    guard: { checks: guardChecks },
    registered: operations.all(),
  };
  return config.GATEWAY_ENGINE === 'reference'
    ? createReferenceEngine({ ...parts, logger })
    : createEngine({ ...parts, planner: createPlanner() });
}
