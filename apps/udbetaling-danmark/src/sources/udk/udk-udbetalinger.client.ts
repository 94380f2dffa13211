import { Injectable } from '@nestjs/common';
import { PerRequest, type SubjectAccess } from '@app/subgraph';
import type { PaymentSource } from '../../payment/payment-source.js';
import type { Payment } from '../../payment/payment.js';
import { toPayment } from './udk-udbetalinger.mapper.js';
import { UdbetalingerReply } from './udk-udbetalinger.reply.js';
import { UdkClient } from './udk.client.js';

const UDBETALINGER = {
  path: '/udk/hentudbetalingsliste/v2.1.0',
  reply: UdbetalingerReply,
  rowsOf: (reply: UdbetalingerReply) => reply.udbetalinger,
};

@Injectable()
export class UdkUdbetalingerClient implements PaymentSource {
  private readonly lists = new PerRequest<readonly Payment[]>();

  constructor(private readonly udk: UdkClient) {}

  findMadeTo(access: SubjectAccess): Promise<readonly Payment[]> {
    return this.lists.get(access, async () => (await this.udk.readList(UDBETALINGER, access)).map(toPayment));
  }
}
