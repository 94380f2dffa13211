import { Module, type DynamicModule } from '@nestjs/common';
import { CitizensModule } from './citizens/citizens.module.js';
import { HealthController } from './health/health.controller.js';
import { LoginModule } from './login/login.module.js';
import { ProviderController } from './provider/provider.controller.js';
import { ProviderModule } from './provider/provider.module.js';

/** Catches all that the modules before it do not answer. */
@Module({ imports: [ProviderModule], controllers: [HealthController, ProviderController] })
class ProviderRoutesModule {}

@Module({})
export class TestMitIdModule {
  static forPopulation(seed: number): DynamicModule {
    return {
      module: TestMitIdModule,
      imports: [CitizensModule.forPopulation(seed), LoginModule, ProviderRoutesModule],
    };
  }
}
