import type { CalendarDate, CprNumber } from '@app/domain';
import { custodyInForce, type CustodyKind, type RegisteredCustody } from './custody.js';
import { currentOf, earlierOf, isInForce } from './period.js';
import { bothOf, protectionsInForce, withheldGroups, type Protection, type WithheldGroup } from './protection.js';
import {
  ownerOf,
  type CivilStatusKind,
  type PersonName,
  type PersonNumbers,
  type PersonStatus,
  type RegisteredAddress,
  type RegisteredChild,
  type RegisteredPerson,
} from './registered-person.js';

/** `Person` of the contract. */
export interface Person {
  readonly cprNumber: CprNumber;
  readonly bornOn: CalendarDate | null;
  readonly status: PersonStatus;
  readonly name: PersonName | null;
  readonly address: Address | null;
  readonly earlierAddresses: readonly Address[];
  readonly withheld: readonly WithheldGroup[];
  readonly protections: readonly Protection[];
  readonly civilStatus: { readonly kind: CivilStatusKind; readonly effectiveFrom: CalendarDate | null } | null;
  readonly citizenships: readonly { readonly countryCode: string; readonly effectiveFrom: CalendarDate | null }[];
  readonly children: readonly Child[];
  readonly replacedCprNumbers: PersonNumbers['replaced'];
}

export interface Address {
  readonly line: string;
  readonly postalCode: string;
  readonly postalDistrict: string;
  readonly municipalityCode: string;
  readonly municipality: string;
  readonly effectiveFrom: CalendarDate | null;
  readonly effectiveTo: CalendarDate | null;
}

export interface Child {
  readonly name: PersonName | null;
  readonly bornOn: CalendarDate | null;
  readonly custody: CustodyKind;
  readonly livesWithCitizen: boolean | null;
}

/** What the citizen sees of the own record and of the children under custody, with protections applied. */
export function personOf(record: RegisteredPerson, children: readonly RegisteredChild[], today: CalendarDate): Person {
  const protections = protectionsInForce(record.protections, today);
  const withheld = withheldGroups(protections);
  const civilStatus = currentOf(record.civilStatuses, today);
  return {
    cprNumber: record.numbers.inForce,
    bornOn: record.bornOn ?? null,
    status: record.status,
    name: withheld.includes('NAME') ? null : (currentOf(record.names, today)?.name ?? null),
    ...addressesOf(record, withheld, today),
    withheld,
    protections,
    civilStatus:
      civilStatus === undefined ? null : { kind: civilStatus.kind, effectiveFrom: civilStatus.period.from ?? null },
    citizenships: record.citizenships
      .filter(({ period }) => isInForce(period, today))
      .map(({ countryCode, period }) => ({ countryCode, effectiveFrom: period.from ?? null })),
    children: childrenOf(record, children, today),
    replacedCprNumbers: record.numbers.replaced,
  };
}

function addressesOf(
  { addresses }: RegisteredPerson,
  withheld: readonly WithheldGroup[],
  today: CalendarDate,
): Pick<Person, 'address' | 'earlierAddresses'> {
  if (withheld.includes('ADDRESS')) return { address: null, earlierAddresses: [] };
  const current = currentOf(addresses, today);
  return {
    address: current === undefined ? null : addressOf(current),
    earlierAddresses: earlierOf(addresses, today).map(addressOf),
  };
}

function addressOf({ homeKey: _, period, ...address }: RegisteredAddress): Address {
  return { ...address, effectiveFrom: period.from ?? null, effectiveTo: period.to ?? null };
}

function childrenOf(
  parent: RegisteredPerson,
  children: readonly RegisteredChild[],
  today: CalendarDate,
): readonly Child[] {
  const custody = custodyInForce(parent.custody, today);
  return children
    .filter(({ status }) => status !== 'DEAD')
    .flatMap((child) => {
      const row = custodyOver(child.numbers, custody);
      return row === undefined ? [] : [childOf(child, row, homeOf(parent, today), today)];
    })
    .toSorted((a, b) => ((a.bornOn ?? '') < (b.bornOn ?? '') ? -1 : 1));
}

function custodyOver(
  numbers: PersonNumbers,
  custody: ReadonlyMap<CprNumber, RegisteredCustody>,
): RegisteredCustody | undefined {
  for (const [asked, row] of custody) if (ownerOf(numbers, asked) === asked) return row;
  return undefined;
}

/** A child is as protected as the own record or the parent's record says, whichever says more. */
function childOf(
  record: RegisteredChild,
  custody: RegisteredCustody,
  parentHome: string | undefined,
  today: CalendarDate,
): Child {
  const child = { ...record, protections: bothOf(record.protections, custody.childProtections) };
  const withheld = withheldGroups(protectionsInForce(child.protections, today));
  const home = homeOf(child, today);
  return {
    name: withheld.includes('NAME') ? null : (currentOf(child.names, today)?.name ?? null),
    bornOn: child.bornOn ?? null,
    custody: custody.kind,
    livesWithCitizen: home === undefined || parentHome === undefined ? null : home === parentHome,
  };
}

/** Where a person lives; unknown where a protection keeps it away, so that comparing two homes tells nothing either. */
function homeOf(person: Pick<RegisteredPerson, 'addresses' | 'protections'>, today: CalendarDate): string | undefined {
  const withheld = withheldGroups(protectionsInForce(person.protections, today));
  return withheld.includes('ADDRESS') ? undefined : currentOf(person.addresses, today)?.homeKey;
}
