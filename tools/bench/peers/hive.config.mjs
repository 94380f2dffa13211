/** Hive Gateway with its own planner; nothing is set but what is quiet. */
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({ logging: 'error' });
