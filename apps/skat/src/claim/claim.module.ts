import { Module } from '@nestjs/common';
import { CitizenClaimsResolver } from './citizen-claims.resolver.js';
import { ClaimService } from './claim.service.js';

@Module({ providers: [CitizenClaimsResolver, ClaimService] })
export class ClaimModule {}
