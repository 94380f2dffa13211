import type { CalendarDate } from '@app/domain';
import type {
  ChildAllowanceGrant,
  ChildAndYouthBenefitGrant,
  HousingBenefitGrant,
  StatePensionGrant,
} from '../src/benefit/grant.js';

/** The day on which the tests take place: a Monday. */
export const TODAY: CalendarDate = '2026-06-15';

const granted = {
  status: 'CURRENT',
  grantedFrom: '2024-01-01',
  grantedTo: null,
  frequency: 'MONTHLY',
  amountPerPaymentOere: 100_000,
} as const;

export function aHousingBenefit(own: Partial<HousingBenefitGrant> = {}): HousingBenefitGrant {
  return {
    ...granted,
    type: 'HousingBenefit',
    id: 'bolig-1',
    name: 'Boligstøtte',
    isTaxable: false,
    nextDueOn: '2026-07-01',
    householdIncomeOere: 40_000_000,
    householdSize: 3,
    ...own,
  };
}

export function aStatePension(own: Partial<StatePensionGrant> = {}): StatePensionGrant {
  return {
    ...granted,
    type: 'StatePension',
    id: 'pension-1',
    name: 'Folkepension',
    isTaxable: true,
    nextDueOn: '2026-06-30',
    basicAmountOere: 754_400,
    supplementOere: 872_900,
    ...own,
  };
}

/** Half the benefit for a child of two. */
export function aChildBenefit(own: Partial<ChildAndYouthBenefitGrant> = {}): ChildAndYouthBenefitGrant {
  return {
    ...granted,
    type: 'ChildAndYouthBenefit',
    id: 'barn-1',
    name: 'Børne- og ungeydelse',
    isTaxable: false,
    frequency: 'QUARTERLY',
    amountPerPaymentOere: 268_500,
    nextDueOn: '2026-07-20',
    childBornOn: '2023-11-08',
    sharePercent: 50,
    ...own,
  };
}

export function aChildAllowance(own: Partial<ChildAllowanceGrant> = {}): ChildAllowanceGrant {
  return {
    ...granted,
    type: 'ChildAllowance',
    id: 'tilskud-1',
    name: 'Ordinært børnetilskud',
    isTaxable: false,
    frequency: 'QUARTERLY',
    amountPerPaymentOere: 174_100,
    nextDueOn: '2026-07-20',
    kind: 'ORDINARY',
    declarationRequest: { answerBy: '2026-11-30', answeredOn: null },
    ...own,
  };
}
