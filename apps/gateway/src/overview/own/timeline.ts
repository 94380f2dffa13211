import { addMonths, type CalendarDate } from '@app/domain';
import type { CitizenText } from '@app/errors';
import { combineClaims, type CombinedClaim } from './combined-claims.js';
import {
  isChildAllowance,
  isHolidayPay,
  lackingFields,
  type AnnualTaxInput,
  type HolidayPayInput,
  type InputField,
  type OverviewInputs,
  type PaymentInput,
  type StatePensionInput,
} from './overview-inputs.js';
import { TITLES } from './timeline-titles.js';

export type TimelineKind =
  | 'BENEFIT_PAYMENT'
  | 'TAX_REFUND'
  | 'STATE_PENSION_APPLICATION'
  | 'SINGLE_PROVIDER_DECLARATION'
  | 'CLAIM_PAYMENT'
  | 'CLAIM_INSTALMENT'
  | 'RESIDUAL_TAX'
  | 'ANNUAL_TAX_CORRECTION'
  | 'HOLIDAY_PAY';

/** What the citizen shall, can or need not do. In the order in which entries of one day are shown. */
const ACTIONS = ['MUST', 'MAY', 'NONE'] as const;
export type CitizenAction = (typeof ACTIONS)[number];

export interface TimelineEntry {
  readonly kind: TimelineKind;
  readonly happensOn: CalendarDate;
  readonly action: CitizenAction;
  /** Positive to the citizen, negative from the citizen. */
  readonly amountOere: number | null;
  readonly title: CitizenText;
  readonly source: InputField;
  /** Of the benefit or the claim, or the income year; `null` where nothing can be pointed at. */
  readonly recordId: string | null;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly tasksUntil: CalendarDate;
  readonly eventsUntil: CalendarDate;
  readonly lacks: readonly InputField[];
}

const INPUT_FIELDS = [
  'benefits',
  'payments',
  'statePensionOutlook',
  'debtsToUdbetalingDanmark',
  'annualTax',
  'claimsUnderCollection',
] as const satisfies readonly InputField[];
const TASKS_MONTHS = 12;
const EVENTS_MONTHS = 3;

/** What is still to be done although its day is past. Anything else has happened or can no longer be done. */
const STAYS_WHEN_PAST: ReadonlySet<TimelineKind> = new Set<TimelineKind>([
  'CLAIM_PAYMENT',
  'CLAIM_INSTALMENT',
  'SINGLE_PROVIDER_DECLARATION',
  'STATE_PENSION_APPLICATION',
]);

/** What happens next and what the citizen can or must do, from whatever inputs there are. */
export function timelineOf(inputs: OverviewInputs, today: CalendarDate): Timeline {
  const tasksUntil = addMonths(today, TASKS_MONTHS);
  const eventsUntil = addMonths(today, EVENTS_MONTHS);
  const isShown = ({ kind, happensOn, action }: TimelineEntry) =>
    happensOn <= (action === 'NONE' ? eventsUntil : tasksUntil) && (happensOn >= today || STAYS_WHEN_PAST.has(kind));
  const entries = [
    ...(inputs.payments?.next ?? []).map(ofPayment),
    ...ofDeclarations(inputs, today),
    ...(inputs.benefits ?? []).filter(isHolidayPay).flatMap(ofHolidayPay),
    ...ofStatePension(inputs.statePensionOutlook ?? null, today),
    ...combineClaims(inputs, today).claims.flatMap((claim) => ofClaim(claim, today)),
    ...(inputs.annualTax ?? []).flatMap(ofAnnualTax),
  ];
  return {
    entries: entries.filter(isShown).toSorted(inOrder),
    tasksUntil,
    eventsUntil,
    lacks: lackingFields(inputs, INPUT_FIELDS),
  };
}

function ofPayment({ benefitId, benefitName, payOn, amountOere }: PaymentInput): TimelineEntry {
  return {
    kind: 'BENEFIT_PAYMENT',
    happensOn: payOn,
    action: 'NONE',
    amountOere,
    title: TITLES.benefitPayment(benefitName),
    source: 'payments',
    recordId: benefitId,
  };
}

/** One declaration is asked for each year, whatever allowances depend on it; none for an allowance that has ended. */
function ofDeclarations({ benefits }: OverviewInputs, today: CalendarDate): TimelineEntry[] {
  const byDeadline = new Map<CalendarDate, TimelineEntry>();
  for (const { status, singleProviderDeclaration: declaration } of (benefits ?? []).filter(isChildAllowance)) {
    if (declaration === null || declaration.status === 'ANSWERED' || status === 'ENDED') continue;
    const isOverdue = declaration.status === 'DEADLINE_PASSED' || declaration.answerBy < today;
    byDeadline.set(declaration.answerBy, {
      kind: 'SINGLE_PROVIDER_DECLARATION',
      happensOn: declaration.answerBy,
      action: 'MUST',
      amountOere: null,
      title: isOverdue ? TITLES.declarationOverdue : TITLES.answerDeclaration,
      source: 'benefits',
      recordId: null,
    });
  }
  return [...byDeadline.values()];
}

function ofHolidayPay({ id, availableOere, takeBy, isBlockedByOtherBenefit }: HolidayPayInput): TimelineEntry[] {
  if (availableOere === 0) return [];
  return [
    {
      kind: 'HOLIDAY_PAY',
      happensOn: takeBy,
      action: isBlockedByOtherBenefit === true ? 'NONE' : 'MAY',
      amountOere: availableOere,
      title: TITLES.takeHoliday,
      source: 'benefits',
      recordId: id,
    },
  ];
}

function ofStatePension(outlook: StatePensionInput | null, today: CalendarDate): TimelineEntry[] {
  if (outlook === null || (!outlook.canApplyNow && outlook.applyFrom <= today)) return [];
  const [happensOn, title] = outlook.canApplyNow
    ? [outlook.payableFrom, TITLES.applyForPensionNow]
    : [outlook.applyFrom, TITLES.canApplyForPensionFrom];
  return [
    {
      kind: 'STATE_PENSION_APPLICATION',
      happensOn,
      action: 'MAY',
      amountOere: null,
      title,
      source: 'statePensionOutlook',
      recordId: null,
    },
  ];
}

/** An instalment plan takes the place of the claim's own day. What was sent for collection has no day any more. */
function ofClaim(claim: CombinedClaim, today: CalendarDate): TimelineEntry[] {
  const { claimId, status, description, payBy, remainingOere, instalmentOere, nextInstalmentOn, sightings } = claim;
  const shared = { action: 'MUST', source: sourceOf(sightings), recordId: claimId } as const;
  if (status === 'PAID') return [];
  if (instalmentOere !== null && nextInstalmentOn !== null)
    return [
      {
        ...shared,
        kind: 'CLAIM_INSTALMENT',
        happensOn: nextInstalmentOn,
        amountOere: -instalmentOere,
        title: TITLES.instalment(description),
        source: 'debtsToUdbetalingDanmark',
      },
    ];
  if (status === 'SENT_TO_COLLECTION') return [];
  return [
    {
      ...shared,
      kind: 'CLAIM_PAYMENT',
      happensOn: payBy,
      amountOere: -remainingOere,
      title: payBy < today ? TITLES.claimOverdue(description) : TITLES.payClaim(description),
    },
  ];
}

function sourceOf(sightings: CombinedClaim['sightings']): InputField {
  return sightings.find(({ counts }) => counts)!.source;
}

function ofAnnualTax({ incomeYear, correctBy, settlement }: AnnualTaxInput): TimelineEntry[] {
  const shared = { source: 'annualTax', recordId: String(incomeYear) } as const;
  const correction: TimelineEntry = {
    ...shared,
    kind: 'ANNUAL_TAX_CORRECTION',
    happensOn: correctBy,
    action: 'MAY',
    amountOere: null,
    title: TITLES.annualTaxCorrection(incomeYear),
  };
  if (settlement?.__typename === 'ResidualTax')
    return [
      correction,
      {
        ...shared,
        kind: 'RESIDUAL_TAX',
        happensOn: settlement.payBy,
        action: 'MUST',
        amountOere: -settlement.amountOere,
        title: TITLES.residualTax(incomeYear),
      },
    ];
  if (settlement?.__typename !== 'TaxRefund') return [correction];
  const { payOn, amountOere, offsetOere } = settlement;
  const paidOutOere = amountOere - offsetOere;
  if (payOn === null || paidOutOere <= 0) return [correction];
  return [
    correction,
    {
      ...shared,
      kind: 'TAX_REFUND',
      happensOn: payOn,
      action: 'NONE',
      amountOere: paidOutOere,
      title: TITLES.taxRefund(incomeYear),
    },
  ];
}

/** By day; tasks before what happens by itself. The rest makes the order the same every time. */
function inOrder(left: TimelineEntry, right: TimelineEntry): number {
  return compare(orderOf(left), orderOf(right));
}

function orderOf({ happensOn, action, kind, recordId, amountOere }: TimelineEntry): string {
  return [happensOn, ACTIONS.indexOf(action), kind, recordId ?? '', amountOere ?? ''].join(' ');
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
