import { Module, type DynamicModule } from '@nestjs/common';
import { GatewayMetrics } from './gateway-metrics.service.js';

@Module({})
export class TelemetryModule {
  static forRoot(): DynamicModule {
    return {
      module: TelemetryModule,
      providers: [{ provide: GatewayMetrics, useFactory: () => new GatewayMetrics() }],
      exports: [GatewayMetrics],
    };
  }
}
