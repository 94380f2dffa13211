import type { OnModuleDestroy } from '@nestjs/common';
import type { SubjectAccess } from '@app/subgraph';
import type { RegisteredClaim } from '../../claim/claim.js';
import { ClaimSource } from '../../claim/claim-source.js';
import { toRegisteredClaim } from './skat-claims.mapper.js';
import type { FordringerReply } from './skat-claims.reply.js';
import type { SkatApi } from './skat.api.js';

/** Gældsstyrelsen's claims. */
export class SkatClaimsClient extends ClaimSource implements OnModuleDestroy {
  constructor(private readonly api: SkatApi<FordringerReply>) {
    super();
  }

  async findFor(access: SubjectAccess): Promise<readonly RegisteredClaim[]> {
    const reply = await this.api.ask(access);
    return reply.fordringer.map(toRegisteredClaim);
  }

  onModuleDestroy(): void {
    this.api.close();
  }
}
