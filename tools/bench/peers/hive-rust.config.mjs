/** Hive Gateway with its Rust planner, which comes with an executor of its own. */
import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

export const gatewayConfig = defineConfig({ logging: 'error', unifiedGraphHandler });
