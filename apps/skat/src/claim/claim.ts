import { balanceStatusOf, claimStatusOn, type CalendarDate, type ClaimStatus, type PaymentStatus } from '@app/domain';

/** A claim (fordring) as Gældsstyrelsen registers it. */
export interface RegisteredClaim {
  /** The same at every authority that sees the claim. */
  readonly claimId: string;
  /** Claim type code (fordringstypekode), kept as the source writes it: new codes come without notice. */
  readonly typeCode: string;
  readonly description: string;
  readonly creditor: string;
  readonly originalAmountOere: number;
  readonly remainingOere: number;
  readonly payBy: CalendarDate;
  readonly isSentToCollection: boolean;
  readonly isOffset: boolean;
}

export interface Claim extends RegisteredClaim {
  readonly status: ClaimStatus;
}

export interface Balance {
  readonly amountOere: number;
  /** Absent without claims. */
  readonly status: PaymentStatus | undefined;
}

export interface ClaimOverview {
  readonly balance: Balance;
  /** Oldest first. */
  readonly claims: readonly Claim[];
}

/** What the claims are today: each with its status, and the balance over all. Pure. */
export function claimOverviewOf(registered: readonly RegisteredClaim[], today: CalendarDate): ClaimOverview {
  const claims = registered.map((claim) => ({ ...claim, status: claimStatusOn(today, claim) })).toSorted(oldestFirst);
  return {
    balance: {
      amountOere: totalOere(claims),
      status: balanceStatusOf(claims.map((claim) => claim.status)),
    },
    claims,
  };
}

/** Sum of what is left, in øre. May exceed the safe integers where each part does not. */
export function totalOere(claims: readonly Pick<RegisteredClaim, 'remainingOere'>[]): number {
  return claims.reduce((sum, claim) => sum + claim.remainingOere, 0);
}

/** By last day to pay; the reference, unique in an answer, decides between equals, so that the order is always the same. */
function oldestFirst(a: RegisteredClaim, b: RegisteredClaim): number {
  return a.payBy.localeCompare(b.payBy) || (a.claimId < b.claimId ? -1 : 1);
}
