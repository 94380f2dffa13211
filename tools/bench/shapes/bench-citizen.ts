import { parseCprNumber, type CprNumber } from '@app/domain';

const PREFIX = 'citizen-';
const IN_TEXT = new RegExp(`${PREFIX}\\d{10}`);
const MODULUS = 999_999_937;

/** The id under which gateways without identity ask about an invented citizen. */
export function benchIdOf(cprNumber: CprNumber): string {
  return `${PREFIX}${cprNumber}`;
}

/** The first such id in a text, and who it is. */
export function benchIdIn(text: string): { readonly id: string; readonly cprNumber: CprNumber } | undefined {
  const [id] = IN_TEXT.exec(text) ?? [];
  const cprNumber = parseCprNumber(id?.slice(PREFIX.length));
  return id === undefined || cprNumber === undefined ? undefined : { id, cprNumber };
}

/**
 * An amount by which an answer shows whose it is. Of ten digits, so that none is the beginning of another. Unit: øre.
 *
 * `factor`: another one for each authority.
 */
export function ownAmountOf(cprNumber: CprNumber, factor: number): number {
  return 1_000_000_000 + ((Number(cprNumber) * factor) % MODULUS);
}

/** Which of the recorded answers is replayed for a citizen. */
export function recordedIndexOf(cprNumber: CprNumber, count: number): number {
  return (Number(cprNumber) * 31 + Math.floor(Number(cprNumber) / 1_000_003)) % count;
}

/** Where a citizen's own values go in what is replayed; see `AnswerTemplate`. */
export const SLOTS = { id: '@id@', owner: '@owner@', cpr: '@cpr@', amount: '@amount@' } as const;
