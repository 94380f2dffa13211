import type { CalendarDate } from '@app/domain';

/** When a registration has effect. Both days count. A bound that is missing is open. */
export interface Period {
  readonly from?: CalendarDate | undefined;
  readonly to?: CalendarDate | undefined;
}

export function isInForce({ from, to }: Period, today: CalendarDate): boolean {
  return (from === undefined || from <= today) && (to === undefined || today <= to);
}

/** The registration in force; of several the one that took effect last. */
export function currentOf<Row extends { readonly period: Period }>(
  rows: readonly Row[],
  today: CalendarDate,
): Row | undefined {
  return rows.filter(({ period }) => isInForce(period, today)).toSorted(newestFirst)[0];
}

/** Registrations whose effect began before today and that are not the current one, newest first. Future ones are neither. */
export function earlierOf<Row extends { readonly period: Period }>(
  rows: readonly Row[],
  today: CalendarDate,
): readonly Row[] {
  const current = currentOf(rows, today);
  return rows.filter((row) => row !== current && (row.period.from ?? '') <= today).toSorted(newestFirst);
}

function newestFirst(a: { readonly period: Period }, b: { readonly period: Period }): number {
  return compare(b.period.from, a.period.from) || compare(b.period.to ?? '9999', a.period.to ?? '9999');
}

function compare(a: string | undefined = '', b: string | undefined = ''): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
