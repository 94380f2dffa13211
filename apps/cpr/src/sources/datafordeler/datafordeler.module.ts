import { Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { SourceClient, type SourceClientOptions } from '@app/subgraph';
import { PersonSource } from '../../person/person.source.js';
import { DatafordelerClient, readRefusal, requireInOperation } from './datafordeler.client.js';
import { SOURCE } from './period.mapper.js';

export type DatafordelerOptions = Pick<
  SourceClientOptions,
  'baseUrl' | 'timeLimitMs' | 'logger' | 'metrics' | 'breaker'
>;

/** Binds the person feature to the Datafordeler. */
@Module({})
export class DatafordelerModule implements OnModuleDestroy {
  constructor(private readonly source: SourceClient) {}

  static forRoot(options: DatafordelerOptions): DynamicModule {
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
