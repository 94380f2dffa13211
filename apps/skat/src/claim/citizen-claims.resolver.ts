import { Context, ResolveField, Resolver } from '@nestjs/graphql';
import type { SubjectAccess } from '@app/subgraph';
import type { ClaimOverview } from './claim.js';
import { ClaimService } from './claim.service.js';

@Resolver('Citizen')
export class CitizenClaimsResolver {
  constructor(private readonly claims: ClaimService) {}

  @ResolveField('claimsUnderCollection')
  claimsUnderCollection(@Context('access') access: SubjectAccess): Promise<ClaimOverview> {
    return this.claims.findOverview(access);
  }
}
