import type { Contract } from '@app/contracts';
import { systemClock, frozenClock } from '@app/domain';
import type { GuardChecks, Planner } from '@app/federation';
import type { Logger } from '@app/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { AuthoritiesModule } from './authorities/authorities.module.js';
import type { GatewayConfig } from './gateway.config.js';
import { HealthModule } from './health/health.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { OverviewModule, type EngineWrapper } from './overview/overview.module.js';
import { PlaygroundModule } from './playground/playground.module.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';

/** Switches that break a safety property on purpose, for the tests that prove it is needed. Never set by configuration. */
export interface GatewayMutants {
  readonly guardChecks?: GuardChecks;
  readonly wrapEngine?: EngineWrapper;
}

export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly contracts: readonly Contract[];
  readonly logger: Logger;
  readonly mutants?: GatewayMutants;
  /** Default: planning has a thread of its own. */
  readonly createPlanner?: () => Planner;
}

@Module({})
export class GatewayModule {
  static forRoot({ config, contracts, logger, mutants = {}, createPlanner }: GatewayParts): DynamicModule {
    const frozenAt = config.GATEWAY_CLOCK_FROZEN_AT;
    const clock = frozenAt === undefined ? systemClock : frozenClock(frozenAt);
    const telemetry = TelemetryModule.forRoot();
    const identity = IdentityModule.forRoot(config, logger);
    const authorities = AuthoritiesModule.forRoot({ config, contracts, clock, logger }, [telemetry]);
    const shared = [telemetry, identity, authorities];
    return {
      module: GatewayModule,
      imports: [
        ...shared,
        OverviewModule.forRoot(
          { config, clock, logger, ...(createPlanner === undefined ? {} : { createPlanner }), ...mutants },
          shared,
        ),
        HealthModule.forRoot([authorities]),
        ...(config.GATEWAY_SANDBOX ? [playground(config)] : []),
      ],
    };
  }
}

function playground(config: GatewayConfig): DynamicModule {
  return PlaygroundModule.register({
    playgroundDir: 'dist/playground',
    issuer: config.GATEWAY_IDP_ISSUER,
    clientId: config.GATEWAY_PLAYGROUND_CLIENT_ID,
    sandboxPath: '/sandbox/graphql',
    origin: new URL(config.GATEWAY_PUBLIC_URL).origin,
  });
}
