import { balanceStatusOf, claimStatusOn, type CalendarDate, type ClaimStatus, type PaymentStatus } from '@app/domain';
import {
  lackingFields,
  type ClaimInput,
  type DebtInput,
  type InputField,
  type OverviewInputs,
} from './overview-inputs.js';

export interface CombinedClaims {
  /** First due first. */
  readonly claims: readonly CombinedClaim[];
  /** `null` while a field is lacking: a sum of some claims is no total. */
  readonly total: { readonly amountOere: number; readonly status: PaymentStatus | null } | null;
  readonly lacks: readonly InputField[];
}

/** A claim, however many authorities see it. */
export interface CombinedClaim {
  readonly claimId: string;
  readonly description: string;
  readonly creditor: string;
  readonly originalAmountOere: number;
  readonly remainingOere: number;
  readonly payBy: CalendarDate;
  readonly status: ClaimStatus;
  /** `null` when the collector does not see the claim. */
  readonly isOffset: boolean | null;
  readonly instalmentOere: number | null;
  readonly nextInstalmentOn: CalendarDate | null;
  readonly sightings: readonly ClaimSighting[];
}

export interface ClaimSighting {
  readonly source: InputField;
  readonly remainingOere: number;
  readonly status: ClaimStatus;
  /** True for exactly one sighting of a claim. */
  readonly counts: boolean;
}

export type ClaimsInputs = Pick<OverviewInputs, (typeof CLAIM_FIELDS)[number]>;

const CREDITOR_FIELD = 'debtsToUdbetalingDanmark';
const COLLECTOR_FIELD = 'claimsUnderCollection';
const CLAIM_FIELDS = [CREDITOR_FIELD, COLLECTOR_FIELD] as const;
const CREDITOR_NAME = 'Udbetaling Danmark';

/**
 * Joins what creditor and collector say by the claim's reference. Once a claim was sent for collection, payments are
 * booked at the collector, so its figures count; a claim that is merely registered there for offsetting is still the
 * creditor's to collect.
 *
 * Source: borger.dk, «Opkrævning – betaler for sent»; domain.md §4.1.
 */
export function combineClaims(inputs: ClaimsInputs, today: CalendarDate): CombinedClaims {
  const lacks = lackingFields(inputs, CLAIM_FIELDS);
  const seen: Seen[] = [
    ...(inputs[CREDITOR_FIELD] ?? []).map((debt): Seen => ({ at: CREDITOR_FIELD, ...debt })),
    ...(inputs[COLLECTOR_FIELD]?.claims ?? []).map((claim): Seen => ({ at: COLLECTOR_FIELD, ...claim })),
  ];
  const claims = [...Map.groupBy(seen, ({ claimId }) => claimId).values()]
    .map((ofOne) => combine(ofOne, today))
    .toSorted(firstDueFirst);
  return { claims, total: lacks.length > 0 ? null : totalOf(claims), lacks };
}

type SeenAtCreditor = DebtInput & { readonly at: typeof CREDITOR_FIELD };
type SeenAtCollector = ClaimInput & { readonly at: typeof COLLECTOR_FIELD };
type Seen = SeenAtCreditor | SeenAtCollector;

/** `seen`: never empty. */
function combine(seen: readonly Seen[], today: CalendarDate): CombinedClaim {
  const creditor = seen.find((one) => one.at === CREDITOR_FIELD);
  const collector = seen.find((one) => one.at === COLLECTOR_FIELD);
  const isSentToCollection = seen.some(({ status }) => status === 'SENT_TO_COLLECTION');
  const counting = (isSentToCollection ? (collector ?? creditor) : (creditor ?? collector))!;
  const { claimId, description, originalAmountOere, remainingOere, payBy } = counting;
  const { instalments = null } = creditor ?? {};
  return {
    claimId,
    description,
    creditor: collector?.creditor ?? CREDITOR_NAME,
    originalAmountOere,
    remainingOere,
    payBy,
    status: claimStatusOn(today, { remainingOere, payBy, isSentToCollection }),
    isOffset: collector?.isOffset ?? null,
    instalmentOere: instalments === null ? null : Math.min(instalments.amountPerMonthOere, remainingOere),
    nextInstalmentOn: instalments?.nextOn ?? null,
    sightings: seen.map((one) => ({
      source: one.at,
      remainingOere: one.remainingOere,
      status: one.status,
      counts: one === counting,
    })),
  };
}

function totalOf(claims: readonly CombinedClaim[]) {
  return {
    amountOere: claims.reduce((sum, { remainingOere }) => sum + remainingOere, 0),
    status: balanceStatusOf(claims.map(({ status }) => status)) ?? null,
  };
}

/** The reference decides between equals, so that the order is always the same. */
function firstDueFirst(left: CombinedClaim, right: CombinedClaim): number {
  if (left.payBy !== right.payBy) return left.payBy < right.payBy ? -1 : 1;
  return left.claimId < right.claimId ? -1 : 1;
}
