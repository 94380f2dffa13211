import type { Environment } from '@app/config';
import { readSubgraphConfig, subgraphVariables, type SubgraphConfig } from '@app/subgraph';
import { z } from 'zod';

export const SkatEnv = z.object(subgraphVariables('SKAT_', { port: 4030, metricsPort: 4031 }));

export type SkatConfig = SubgraphConfig;

/** Errors: `ConfigurationError`. */
export function readConfig(environment: Environment): SkatConfig {
  return readSubgraphConfig('SKAT_', SkatEnv, environment);
}
