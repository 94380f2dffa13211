import { Injectable } from '@nestjs/common';
import { PerRequest, type SubjectAccess } from '@app/subgraph';
import type { GrantSource } from '../../benefit/grant-source.js';
import type { Grant } from '../../benefit/grant.js';
import { toGrant } from './udk-ydelser.mapper.js';
import { YdelserReply } from './udk-ydelser.reply.js';
import { UdkClient } from './udk.client.js';

const YDELSER = {
  path: '/udk/hentydelsesliste/v2.1.0',
  reply: YdelserReply,
  rowsOf: (reply: YdelserReply) => reply.ydelser,
};

@Injectable()
export class UdkYdelserClient implements GrantSource {
  private readonly lists = new PerRequest<readonly Grant[]>();

  constructor(private readonly udk: UdkClient) {}

  findFor(access: SubjectAccess): Promise<readonly Grant[]> {
    return this.lists.get(access, async () => (await this.udk.readList(YDELSER, access)).map(toGrant));
  }
}
