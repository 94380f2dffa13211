import { claimStatusOn, type CalendarDate, type ClaimStanding, type ClaimStatus } from '@app/domain';

/** A claim of Udbetaling Danmark on the citizen (fordring), as the source tells it. */
export interface ClaimOnCitizen extends ClaimStanding {
  readonly claimId: string;
  readonly description: string;
  readonly originalAmountOere: number;
  readonly instalments: InstalmentPlan | null;
}

export interface InstalmentPlan {
  readonly amountPerMonthOere: number;
  readonly nextOn: CalendarDate | null;
}

/** A claim as the citizen sees it on a day (gæld). */
export type Debt = ClaimOnCitizen & { readonly status: ClaimStatus };

/** First due first. */
export function debtsOn(today: CalendarDate, claims: readonly ClaimOnCitizen[]): readonly Debt[] {
  return claims
    .map((claim) => ({ ...claim, status: claimStatusOn(today, claim) }))
    .toSorted((left, right) => (left.payBy === right.payBy ? 0 : left.payBy < right.payBy ? -1 : 1));
}
