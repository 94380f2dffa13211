import { z } from 'zod';
import { beloebOere, cprNr, dato, konvolut, liste, reference, tekst, valgfri } from './wire.js';

const bevilling = {
  'CPR-nr': cprNr,
  bevillingsId: reference,
  ydelsesnavn: tekst,
  bevillingsstatus: z.enum(['LOEBENDE', 'STANDSET', 'KOMMENDE', 'OPHOERT']),
  bevillingStartDato: dato,
  bevillingSlutDato: valgfri(dato),
  aSkattepligtig: z.boolean(),
  beregningsfrekvens: z.enum(['MAANEDLIG', 'KVARTALSVIS', 'HVER_14_DAG', 'ENGANGS']),
  beloebOere: valgfri(beloebOere),
  /** By the calendar: the bank-day rule is not applied. */
  naesteForfaldsdato: valgfri(dato),
};

/** A closed list: a kind of benefit that we do not know cannot be shown half. */
const Bevilling = z
  .discriminatedUnion('ydelsestype', [
    z.object({
      ...bevilling,
      ydelsestype: z.literal('FOLKEPENSION'),
      grundbeloebOere: valgfri(beloebOere),
      pensionstillaegOere: valgfri(beloebOere),
    }),
    z.object({
      ...bevilling,
      ydelsestype: z.literal('FOERTIDSPENSION'),
      bevilgendeKommunenr: valgfri(z.string().regex(/^\d{4}$/)),
    }),
    z.object({
      ...bevilling,
      ydelsestype: z.literal('BOLIGSTOETTE'),
      husstandsindkomstOere: valgfri(beloebOere),
      husstandsstoerrelse: valgfri(z.int().min(1).max(100)),
    }),
    z.object({
      ...bevilling,
      ydelsestype: z.literal('BOERNE_OG_UNGEYDELSE'),
      barnFoedselsdato: dato,
      andelProcent: z.literal([50, 100]),
    }),
    z.object({
      ...bevilling,
      ydelsestype: z.literal('BOERNETILSKUD'),
      tilskudsart: z.enum(['ORDINAERT', 'EKSTRA', 'SAERLIGT', 'FLERBOERNSTILSKUD']),
      enligErklaering: valgfri(z.object({ svarfrist: dato, besvaretDato: valgfri(dato) })),
    }),
    z.object({
      ...bevilling,
      ydelsestype: z.literal('BARSELSDAGPENGE'),
      ugebeloebOere: valgfri(beloebOere),
      resterendeUger: valgfri(z.int().min(0).max(200)),
    }),
    z.object({
      ...bevilling,
      ydelsestype: z.literal('FERIEPENGE'),
      tilRaadighedOere: beloebOere,
      feriedageTilRaadighed: z.number().min(0).max(366),
      afholdesSenest: dato,
      udelukkendeYdelse: valgfri(z.boolean()),
    }),
  ])
  .refine(
    ({ bevillingStartDato, bevillingSlutDato }) =>
      bevillingSlutDato === null || bevillingStartDato <= bevillingSlutDato,
    {
      message: 'ends before it begins',
    },
  );

/** Reply of `hentydelsesliste/v2.1.0`. `CPR-nr` on top is the number asked for, in a row the record's own. */
export const YdelserReply = z.object({ ...konvolut, ydelser: liste(Bevilling, (row) => row.bevillingsId) });

export type YdelserReply = z.output<typeof YdelserReply>;
export type BevillingRow = z.output<typeof Bevilling>;
