import type { CalendarDate, PaymentFrequency } from '@app/domain';

/** What was decided for the citizen (bevilling), as the source tells it: due dates are those of the calendar. */
export type Grant =
  | StatePensionGrant
  | DisabilityPensionGrant
  | HousingBenefitGrant
  | ChildAndYouthBenefitGrant
  | ChildAllowanceGrant
  | ParentalLeaveBenefitGrant
  | HolidayPayGrant;

export type GrantStatus = 'CURRENT' | 'STOPPED' | 'UPCOMING' | 'ENDED';

interface GrantOf<Type extends string> {
  /** Name of the type in the schema. */
  readonly type: Type;
  readonly id: string;
  readonly name: string;
  readonly status: GrantStatus;
  readonly grantedFrom: CalendarDate;
  readonly grantedTo: CalendarDate | null;
  readonly isTaxable: boolean;
  readonly frequency: PaymentFrequency;
  /** Øre before tax; null when it varies. */
  readonly amountPerPaymentOere: number | null;
  /** Day on which the next payment is due by the calendar, before the bank-day rule; null when none is planned. */
  readonly nextDueOn: CalendarDate | null;
}

export interface StatePensionGrant extends GrantOf<'StatePension'> {
  readonly basicAmountOere: number | null;
  readonly supplementOere: number | null;
}

export interface DisabilityPensionGrant extends GrantOf<'DisabilityPension'> {
  readonly grantedByMunicipalityCode: string | null;
}

export interface HousingBenefitGrant extends GrantOf<'HousingBenefit'> {
  readonly householdIncomeOere: number | null;
  readonly householdSize: number | null;
}

export interface ChildAndYouthBenefitGrant extends GrantOf<'ChildAndYouthBenefit'> {
  readonly childBornOn: CalendarDate;
  readonly sharePercent: 50 | 100;
}

export interface ChildAllowanceGrant extends GrantOf<'ChildAllowance'> {
  readonly kind: 'ORDINARY' | 'EXTRA' | 'SPECIAL' | 'MULTIPLE_BIRTH';
  /** The declaration that is asked for this year; null for kinds that need none. */
  readonly declarationRequest: DeclarationRequest | null;
}

export interface DeclarationRequest {
  /** Last day to answer. */
  readonly answerBy: CalendarDate;
  readonly answeredOn: CalendarDate | null;
}

export interface ParentalLeaveBenefitGrant extends GrantOf<'ParentalLeaveBenefit'> {
  readonly amountPerWeekOere: number | null;
  readonly weeksLeft: number | null;
}

export interface HolidayPayGrant extends GrantOf<'HolidayPay'> {
  readonly availableOere: number;
  readonly availableDays: number;
  readonly takeBy: CalendarDate;
  readonly isBlockedByOtherBenefit: boolean | null;
}
