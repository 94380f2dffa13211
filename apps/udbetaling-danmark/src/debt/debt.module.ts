import { Module } from '@nestjs/common';
import { CitizenDebtsResolver } from './citizen-debts.resolver.js';
import { DebtService } from './debt.service.js';

@Module({ providers: [CitizenDebtsResolver, DebtService] })
export class DebtModule {}
