import { Injectable } from '@nestjs/common';
import { type SubjectAccess, Today } from '@app/subgraph';
import { benefitsOn, type Benefit } from './benefit.js';
import { GrantSource } from './grant-source.js';

@Injectable()
export class BenefitService {
  constructor(
    private readonly grants: GrantSource,
    private readonly today: Today,
  ) {}

  /** Errors: as {@link GrantSource}. */
  async findFor(access: SubjectAccess): Promise<readonly Benefit[]> {
    return benefitsOn(this.today.date(), await this.grants.findFor(access));
  }
}
