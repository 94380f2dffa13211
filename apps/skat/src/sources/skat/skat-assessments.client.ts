import type { OnModuleDestroy } from '@nestjs/common';
import type { SubjectAccess } from '@app/subgraph';
import type { TaxAssessments } from '../../tax/tax-assessment.js';
import { TaxSource } from '../../tax/tax-source.js';
import { toTaxAssessments } from './skat-assessments.mapper.js';
import type { OpgoerelserReply } from './skat-assessments.reply.js';
import type { SkatApi } from './skat.api.js';

/** Skattestyrelsen's assessments. */
export class SkatAssessmentsClient extends TaxSource implements OnModuleDestroy {
  constructor(private readonly api: SkatApi<OpgoerelserReply>) {
    super();
  }

  async findFor(access: SubjectAccess): Promise<TaxAssessments> {
    return toTaxAssessments(await this.api.ask(access));
  }

  onModuleDestroy(): void {
    this.api.close();
  }
}
