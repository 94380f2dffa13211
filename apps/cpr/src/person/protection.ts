import type { CalendarDate } from '@app/domain';
import { isInForce, type Period } from './period.js';

export type ProtectionKind = 'NAME_AND_ADDRESS' | 'LOCAL_DIRECTORY' | 'MARKETING' | 'RESEARCH' | 'UNKNOWN';
export type WithheldGroup = 'NAME' | 'ADDRESS';

/**
 * A protection as registered. `UNREADABLE` stands for a period that is there and cannot be read.
 * Where the register did not send the protections at all, the list itself is missing.
 */
export interface RegisteredProtection {
  readonly kind: ProtectionKind;
  readonly period: Period | 'UNREADABLE';
}

/** The register's protections of a person; `undefined` where it did not say. */
export type RegisteredProtections = readonly RegisteredProtection[] | undefined;

/** What two records say about the same person; not said in one is not said. */
export function bothOf(one: RegisteredProtections, other: RegisteredProtections): RegisteredProtections {
  return one === undefined || other === undefined ? undefined : [...one, ...other];
}

export interface Protection {
  readonly kind: ProtectionKind;
  readonly effectiveFrom: CalendarDate | null;
  readonly effectiveTo: CalendarDate | null;
}

/** What may be shown in this channel although the protection is in force. All others keep name and address away. */
const HARMLESS: ReadonlySet<ProtectionKind> = new Set<ProtectionKind>(['LOCAL_DIRECTORY', 'MARKETING', 'RESEARCH']);

const NOT_SAID: RegisteredProtection = { kind: 'UNKNOWN', period: 'UNREADABLE' };

/** Protections in force today. A period that cannot be read is in force; protections that were not sent are an unknown one. */
export function protectionsInForce(registered: RegisteredProtections, today: CalendarDate): readonly Protection[] {
  return (registered ?? [NOT_SAID])
    .filter(({ period }) => period === 'UNREADABLE' || isInForce(period, today))
    .map(({ kind, period }) => ({
      kind,
      effectiveFrom: (period !== 'UNREADABLE' && period.from) || null,
      effectiveTo: (period !== 'UNREADABLE' && period.to) || null,
    }));
}

/**
 * Groups of data that stay out of this channel (navne- og adressebeskyttelse).
 *
 * Fails closed: name and address are shown only if every protection in force is known and lets them be shown.
 */
export function withheldGroups(inForce: readonly Protection[]): readonly WithheldGroup[] {
  return inForce.every(({ kind }) => HARMLESS.has(kind)) ? [] : ['NAME', 'ADDRESS'];
}
