import { z } from 'zod';
import { beloebOere, cprNr, dato, konvolut, liste, reference, tekst } from './wire.js';

/** What was carried out (effektuering), not what is planned. */
const Udbetaling = z.object({
  'CPR-nr': cprNr,
  udbetalingsId: reference,
  bevillingsId: reference,
  ydelsesnavn: tekst,
  dispositionsdato: dato,
  beloebOere,
});

/** Reply of `hentudbetalingsliste/v2.1.0`. `CPR-nr` on top is the number asked for, in a row the record's own. */
export const UdbetalingerReply = z.object({ ...konvolut, udbetalinger: liste(Udbetaling, (row) => row.udbetalingsId) });

export type UdbetalingerReply = z.output<typeof UdbetalingerReply>;
export type UdbetalingRow = z.output<typeof Udbetaling>;
