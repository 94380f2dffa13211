import { Module } from '@nestjs/common';
import { CitizenTaxResolver } from './citizen-tax.resolver.js';
import { TaxService } from './tax.service.js';
import { TaxSettlementResolver } from './tax-settlement.resolver.js';

@Module({ providers: [CitizenTaxResolver, TaxSettlementResolver, TaxService] })
export class TaxModule {}
