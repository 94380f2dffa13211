import type { CalendarDate } from '@app/domain';
import type { Grant, GrantStatus } from './grant.js';
import { nextPayDay } from './pay-days.js';
import { declarationOn, type SingleProviderDeclaration } from './single-provider-declaration.js';

/** A grant as the citizen sees it on a day (ydelse). */
export type Benefit = Grant & {
  /** Bank day of the next payment; null when none is planned. */
  readonly nextPaymentOn: CalendarDate | null;
  /** Child allowance only. */
  readonly singleProviderDeclaration?: SingleProviderDeclaration | null;
};

const ORDER: Readonly<Record<GrantStatus, number>> = { CURRENT: 0, STOPPED: 1, UPCOMING: 2, ENDED: 3 };

/** What the grants mean on the day: current benefits first, otherwise in the order of the source. */
export function benefitsOn(today: CalendarDate, grants: readonly Grant[]): readonly Benefit[] {
  return grants
    .map((grant) => benefitOn(today, grant))
    .toSorted((left, right) => ORDER[left.status] - ORDER[right.status]);
}

function benefitOn(today: CalendarDate, grant: Grant): Benefit {
  const standing = grantOn(today, grant);
  const benefit = { ...standing, nextPaymentOn: nextPayDay(today, standing) };
  if (benefit.type !== 'ChildAllowance') return benefit;
  const request = benefit.declarationRequest;
  return { ...benefit, singleProviderDeclaration: request === null ? null : declarationOn(today, request) };
}

/** A grant whose declaration was not answered in time is stopped, even where the source has not yet said so. */
export function grantOn(today: CalendarDate, grant: Grant): Grant {
  if (grant.type !== 'ChildAllowance' || grant.declarationRequest === null || grant.status !== 'CURRENT') return grant;
  const { status } = declarationOn(today, grant.declarationRequest);
  return status === 'DEADLINE_PASSED' ? { ...grant, status: 'STOPPED', nextDueOn: null } : grant;
}
