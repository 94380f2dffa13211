import { Injectable } from '@nestjs/common';
import { type SubjectAccess, Today } from '@app/subgraph';
import { claimOverviewOf, type ClaimOverview } from './claim.js';
import { ClaimSource } from './claim-source.js';

@Injectable()
export class ClaimService {
  constructor(
    private readonly source: ClaimSource,
    private readonly today: Today,
  ) {}

  /** Errors: as {@link ClaimSource}. */
  async findOverview(access: SubjectAccess): Promise<ClaimOverview> {
    return claimOverviewOf(await this.source.findFor(access), this.today.date());
  }
}
