import type { Engine } from '@app/federation';
import type { Logger } from '@app/telemetry';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { LoadLimit } from '../admission/load-limit.js';
import { RegisteredOperations } from '../admission/registered-operations.service.js';
import { Authorities } from '../authorities/authorities.service.js';
import type { GatewayConfig } from '../gateway.config.js';
import { Subjects } from '../identity/subjects.service.js';
import { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import { readContractSet, type ContractSet } from '../supergraph/contract-set.js';
import { SupergraphInForce } from '../supergraph/supergraph-in-force.service.js';
import { createConfiguredEngine, generationUnder, type EngineSetting } from './engine.factory.js';
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
        { provide: CONTRACTS, useFactory: () => readContractSet(config.GATEWAY_CONTRACTS_DIR) },
        {
          provide: RegisteredOperations,
          inject: [CONTRACTS],
          useFactory: ({ operations }: ContractSet) => new RegisteredOperations(operations),
        },
        {
          provide: ENGINE,
          inject: [CONTRACTS, Authorities],
          useFactory: (contracts: ContractSet, authorities: Authorities) =>
            createConfiguredEngine(setting, generationUnder(contracts, setting, authorities)),
        },
        {
          provide: OperationExecutor,
          inject: [ENGINE],
          useFactory: (engine: Engine) => new OperationExecutor(wrapEngine?.(engine) ?? engine),
        },
        {
          provide: SupergraphInForce,
          inject: [ENGINE, Authorities, RegisteredOperations, GatewayMetrics],
          useFactory: (...parts: InForceParts) => keepInForce(setting, ...parts),
        },
        {
          provide: GraphqlEntry,
          inject: [OperationExecutor, Subjects, Authorities, LoadLimit, GatewayMetrics],
          useFactory: (...parts: EntryParts) => createEntry(config, logger, ...parts),
        },
      ],
      exports: [OperationExecutor, LoadLimit, SupergraphInForce],
    };
  }
}

/** As they were read at the start. */
const CONTRACTS = Symbol('contracts');
const ENGINE = Symbol('engine');

type Imports = (DynamicModule | Type)[];
type EntryParts = [OperationExecutor, Subjects, Authorities, LoadLimit, GatewayMetrics];

type InForceParts = [Engine, Authorities, RegisteredOperations, GatewayMetrics];

function keepInForce(
  setting: EngineSetting,
  ...[engine, authorities, operations, metrics]: InForceParts
): SupergraphInForce {
  return new SupergraphInForce({
    engine,
    authorities,
    operations,
    metrics,
    logger: setting.logger,
    readContracts: () => readContractSet(setting.config.GATEWAY_CONTRACTS_DIR),
    toGeneration: (contracts) => generationUnder(contracts, setting, authorities),
  });
}

function createEntry(
  config: GatewayConfig,
  logger: Logger,
  ...[executor, subjects, authorities, loadLimit, metrics]: EntryParts
): GraphqlEntry {
  const pageBudgetMs = config.GATEWAY_PAGE_BUDGET_MS;
  return new GraphqlEntry({ executor, subjects, authorities, loadLimit, metrics, logger, pageBudgetMs });
}
