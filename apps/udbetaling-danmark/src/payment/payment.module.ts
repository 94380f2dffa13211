import { Module } from '@nestjs/common';
import { CitizenPaymentsResolver } from './citizen-payments.resolver.js';
import { PaymentService } from './payment.service.js';

@Module({ providers: [CitizenPaymentsResolver, PaymentService] })
export class PaymentModule {}
