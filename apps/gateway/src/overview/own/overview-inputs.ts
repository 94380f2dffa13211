import type { CalendarDate, ClaimStatus } from '@app/domain';
import type { CitizenText } from '@app/errors';

/**
 * What the gateway derives from: the fields that contracts/gateway/schema.graphql requires of the authorities, checked by
 * the guard. A field that could not be fetched is absent, also when the gap is deeper within it, while `null` was answered.
 */
export interface OverviewInputs {
  readonly benefits?: readonly BenefitInput[] | null;
  readonly payments?: { readonly next: readonly PaymentInput[] } | null;
  readonly statePensionOutlook?: StatePensionInput | null;
  readonly debtsToUdbetalingDanmark?: readonly DebtInput[] | null;
  readonly annualTax?: readonly AnnualTaxInput[] | null;
  readonly claimsUnderCollection?: { readonly claims: readonly ClaimInput[] } | null;
}

export type InputField = keyof OverviewInputs;

/** Of benefits that nothing is derived from, only the type is there. */
export interface BenefitInput {
  readonly __typename: string;
}

export interface ChildAllowanceInput extends BenefitInput {
  readonly __typename: 'ChildAllowance';
  readonly status: 'CURRENT' | 'STOPPED' | 'UPCOMING' | 'ENDED';
  readonly singleProviderDeclaration: {
    readonly status: 'AWAITING_ANSWER' | 'ANSWERED' | 'DEADLINE_PASSED';
    readonly answerBy: CalendarDate;
  } | null;
}

export interface HolidayPayInput extends BenefitInput {
  readonly __typename: 'HolidayPay';
  readonly id: string;
  readonly availableOere: number;
  readonly takeBy: CalendarDate;
  readonly isBlockedByOtherBenefit: boolean | null;
}

export interface PaymentInput {
  readonly benefitId: string;
  readonly benefitName: string;
  readonly payOn: CalendarDate;
  readonly amountOere: number;
}

export interface StatePensionInput {
  readonly payableFrom: CalendarDate;
  readonly applyFrom: CalendarDate;
  readonly canApplyNow: boolean;
}

/** What an authority says of a claim that it sees. */
interface SeenClaim {
  readonly claimId: string;
  readonly description: string;
  readonly originalAmountOere: number;
  readonly remainingOere: number;
  readonly payBy: CalendarDate;
  readonly status: ClaimStatus;
}

export interface DebtInput extends SeenClaim {
  readonly instalments: { readonly amountPerMonthOere: number; readonly nextOn: CalendarDate | null } | null;
}

export interface ClaimInput extends SeenClaim {
  readonly creditor: string;
  readonly isOffset: boolean;
}

export interface AnnualTaxInput {
  readonly incomeYear: number;
  readonly correctBy: CalendarDate;
  readonly settlement: TaxRefundInput | ResidualTaxInput | null;
}

export interface TaxRefundInput {
  readonly __typename: 'TaxRefund';
  readonly amountOere: number;
  readonly payOn: CalendarDate | null;
  readonly offsetOere: number;
}

export interface ResidualTaxInput {
  readonly __typename: 'ResidualTax';
  readonly amountOere: number;
  readonly payBy: CalendarDate;
}

/** Who answers a field, and what it holds in the citizen's words. */
export interface InputOwner {
  readonly authority: string;
  readonly content: CitizenText;
}

export const INPUT_OWNERS: Readonly<Record<InputField, InputOwner>> = {
  benefits: { authority: 'udbetaling-danmark', content: { da: 'ydelser', en: 'benefits' } },
  payments: { authority: 'udbetaling-danmark', content: { da: 'udbetalinger', en: 'payments' } },
  statePensionOutlook: {
    authority: 'udbetaling-danmark',
    content: { da: 'udsigt til folkepension', en: 'state pension outlook' },
  },
  debtsToUdbetalingDanmark: {
    authority: 'udbetaling-danmark',
    content: { da: 'gæld til Udbetaling Danmark', en: 'debts to Udbetaling Danmark' },
  },
  annualTax: { authority: 'skat', content: { da: 'årsopgørelser', en: 'annual tax assessments' } },
  claimsUnderCollection: { authority: 'skat', content: { da: 'gæld til inddrivelse', en: 'claims under collection' } },
};

/** Those of the fields that are not there, in the order given. */
export function lackingFields(inputs: OverviewInputs, fields: readonly InputField[]): InputField[] {
  return fields.filter((field) => inputs[field] === undefined);
}

export function isChildAllowance(benefit: BenefitInput): benefit is ChildAllowanceInput {
  return benefit.__typename === 'ChildAllowance';
}

export function isHolidayPay(benefit: BenefitInput): benefit is HolidayPayInput {
  return benefit.__typename === 'HolidayPay';
}
