import { Injectable } from '@nestjs/common';
import { type SubjectAccess, Today } from '@app/subgraph';
import { DebtSource } from './debt-source.js';
import { debtsOn, type Debt } from './debt.js';

@Injectable()
export class DebtService {
  constructor(
    private readonly debts: DebtSource,
    private readonly today: Today,
  ) {}

  /** Errors: as {@link DebtSource}. */
  async findFor(access: SubjectAccess): Promise<readonly Debt[]> {
    return debtsOn(this.today.date(), await this.debts.findFor(access));
  }
}
