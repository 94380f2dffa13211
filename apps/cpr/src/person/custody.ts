import { ageOn, birthDateOf, parseCalendarDate, type CalendarDate, type CprNumber } from '@app/domain';
import { isInForce, type Period } from './period.js';
import type { RegisteredProtections } from './protection.js';

export type CustodyKind = 'SHARED' | 'SOLE';

/** Custody that the citizen holds or held (forældremyndighed). */
export interface RegisteredCustody {
  readonly child: CprNumber;
  readonly kind: CustodyKind;
  readonly period: Period;
  /** The child's protections, as the parent's record tells them. */
  readonly childProtections: RegisteredProtections;
}

/** Custody ends with the 18th birthday. Source: Forældreansvarsloven § 1. */
const AGE_OF_MAJORITY = 18;

/**
 * The children whom the citizen may see: under custody today and not of age. One entry per child; of several rows the
 * one that took effect last counts.
 */
export function custodyInForce(
  rows: readonly RegisteredCustody[],
  today: CalendarDate,
): ReadonlyMap<CprNumber, RegisteredCustody> {
  const oldestFirst = rows.toSorted((a, b) => ((a.period.from ?? '') < (b.period.from ?? '') ? -1 : 1));
  const inForce = oldestFirst.filter(({ child, period }) => isInForce(period, today) && isMinor(child, today));
  return new Map(inForce.map((row) => [row.child, row]));
}

function isMinor(child: CprNumber, today: CalendarDate): boolean {
  const bornOn = parseCalendarDate(birthDateOf(child));
  return bornOn !== undefined && ageOn(today, bornOn) < AGE_OF_MAJORITY;
}
