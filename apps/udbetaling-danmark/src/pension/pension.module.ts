import { Module } from '@nestjs/common';
import { CitizenPensionResolver } from './citizen-pension.resolver.js';
import { PensionService } from './pension.service.js';

@Module({ providers: [CitizenPensionResolver, PensionService] })
export class PensionModule {}
