import { Injectable } from '@nestjs/common';
import type { SubjectAccess } from '@app/subgraph';
import type { AnnualTaxAssessment, PreliminaryTaxAssessment, TaxAssessments } from './tax-assessment.js';
import { TaxSource } from './tax-source.js';

@Injectable()
export class TaxService {
  /** One call per request, although two fields read from it. Keyed by the request's own access, so it ends with the request. */
  private readonly ofRequest = new WeakMap<SubjectAccess, Promise<TaxAssessments>>();

  constructor(private readonly source: TaxSource) {}

  async findPreliminary(access: SubjectAccess): Promise<PreliminaryTaxAssessment | null> {
    return (await this.assessmentsFor(access)).preliminary;
  }

  /** Newest first. Empty: none yet. */
  async findAnnual(access: SubjectAccess): Promise<readonly AnnualTaxAssessment[]> {
    return (await this.assessmentsFor(access)).annual;
  }

  private assessmentsFor(access: SubjectAccess): Promise<TaxAssessments> {
    const known = this.ofRequest.get(access);
    if (known !== undefined) return known;
    const asked = this.source.findFor(access);
    this.ofRequest.set(access, asked);
    return asked;
  }
}
