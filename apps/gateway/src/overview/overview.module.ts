import type { Engine } from '@app/federation';
import type { Logger } from '@app/telemetry';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { LoadLimit } from '../admission/load-limit.js';
import { RegisteredOperations } from '../admission/registered-operations.service.js';
import { Authorities } from '../authorities/authorities.service.js';
import type { GatewayConfig } from '../gateway.config.js';
import { Subjects } from '../identity/subjects.service.js';
import { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import { createConfiguredEngine, type EngineSetting } from './engine.factory.js';
import { GraphqlEntry } from './graphql-entry.service.js';
import { OperationExecutor } from './operation-executor.service.js';
import { OverviewController } from './overview.controller.js';
import { SandboxController } from './sandbox.controller.js';

/** Wraps the engine; for tests that must break it on purpose. */
export type EngineWrapper = (engine: Engine) => Engine;

export interface OverviewParts extends EngineSetting {
  readonly wrapEngine?: EngineWrapper;
}

@Module({})
export class OverviewModule {
  static forRoot({ wrapEngine, ...setting }: OverviewParts, imports: Imports): DynamicModule {
    const { config, logger } = setting;
    return {
      module: OverviewModule,
      imports,
      controllers: [OverviewController, ...(config.GATEWAY_SANDBOX ? [SandboxController] : [])],
      providers: [
        { provide: LoadLimit, useFactory: () => new LoadLimit(config.GATEWAY_REQUESTS_MAX) },
        { provide: RegisteredOperations, useFactory: () => new RegisteredOperations(config.GATEWAY_CONTRACTS_DIR) },
        {
          provide: OperationExecutor,
          inject: [Authorities, RegisteredOperations],
          useFactory: async (authorities: Authorities, operations: RegisteredOperations) => {
            const engine = await createConfiguredEngine(setting, authorities, operations);
            return new OperationExecutor(wrapEngine?.(engine) ?? engine);
          },
        },
        {
          provide: GraphqlEntry,
          inject: [OperationExecutor, Subjects, Authorities, LoadLimit, GatewayMetrics],
          useFactory: (...parts: EntryParts) => createEntry(config, logger, ...parts),
        },
      ],
      exports: [OperationExecutor, LoadLimit],
    };
  }
}

type Imports = (DynamicModule | Type)[];
type EntryParts = [OperationExecutor, Subjects, Authorities, LoadLimit, GatewayMetrics];

function createEntry(
  config: GatewayConfig,
  logger: Logger,
  ...[executor, subjects, authorities, loadLimit, metrics]: EntryParts
): GraphqlEntry {
  const pageBudgetMs = config.GATEWAY_PAGE_BUDGET_MS;
  return new GraphqlEntry({ executor, subjects, authorities, loadLimit, metrics, logger, pageBudgetMs });
}
