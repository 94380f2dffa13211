import { Context, ResolveField, Resolver } from '@nestjs/graphql';
import type { SubjectAccess } from '@app/subgraph';
import { DebtService } from './debt.service.js';
import type { Debt } from './debt.js';

@Resolver('Citizen')
export class CitizenDebtsResolver {
  constructor(private readonly debts: DebtService) {}

  @ResolveField('debtsToUdbetalingDanmark')
  citizenDebts(@Context('access') access: SubjectAccess): Promise<readonly Debt[]> {
    return this.debts.findFor(access);
  }
}
