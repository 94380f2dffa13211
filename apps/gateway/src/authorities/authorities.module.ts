import type { Contract } from '@app/contracts';
import type { Clock } from '@app/domain';
import type { Logger } from '@app/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import { Authorities } from './authorities.service.js';
import { MeasuringObserver } from './authority-observer.service.js';

export interface AuthoritiesParts {
  readonly config: GatewayConfig;
  readonly contracts: readonly Contract[];
  readonly clock: Clock;
  readonly logger: Logger;
}

@Module({})
export class AuthoritiesModule {
  static forRoot({ config, contracts, clock, logger }: AuthoritiesParts, imports: DynamicModule[]): DynamicModule {
    return {
      module: AuthoritiesModule,
      imports,
      providers: [
        {
          provide: Authorities,
          inject: [GatewayMetrics],
          useFactory: (metrics: GatewayMetrics) =>
            new Authorities(contracts, config, clock, new MeasuringObserver(metrics, logger)),
        },
      ],
      exports: [Authorities],
    };
  }
}
