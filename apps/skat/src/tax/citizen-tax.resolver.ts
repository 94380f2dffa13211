import { Context, ResolveField, Resolver } from '@nestjs/graphql';
import type { SubjectAccess } from '@app/subgraph';
import type { AnnualTaxAssessment, PreliminaryTaxAssessment } from './tax-assessment.js';
import { TaxService } from './tax.service.js';

@Resolver('Citizen')
export class CitizenTaxResolver {
  constructor(private readonly tax: TaxService) {}

  @ResolveField('preliminaryTax')
  preliminaryTax(@Context('access') access: SubjectAccess): Promise<PreliminaryTaxAssessment | null> {
    return this.tax.findPreliminary(access);
  }

  @ResolveField('annualTax')
  annualTax(@Context('access') access: SubjectAccess): Promise<readonly AnnualTaxAssessment[]> {
    return this.tax.findAnnual(access);
  }
}
