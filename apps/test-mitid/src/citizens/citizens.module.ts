import { Module, type DynamicModule } from '@nestjs/common';
import { CitizenDirectory, POPULATION_SEED } from './citizen-directory.service.js';

@Module({})
export class CitizensModule {
  static forPopulation(seed: number): DynamicModule {
    return {
      module: CitizensModule,
      global: true,
      providers: [{ provide: POPULATION_SEED, useValue: seed }, CitizenDirectory],
      exports: [CitizenDirectory],
    };
  }
}
