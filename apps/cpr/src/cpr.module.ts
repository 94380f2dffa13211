import { Module, type DynamicModule } from '@nestjs/common';
import {
  sourceOptionsOf,
  SubgraphModule,
  subgraphOptionsOf,
  Today,
  type SubgraphConfig,
  type SubgraphTools,
} from '@app/subgraph';
import { CitizenPersonResolver } from './person/citizen-person.resolver.js';
import { PersonService } from './person/person.service.js';
import { PersonSource } from './person/person.source.js';
import { DatafordelerModule } from './sources/datafordeler/datafordeler.module.js';
import { REHEARSAL } from './sources/datafordeler/datafordeler.rehearsal.js';

export const AUTHORITY = 'cpr';

@Module({})
export class CprModule {
  /** What it plays through before it listens. */
  static readonly rehearsal = REHEARSAL;

  static forRoot(this: void, config: SubgraphConfig, tools: SubgraphTools): DynamicModule {
    return {
      module: CprModule,
      imports: [
        SubgraphModule.forRoot(subgraphOptionsOf(AUTHORITY, config, tools)),
        DatafordelerModule.forRoot(sourceOptionsOf(config, tools)),
      ],
      providers: [
        {
          provide: PersonService,
          inject: [PersonSource, Today],
          useFactory: (source: PersonSource, today: Today) => new PersonService(source, today),
        },
        CitizenPersonResolver,
      ],
    };
  }
}
