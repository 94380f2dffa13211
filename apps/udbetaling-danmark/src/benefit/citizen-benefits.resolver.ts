import { Context, ResolveField, Resolver } from '@nestjs/graphql';
import type { SubjectAccess } from '@app/subgraph';
import type { Benefit } from './benefit.js';
import { BenefitService } from './benefit.service.js';

@Resolver('Citizen')
export class CitizenBenefitsResolver {
  constructor(private readonly benefits: BenefitService) {}

  @ResolveField('benefits')
  citizenBenefits(@Context('access') access: SubjectAccess): Promise<readonly Benefit[]> {
    return this.benefits.findFor(access);
  }
}
