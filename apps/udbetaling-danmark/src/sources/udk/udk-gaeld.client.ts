import { Injectable } from '@nestjs/common';
import { PerRequest, type SubjectAccess } from '@app/subgraph';
import type { DebtSource } from '../../debt/debt-source.js';
import type { ClaimOnCitizen } from '../../debt/debt.js';
import { toClaim } from './udk-gaeld.mapper.js';
import { GaeldReply } from './udk-gaeld.reply.js';
import { UdkClient } from './udk.client.js';

const GAELD = {
  path: '/udk/hentgaeldogbetalingsliste/v0.7.0',
  reply: GaeldReply,
  rowsOf: (reply: GaeldReply) => reply.fordringer,
};

@Injectable()
export class UdkGaeldClient implements DebtSource {
  private readonly lists = new PerRequest<readonly ClaimOnCitizen[]>();

  constructor(private readonly udk: UdkClient) {}

  findFor(access: SubjectAccess): Promise<readonly ClaimOnCitizen[]> {
    return this.lists.get(access, async () => (await this.udk.readList(GAELD, access)).map(toClaim));
  }
}
