import type { CalendarDate, CprNumber } from '@app/domain';

/**
 * All that is true about an invented person, in no authority's format. The test sources translate it into each
 * authority's own shape, so the same child, spouse or claim looks consistent from every side.
 * Facts are a pure function of the person and of today.
 */
export interface CitizenFacts {
  readonly cprNumber: CprNumber;
  readonly person: PersonFacts;
  readonly benefits: readonly BenefitFacts[];
  /** Payments made, newest first; planned ones follow from the benefits. */
  readonly paymentsMade: readonly PaymentFacts[];
  readonly debts: readonly DebtFacts[];
  readonly tax: TaxFacts;
  /** Claims at Gældsstyrelsen. A claim that UDK sent there has the same `claimId` in `debts`. */
  readonly claims: readonly ClaimFacts[];
}

export interface PersonFacts {
  readonly bornOn: CalendarDate;
  readonly name: NameFacts;
  /** CPR status code, two digits. */
  readonly statusCode: string;
  /** CPR civil status code, one letter. */
  readonly civilStatus: { readonly code: string; readonly from: CalendarDate };
  readonly citizenships: readonly { readonly countryCode: string; readonly from: CalendarDate }[];
  readonly address: AddressFacts;
  readonly earlierAddresses: readonly (AddressFacts & { readonly to: CalendarDate })[];
  readonly protections: readonly {
    readonly typeCode: string;
    readonly from: CalendarDate;
    readonly to?: CalendarDate;
  }[];
  readonly replacedNumbers: readonly { readonly cprNumber: CprNumber; readonly replacedOn: CalendarDate }[];
  readonly spouse?: CprNumber;
  readonly children: readonly ChildFacts[];
}

export interface NameFacts {
  readonly given: string;
  readonly middle?: string;
  readonly family: string;
}

export interface AddressFacts {
  readonly street: string;
  readonly houseNumber: string;
  readonly floor?: string;
  readonly door?: string;
  readonly postalCode: string;
  readonly postalDistrict: string;
  readonly municipalityCode: string;
  readonly municipality: string;
  readonly from: CalendarDate;
}

export interface ChildFacts {
  readonly cprNumber: CprNumber;
  readonly name: NameFacts;
  readonly bornOn: CalendarDate;
  readonly custody: 'SHARED' | 'SOLE' | 'NONE';
  readonly livesWithCitizen: boolean;
  readonly isProtected: boolean;
}

export type BenefitKind =
  | 'FOLKEPENSION'
  | 'FOERTIDSPENSION'
  | 'BOLIGSTOETTE'
  | 'BOERNE_OG_UNGEYDELSE'
  | 'BOERNETILSKUD'
  | 'BARSELSDAGPENGE'
  | 'FERIEPENGE';

export interface BenefitFacts {
  readonly id: string;
  readonly kind: BenefitKind;
  readonly status: 'CURRENT' | 'STOPPED' | 'UPCOMING' | 'ENDED';
  readonly grantedFrom: CalendarDate;
  readonly grantedTo?: CalendarDate;
  readonly frequency: 'MONTHLY' | 'QUARTERLY' | 'FORTNIGHTLY' | 'ONCE';
  /** Amount of one payment before tax, øre; absent when it varies. */
  readonly amountOere?: number;
  /** Day on which the next payment is due by the calendar, before the bank-day rule. Absent when none is planned. */
  readonly nextDueOn?: CalendarDate;
  /** What only this kind has. */
  readonly basicAmountOere?: number;
  readonly supplementOere?: number;
  readonly municipalityCode?: string;
  readonly householdIncomeOere?: number;
  readonly householdSize?: number;
  readonly child?: { readonly cprNumber: CprNumber; readonly bornOn: CalendarDate; readonly sharePercent: 50 | 100 };
  readonly allowanceKind?: 'ORDINARY' | 'EXTRA' | 'SPECIAL' | 'MULTIPLE_BIRTH';
  readonly declaration?: { readonly answerBy: CalendarDate; readonly answeredOn?: CalendarDate };
  /** Barselsdagpenge: amount per week before tax, øre. */
  readonly amountPerWeekOere?: number;
  readonly weeksLeft?: number;
  readonly availableOere?: number;
  readonly availableDays?: number;
  readonly takeBy?: CalendarDate;
  readonly isBlockedByOtherBenefit?: boolean;
}

export interface PaymentFacts {
  readonly benefitId: string;
  readonly kind: BenefitKind;
  /** Bank day on which it was paid. */
  readonly paidOn: CalendarDate;
  readonly amountOere: number;
}

export interface DebtFacts {
  readonly claimId: string;
  readonly description: string;
  readonly originalAmountOere: number;
  readonly remainingOere: number;
  readonly payBy: CalendarDate;
  readonly isSentToCollection: boolean;
  readonly instalments?: { readonly amountPerMonthOere: number; readonly nextOn?: CalendarDate };
}

export interface TaxFacts {
  readonly preliminary?: {
    readonly incomeYear: number;
    readonly expectedIncomeOere: number;
    readonly monthlyDeductionOere: number;
    readonly withholdingPercent: number;
    readonly assessedOn: CalendarDate;
  };
  readonly annual: readonly AnnualTaxFacts[];
}

export interface AnnualTaxFacts {
  readonly incomeYear: number;
  readonly assessedOn: CalendarDate;
  readonly correctBy: CalendarDate;
  readonly taxableIncomeOere: number;
  readonly taxOere: number;
  readonly paidOere: number;
  /** Refund due by the calendar, before the bank-day rule; absent without refund. */
  readonly refundDueOn?: CalendarDate;
  /** Part of the refund that covers a claim. */
  readonly offsetOere?: number;
  /** Last day to pay residual tax without surcharge; absent without residual tax. */
  readonly residualPayBy?: CalendarDate;
}

export interface ClaimFacts {
  readonly claimId: string;
  /** Claim type code at Gældsstyrelsen. */
  readonly typeCode: string;
  readonly description: string;
  readonly creditor: string;
  readonly originalAmountOere: number;
  readonly remainingOere: number;
  readonly payBy: CalendarDate;
  readonly isSentToCollection: boolean;
  readonly isOffset: boolean;
}
