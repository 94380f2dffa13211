import { Module } from '@nestjs/common';
import { BenefitResolver } from './benefit.resolver.js';
import { BenefitService } from './benefit.service.js';
import { CitizenBenefitsResolver } from './citizen-benefits.resolver.js';

@Module({ providers: [BenefitResolver, BenefitService, CitizenBenefitsResolver] })
export class BenefitModule {}
