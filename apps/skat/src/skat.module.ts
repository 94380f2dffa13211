import { Module, type DynamicModule } from '@nestjs/common';
import {
  sourceOptionsOf,
  SubgraphModule,
  subgraphOptionsOf,
  type SubgraphConfig,
  type SubgraphTools,
} from '@app/subgraph';
import { CitizenResolver } from './citizen.resolver.js';
import { ClaimModule } from './claim/claim.module.js';
import { SkatSourceModule } from './sources/skat/skat-source.module.js';
import { REHEARSAL } from './sources/skat/skat.rehearsal.js';
import { TaxModule } from './tax/tax.module.js';

export const AUTHORITY = 'skat';

@Module({})
export class SkatModule {
  /** What it plays through before it listens. */
  static readonly rehearsal = REHEARSAL;

  static forRoot(this: void, config: SubgraphConfig, tools: SubgraphTools): DynamicModule {
    return {
      module: SkatModule,
      imports: [
        SubgraphModule.forRoot(subgraphOptionsOf(AUTHORITY, config, tools)),
        SkatSourceModule.forRoot(sourceOptionsOf(config, tools)),
        TaxModule,
        ClaimModule,
      ],
      providers: [CitizenResolver],
    };
  }
}
