import { z } from 'zod';
import { beloebOere, cprNr, dato, konvolut, liste, reference, tekst, valgfri } from './wire.js';

const Fordring = z.object({
  'CPR-nr': cprNr,
  fordringsId: reference,
  fordringsart: tekst,
  oprindeligtBeloebOere: beloebOere,
  restBeloebOere: beloebOere,
  sidsteRettidigeBetalingsdato: dato,
  sendtTilGaeldsstyrelsen: z.boolean(),
  afdragsordning: valgfri(z.object({ afdragPrMaanedOere: beloebOere, naesteAfdragsdato: valgfri(dato) })),
});

/** Reply of `hentgaeldogbetalingsliste/v0.7.0`. `CPR-nr` on top is the number asked for, in a row the record's own. */
export const GaeldReply = z.object({ ...konvolut, fordringer: liste(Fordring, (row) => row.fordringsId) });

export type GaeldReply = z.output<typeof GaeldReply>;
export type FordringRow = z.output<typeof Fordring>;
