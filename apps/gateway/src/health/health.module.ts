import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.service.js';

@Module({})
export class HealthModule {
  static forRoot(imports: DynamicModule[]): DynamicModule {
    return {
      module: HealthModule,
      imports,
      controllers: [HealthController],
      providers: [Readiness],
      exports: [Readiness],
    };
  }
}
