import { parseCalendarDate, parseCprNumber, type CalendarDate, type CprNumber } from '@app/domain';
import { z } from 'zod';

/** Parts that the source's replies share. Texts become domain types here, once; a rejected text stays out of the issue. */

export const cprNr = z.unknown().transform((text, context): CprNumber => {
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

/** Amount in øre: a whole number that a JSON number carries exactly, never below zero. */
export const beloebOere = z.int().min(0);

/** Text for people: length-limited, one form for each letter (NFC), so that `å` is always the same `å`. */
export const tekst = z
  .string()
  .min(1)
  .max(300)
  .transform((text) => text.normalize('NFC'));

/** Identifiers: short, without spaces and invisible characters. */
export const reference = z
  .string()
  .regex(/^[^\s\p{C}]{1,64}$/u)
  .transform((text) => text.normalize('NFC'));

/** A field that may be missing or `null`; both mean that there is none. */
export function valgfri<Type extends z.ZodType>(type: Type) {
  return type.nullish().transform((value) => value ?? null);
}

/** A list in which no two rows bear the same identifier, and none is so long that it cannot be one person's. */
export function liste<Row extends z.ZodType>(row: Row, idOf: (row: z.output<Row>) => string) {
  return z
    .array(row)
    .max(2_000)
    .refine((rows) => new Set(rows.map(idOf)).size === rows.length, { message: 'an identifier twice' });
}

/** What every reply begins with: which system answers for which authority, and whose number was asked for. */
export const konvolut = {
  ItSystemID: z.uuid(),
  /** `<CVR>-<name>`. */
  ItSystemnavn: z.string().regex(/^\d{8}-\S+$/),
  MyndighedsId: reference,
  'CPR-nr': cprNr,
};
