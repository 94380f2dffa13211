import { Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { SourceClient, type SourceOptions } from '@app/subgraph';
import { PersonSource } from '../../person/person.source.js';
import { DatafordelerClient, readRefusal, requireInOperation } from './datafordeler.client.js';
import { SOURCE } from './period.mapper.js';

/** Binds the person feature to the Datafordeler. */
@Module({})
export class DatafordelerModule implements OnModuleDestroy {
  constructor(private readonly source: SourceClient) {}

  static forRoot(options: SourceOptions): DynamicModule {
    const source = new SourceClient({ ...options, name: SOURCE, probe: requireInOperation, readRefusal });
    return {
      module: DatafordelerModule,
      providers: [
        { provide: SourceClient, useValue: source },
        { provide: PersonSource, useValue: new DatafordelerClient(source) },
      ],
      exports: [PersonSource],
    };
  }

  onModuleDestroy(): void {
    this.source.close();
  }
}
