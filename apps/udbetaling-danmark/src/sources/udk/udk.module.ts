import { Module, type DynamicModule } from '@nestjs/common';
import { SourceClients, type SourceClientOptions } from '@app/subgraph';
import { GrantSource } from '../../benefit/grant-source.js';
import { DebtSource } from '../../debt/debt-source.js';
import { PaymentSource } from '../../payment/payment-source.js';
import { UdkGaeldClient } from './udk-gaeld.client.js';
import { UdkUdbetalingerClient } from './udk-udbetalinger.client.js';
import { UdkYdelserClient } from './udk-ydelser.client.js';
import { readRefusal, requireInOperation, UdkClient } from './udk.client.js';

/** CVR number of Udbetaling Danmark, the one authority whose agreement this subgraph serves. */
const AUTHORITY_CODES = ['33236252'];

/** Binds the features' ports to Udbetaling Danmark's own API. One source, one breaker. */
@Module({})
export class UdkModule {
  static forRoot(options: Pick<SourceClientOptions, 'baseUrl' | 'timeLimitMs'>): DynamicModule {
    const createClient = (clients: SourceClients): UdkClient =>
      new UdkClient(
        clients.create({ ...options, name: 'udk', readRefusal, probe: requireInOperation }),
        AUTHORITY_CODES,
      );
    return {
      module: UdkModule,
      global: true,
      providers: [
        { provide: UdkClient, inject: [SourceClients], useFactory: createClient },
        { provide: GrantSource, useClass: UdkYdelserClient },
        { provide: PaymentSource, useClass: UdkUdbetalingerClient },
        { provide: DebtSource, useClass: UdkGaeldClient },
      ],
      exports: [GrantSource, PaymentSource, DebtSource],
    };
  }
}
