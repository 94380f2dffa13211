import type { Environment } from '@app/config';
import { readSubgraphConfig, subgraphVariables, type SubgraphConfig } from '@app/subgraph';
import { z } from 'zod';

const PREFIX = 'CPR_';

/** Environment of the app. `CPR_SOURCE_URL` is the Datafordeler or its stand-in. */
export const CprEnv = z.object(subgraphVariables(PREFIX, { port: 4010, metricsPort: 4011 }));

export function readConfig(environment: Environment): SubgraphConfig {
  return readSubgraphConfig(PREFIX, CprEnv, environment);
}
