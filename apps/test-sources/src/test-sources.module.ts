import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { FactsService } from './facts.service.js';
import { RecordChooser } from './record-chooser.js';

/** What the authorities' modules find injected: facts, and whose record to answer with. */
@Global()
@Module({})
export class TestSourcesModule {
  static over(facts: FactsService, authorities: readonly Type[]): DynamicModule {
    return {
      module: TestSourcesModule,
      imports: [...authorities],
      providers: [
        { provide: FactsService, useValue: facts },
        { provide: RecordChooser, useValue: new RecordChooser() },
      ],
      exports: [FactsService, RecordChooser],
    };
  }
}
