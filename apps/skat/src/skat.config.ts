import type { Environment } from '@app/config';
import { readSubgraphConfig, subgraphVariables, type SubgraphConfig } from '@app/subgraph';
import { z } from 'zod';

const PREFIX = 'SKAT_';

/** Environment of the app. `SKAT_SOURCE_URL` is Skatteforvaltningen's gateway for both APIs, or their stand-in. */
export const SkatEnv = z.object(subgraphVariables(PREFIX, { port: 4030, metricsPort: 4031 }));

/** Errors: `ConfigurationError`. */
export function readConfig(environment: Environment): SubgraphConfig {
  return readSubgraphConfig(PREFIX, SkatEnv, environment);
}
