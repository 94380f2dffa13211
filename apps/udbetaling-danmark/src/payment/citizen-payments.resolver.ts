import { Context, ResolveField, Resolver } from '@nestjs/graphql';
import type { SubjectAccess } from '@app/subgraph';
import { PaymentService } from './payment.service.js';
import type { PaymentPlan } from './payment.js';

@Resolver('Citizen')
export class CitizenPaymentsResolver {
  constructor(private readonly payments: PaymentService) {}

  @ResolveField('payments')
  citizenPayments(@Context('access') access: SubjectAccess): Promise<PaymentPlan> {
    return this.payments.findFor(access);
  }
}
