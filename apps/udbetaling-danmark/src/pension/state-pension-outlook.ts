import { statePensionOutlook, type CalendarDate, type StatePensionDates } from '@app/domain';
import type { Grant } from '../benefit/grant.js';

/** When the citizen reaches the state pension age (udsigt til folkepension). */
export interface StatePensionOutlook extends StatePensionDates {
  readonly canApplyNow: boolean;
}

/** Null once folkepension is granted, also when it begins later; one that has ended can be applied for again. */
export function statePensionOutlookOn(
  today: CalendarDate,
  bornOn: CalendarDate,
  grants: readonly Grant[],
): StatePensionOutlook | null {
  const isGranted = grants.some(({ type, status }) => type === 'StatePension' && status !== 'ENDED');
  if (isGranted) return null;
  const dates = statePensionOutlook(bornOn);
  return { ...dates, canApplyNow: today >= dates.applyFrom };
}
