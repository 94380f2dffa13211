import { Module, type DynamicModule } from '@nestjs/common';
import {
  sourceOptionsOf,
  SubgraphModule,
  subgraphOptionsOf,
  type SubgraphConfig,
  type SubgraphTools,
} from '@app/subgraph';
import { BenefitModule } from './benefit/benefit.module.js';
import { CitizenResolver } from './citizen.resolver.js';
import { DebtModule } from './debt/debt.module.js';
import { PaymentModule } from './payment/payment.module.js';
import { PensionModule } from './pension/pension.module.js';
import { UdkModule } from './sources/udk/udk.module.js';
import { REHEARSAL } from './sources/udk/udk.rehearsal.js';

export const AUTHORITY = 'udbetaling-danmark';

@Module({})
export class UdbetalingDanmarkModule {
  /** What it plays through before it listens. */
  static readonly rehearsal = REHEARSAL;

  static forRoot(this: void, config: SubgraphConfig, tools: SubgraphTools): DynamicModule {
    return {
      module: UdbetalingDanmarkModule,
      imports: [
        SubgraphModule.forRoot(subgraphOptionsOf(AUTHORITY, config, tools)),
        UdkModule.forRoot(sourceOptionsOf(config, tools)),
        BenefitModule,
        PaymentModule,
        DebtModule,
        PensionModule,
      ],
      providers: [CitizenResolver],
    };
  }
}
