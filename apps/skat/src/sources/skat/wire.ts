import { parseCalendarDate, parseCprNumber, type CalendarDate, type CprNumber } from '@app/domain';
import { z } from 'zod';

/** Parts that both replies of Skatteforvaltningen share. Texts become domain types here, once. */

/** `personnummer`: ten digits. The rejected text stays out of the issue. */
export const personnummer = z.unknown().transform((text, context): CprNumber => {
  const number = parseCprNumber(text);
  if (number !== undefined) return number;
  context.issues.push({ code: 'custom', message: 'not a person number', input: undefined });
  return z.NEVER;
});

/** `YYYY-MM-DD`, a day that exists. */
export const dato = z.unknown().transform((text, context): CalendarDate => {
  const date = parseCalendarDate(text);
  if (date !== undefined) return date;
  context.issues.push({ code: 'custom', message: 'not a calendar date', input: undefined });
  return z.NEVER;
});

const KRONER = /^-?\d{1,16}\.\d{2}$/;

/**
 * Reads an amount in kroner as the source writes it.
 *
 * Unit:   øre.
 * Shape:  decimal text with a point and two decimals, `"-1234.50"`. Never a JSON number: those lose øre on the way.
 * Errors: `undefined` for any other value and beyond ±2^53 øre.
 */
export function parseKroner(text: unknown): number | undefined {
  if (typeof text !== 'string' || !KRONER.test(text)) return undefined;
  const oere = Number(text.replace('.', ''));
  return Number.isSafeInteger(oere) ? oere + 0 : undefined;
}

/** Amount with a sign, øre. */
export const beloeb = z.unknown().transform((text, context): number => {
  const oere = parseKroner(text);
  if (oere !== undefined) return oere;
  context.issues.push({ code: 'custom', message: 'not an amount in kroner', input: undefined });
  return z.NEVER;
});

/** Amount that cannot be below zero, øre. */
export const positivtBeloeb = beloeb.refine((oere) => oere >= 0, { message: 'negative' });

/** Text for people: length-limited, one form for each letter (NFC), so that `å` is always the same `å`. */
export const tekst = z
  .string()
  .min(1)
  .max(300)
  .transform((text) => text.normalize('NFC'));

/** References: short, printable ASCII without spaces. */
export const reference = z.string().regex(/^[!-~]{1,64}$/);

/** Claim type codes are in Danish, `OPKRÆTV`, and new ones come without notice: any short word of letters and digits. */
export const fordringstypekode = z
  .string()
  .transform((text) => text.normalize('NFC'))
  .pipe(z.string().regex(/^[\p{L}\p{N}._-]{1,32}$/u));

export const indkomstaar = z.number().int().min(1970).max(2199);
