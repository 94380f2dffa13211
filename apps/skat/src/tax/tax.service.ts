import { Injectable } from '@nestjs/common';
import { PerRequest, type SubjectAccess } from '@app/subgraph';
import type { AnnualTaxAssessment, PreliminaryTaxAssessment, TaxAssessments } from './tax-assessment.js';
import { TaxSource } from './tax-source.js';

@Injectable()
export class TaxService {
  /** Two fields, one call: the authority gives both kinds of assessments in one answer. */
  private readonly assessments = new PerRequest<TaxAssessments>();

  constructor(private readonly source: TaxSource) {}

  /** `null`: none for this year. */
  async findPreliminary(access: SubjectAccess): Promise<PreliminaryTaxAssessment | null> {
    return (await this.assessmentsFor(access)).preliminary;
  }

  /** Newest first. Empty: none yet. */
  async findAnnual(access: SubjectAccess): Promise<readonly AnnualTaxAssessment[]> {
    return (await this.assessmentsFor(access)).annual;
  }

  private assessmentsFor(access: SubjectAccess): Promise<TaxAssessments> {
    return this.assessments.get(access, () => this.source.findFor(access));
  }
}
