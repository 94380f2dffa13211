import { addDays, dayInDenmark, isoWeekday, type CalendarDate } from '@app/domain';
import type { CitizenText } from '@app/errors';
import { instantInDenmark } from './danish-time.js';
import { WEEKDAYS, type ServiceTerms } from './service-terms.js';

export type Opening =
  { readonly open: true } | { readonly open: false; readonly opensAt: Date; readonly reason?: CitizenText };

type Hours = Pick<ServiceTerms, 'openingHours' | 'closedWindows'>;

/**
 * Whether an authority answers at an instant: within its weekly hours and outside its closed windows.
 * The start of an interval belongs to it, its end does not. `reason` is there when a closed window is the cause.
 */
export function isOpen(contract: { readonly service: Hours }, at: Date): Opening {
  const { service } = contract;
  if (blockAt(service, at) === undefined) return { open: true };
  const reason = windowAt(service, at)?.reason;
  return { open: false, opensAt: firstOpeningAfter(service, at), ...(reason === undefined ? {} : { reason }) };
}

/** Each step passes a closed window or reaches the next opening of the week, so it ends: windows are finitely many. */
function firstOpeningAfter(service: Hours, at: Date): Date {
  let candidate = at;
  for (;;) {
    const until = blockAt(service, candidate);
    if (until === undefined) return candidate;
    candidate = until;
  }
}

/** The instant until which something keeps the authority closed; `undefined` while it is open. */
function blockAt(service: Hours, at: Date): Date | undefined {
  const window = windowAt(service, at);
  if (window !== undefined) return new Date(window.to);
  return service.openingHours === 'always' ? undefined : weeklyBlockAt(service.openingHours, at);
}

function windowAt(service: Hours, at: Date): Hours['closedWindows'][number] | undefined {
  return service.closedWindows.find(
    ({ from, to }) => Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(to),
  );
}

type WeeklyHours = Exclude<Hours['openingHours'], 'always'>;

/** Looks at today and the week after it: opening hours repeat weekly, so an opening is found. */
function weeklyBlockAt(hours: WeeklyHours, at: Date): Date | undefined {
  const today = dayInDenmark(at);
  for (let days = 0; days <= 14; days += 1)
    for (const { from, to } of openingsOn(addDays(today, days), hours)) {
      if (to <= at || from >= to) continue;
      return from <= at ? undefined : from;
    }
  throw new RangeError('opening hours without an opening');
}

function openingsOn(day: CalendarDate, hours: WeeklyHours): { from: Date; to: Date }[] {
  const weekday = WEEKDAYS[isoWeekday(day) - 1]!;
  return hours
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => ({ from: instantInDenmark(day, from), to: instantInDenmark(day, to) }))
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}
