import type { CprNumber } from '@app/domain';
import type { BenchAuthority, RecordedCitizen } from './recording/recording.js';

/**
 * Values by which an overview shows whose it is: one from each authority, different for every citizen. The replay puts
 * them in, the driver looks for them in every answer.
 */
export interface OverviewMarks {
  /** Pieces of text that the JSON of a citizen's overview holds and no other citizen's does. */
  readonly texts: readonly [cpr: string, udbetalingDanmark: string, skat: string];
}

export function marksOf(cprNumber: CprNumber): OverviewMarks {
  return {
    texts: [
      `"cprNumber":"${cprNumber}"`,
      `"amountPerPaymentOere":${amountOf(cprNumber, 'udbetaling-danmark')}`,
      `"expectedIncomeOere":${amountOf(cprNumber, 'skat')}`,
    ],
  };
}

const FACTORS = { 'udbetaling-danmark': 7_919, skat: 104_729 } as const;
const MODULUS = 999_999_937;

/** An amount of ten digits, so that none is the beginning of another. Unit: øre. */
export function amountOf(cprNumber: CprNumber, authority: keyof typeof FACTORS): number {
  return 1_000_000_000 + ((Number(cprNumber) * FACTORS[authority]) % MODULUS);
}

/** Which of the recorded overviews is replayed for a citizen. */
export function recordedIndexOf(cprNumber: CprNumber, count: number): number {
  return (Number(cprNumber) * 31 + Math.floor(Number(cprNumber) / 1_000_003)) % count;
}

/** Where a citizen's own values go in what is replayed; see `AnswerTemplate`. */
export const SLOTS = { id: '@id@', owner: '@owner@', cpr: '@cpr@', amount: '@amount@' } as const;

/** A recorded answer of one authority, with slots where each citizen's own values go. */
export function withSlots(authority: BenchAuthority, citizen: RecordedCitizen): Readonly<Record<string, unknown>> {
  const sections = structuredClone(citizen[authority]);
  const key = { __typename: 'Citizen', id: SLOTS.id, recordOwner: SLOTS.owner };
  switch (authority) {
    case 'cpr':
      return { ...key, ...sections, person: { ...objectOf(sections['person']), cprNumber: SLOTS.cpr } };
    case 'udbetaling-danmark': {
      const [first, ...others] = sections['benefits'] as readonly unknown[];
      return {
        ...key,
        ...sections,
        benefits: [{ ...objectOf(first), amountPerPaymentOere: SLOTS.amount }, ...others],
      };
    }
    case 'skat': {
      const preliminaryTax = { ...objectOf(sections['preliminaryTax']), expectedIncomeOere: SLOTS.amount };
      return { ...key, ...sections, preliminaryTax };
    }
  }
}

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('a recorded answer lacks a section');
  return value;
}
