import { Context, ResolveField, Resolver } from '@nestjs/graphql';
import type { SubjectAccess } from '@app/subgraph';
import { PensionService } from './pension.service.js';
import type { StatePensionOutlook } from './state-pension-outlook.js';

@Resolver('Citizen')
export class CitizenPensionResolver {
  constructor(private readonly pension: PensionService) {}

  @ResolveField('statePensionOutlook')
  citizenStatePensionOutlook(@Context('access') access: SubjectAccess): Promise<StatePensionOutlook | null> {
    return this.pension.findOutlookFor(access);
  }
}
