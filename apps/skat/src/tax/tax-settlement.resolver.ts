import { ResolveField, Resolver } from '@nestjs/graphql';
import type { TaxSettlement } from './tax-assessment.js';

const TYPE_NAMES = { REFUND: 'TaxRefund', RESIDUAL: 'ResidualTax' } as const satisfies Record<
  TaxSettlement['kind'],
  string
>;

@Resolver('TaxSettlement')
export class TaxSettlementResolver {
  @ResolveField('__resolveType')
  typeName(settlement: TaxSettlement): string {
    return TYPE_NAMES[settlement.kind];
  }
}
