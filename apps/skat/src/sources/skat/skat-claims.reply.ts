import { z } from 'zod';
import { dato, fordringstypekode, reference, personnummer, positivtBeloeb, tekst } from './wire.js';

const Fordring = z.object({
  personnummer,
  fordringsId: reference,
  /** Any code: creditors get new claim types without notice to us. */
  fordringstypekode,
  fordringsart: tekst,
  fordringshaver: tekst,
  oprindeligtBeloeb: positivtBeloeb,
  restBeloeb: positivtBeloeb,
  sidsteRettidigeBetalingsdato: dato,
  /** A closed list: a status that we do not know may change what the citizen must do. */
  status: z.enum(['HOS_FORDRINGSHAVER', 'UNDER_INDDRIVELSE']),
  modregnes: z.boolean(),
});

/** Reply of `POST /skat/fordringer/v1/hent`. `personnummer` on top is the number asked for, in a row the record's own. */
export const FordringerReply = z.object({
  personnummer,
  fordringer: z
    .array(Fordring)
    .refine((rows) => new Set(rows.map((row) => row.fordringsId)).size === rows.length, { message: 'a claim twice' })
    .refine((rows) => Number.isSafeInteger(rows.reduce((sum, row) => sum + row.restBeloeb, 0)), {
      message: 'balance out of range',
    }),
});

export type FordringerReply = z.output<typeof FordringerReply>;
export type FordringRow = z.output<typeof Fordring>;
