import { Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { SourceClient, type SourceOptions } from '@app/subgraph';
import { GrantSource } from '../../benefit/grant-source.js';
import { DebtSource } from '../../debt/debt-source.js';
import { PaymentSource } from '../../payment/payment-source.js';
import { UdkGaeldClient } from './udk-gaeld.client.js';
import { UdkUdbetalingerClient } from './udk-udbetalinger.client.js';
import { UdkYdelserClient } from './udk-ydelser.client.js';
import { readRefusal, requireInOperation, UdkClient } from './udk.client.js';

/** CVR number of Udbetaling Danmark, the one authority whose agreement this subgraph serves. */
const AUTHORITY_CODES = ['33236252'];

/** Binds the features' ports to Udbetaling Danmark's own API. One system, one breaker for its three lists. */
@Module({})
export class UdkModule implements OnModuleDestroy {
  constructor(private readonly source: SourceClient) {}

  static forRoot(options: SourceOptions): DynamicModule {
    const createSource = (): SourceClient =>
      new SourceClient({ ...options, name: 'udk', readRefusal, probe: requireInOperation });
    const createClient = (source: SourceClient): UdkClient => new UdkClient(source, AUTHORITY_CODES);
    return {
      module: UdkModule,
      global: true,
      providers: [
        { provide: SourceClient, useFactory: createSource },
        { provide: UdkClient, inject: [SourceClient], useFactory: createClient },
        { provide: GrantSource, useClass: UdkYdelserClient },
        { provide: PaymentSource, useClass: UdkUdbetalingerClient },
        { provide: DebtSource, useClass: UdkGaeldClient },
      ],
      exports: [GrantSource, PaymentSource, DebtSource],
    };
  }

  onModuleDestroy(): void {
    this.source.close();
  }
}
