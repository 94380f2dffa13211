import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createReferenceEngine, readSupergraph, type ReferenceEngine } from '@app/federation';
import type { Logger } from '@app/telemetry';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { LoadLimit } from '../admission/load-limit.js';
import { RegisteredOperations } from '../admission/registered-operations.service.js';
import { Authorities } from '../authorities/authorities.service.js';
import type { GatewayConfig } from '../gateway.config.js';
import { Subjects } from '../identity/subjects.service.js';
import { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import { GraphqlEntry } from './graphql-entry.service.js';
import { OperationExecutor } from './operation-executor.service.js';
import { OverviewController } from './overview.controller.js';
import { OverviewGatewayDriver, type OverviewGatewayConfig } from './overview-gateway.driver.js';
import { SandboxController } from './sandbox.controller.js';

/** Wraps the engine; for tests that must break it on purpose. */
export type EngineWrapper = (engine: ReferenceEngine) => ReferenceEngine;

@Module({})
export class OverviewModule {
  static forRoot(config: GatewayConfig, logger: Logger, imports: Imports, wrapEngine?: EngineWrapper): DynamicModule {
    return {
      module: OverviewModule,
      imports: [
        ...imports,
        GraphQLModule.forRootAsync<OverviewGatewayConfig>({
          driver: OverviewGatewayDriver,
          imports,
          inject: [Authorities],
          useFactory: (authorities: Authorities) => {
            const engine = createEngine(config, logger, authorities);
            return { engine: wrapEngine?.(engine) ?? engine, logger };
          },
        }),
      ],
      controllers: [OverviewController, ...(config.GATEWAY_SANDBOX ? [SandboxController] : [])],
      providers: [
        OperationExecutor,
        { provide: LoadLimit, useFactory: () => new LoadLimit(config.GATEWAY_REQUESTS_MAX) },
        { provide: RegisteredOperations, useFactory: () => new RegisteredOperations(config.GATEWAY_CONTRACTS_DIR) },
        {
          provide: GraphqlEntry,
          inject: [OperationExecutor, Subjects, Authorities, LoadLimit, GatewayMetrics],
          useFactory: (
            executor: OperationExecutor,
            subjects: Subjects,
            authorities: Authorities,
            loadLimit: LoadLimit,
            metrics: GatewayMetrics,
          ) =>
            new GraphqlEntry({
              executor,
              subjects,
              authorities,
              loadLimit,
              metrics,
              logger,
              pageBudgetMs: config.GATEWAY_PAGE_BUDGET_MS,
            }),
        },
      ],
      exports: [OperationExecutor, RegisteredOperations, LoadLimit],
    };
  }
}

type Imports = (DynamicModule | Type)[];

function createEngine(config: GatewayConfig, logger: Logger, authorities: Authorities): ReferenceEngine {
  const folder = config.GATEWAY_CONTRACTS_DIR;
  return createReferenceEngine({
    supergraph: readSupergraph(path.join(folder, 'supergraph.graphql')),
    own: { name: 'gateway', sdl: readFileSync(path.join(folder, 'gateway/schema.graphql'), 'utf8') },
    authorities: authorities.byName(),
    logger,
  });
}
