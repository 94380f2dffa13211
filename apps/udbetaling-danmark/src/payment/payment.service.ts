import { Injectable } from '@nestjs/common';
import { type SubjectAccess, Today } from '@app/subgraph';
import { GrantSource } from '../benefit/grant-source.js';
import { PaymentSource } from './payment-source.js';
import { paymentPlanOn, type PaymentPlan } from './payment.js';

@Injectable()
export class PaymentService {
  constructor(
    private readonly grants: GrantSource,
    private readonly payments: PaymentSource,
    private readonly today: Today,
  ) {}

  /** Half a plan would look like a whole one, so both lists are needed. Errors: as {@link PaymentSource}. */
  async findFor(access: SubjectAccess): Promise<PaymentPlan> {
    const [grants, made] = await Promise.all([this.grants.findFor(access), this.payments.findMadeTo(access)]);
    return paymentPlanOn(this.today.date(), grants, made);
  }
}
