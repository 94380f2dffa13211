import { Inject, Injectable } from '@nestjs/common';
import { dayInDenmark, type Clock } from '@app/domain';
import type { SubjectAccess } from '@app/subgraph';
import { claimOverviewOf, type ClaimOverview } from './claim.js';
import { ClaimSource } from './claim-source.js';

@Injectable()
export class ClaimService {
  constructor(
    private readonly source: ClaimSource,
    @Inject('CLOCK') private readonly clock: Clock,
  ) {}

  async findOverview(access: SubjectAccess): Promise<ClaimOverview> {
    const registered = await this.source.findFor(access);
    return claimOverviewOf(registered, dayInDenmark(this.clock.now()));
  }
}
