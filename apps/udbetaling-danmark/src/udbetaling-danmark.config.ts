import type { Environment } from '@app/config';
import { readSubgraphConfig, subgraphVariables, type SubgraphConfig } from '@app/subgraph';
import { z } from 'zod';

const PREFIX = 'UDK_';

/** Environment of the app. `UDK_SOURCE_URL` is Udbetaling Danmark's own API or its stand-in. */
export const UdkEnv = z.object(subgraphVariables(PREFIX, { port: 4020, metricsPort: 4021 }));

/** Errors: `ConfigurationError`. */
export function readConfig(environment: Environment): SubgraphConfig {
  return readSubgraphConfig(PREFIX, UdkEnv, environment);
}
