import { z } from 'zod';
import { beloeb, dato, indkomstaar, personnummer, positivtBeloeb } from './wire.js';

const Forskudsopgoerelse = z.object({
  personnummer,
  indkomstaar,
  forventetIndkomst: beloeb,
  maanedsfradrag: positivtBeloeb,
  traekprocent: z.number().int().min(0).max(100),
  opgjortDato: dato,
});

const OverskydendeSkat = z
  .object({
    art: z.literal('OVERSKYDENDE_SKAT'),
    beloeb: positivtBeloeb,
    modregnetBeloeb: positivtBeloeb,
    /** Missing until the payment is planned. */
    udbetalingsdato: dato.nullable(),
  })
  .refine((afregning) => afregning.modregnetBeloeb <= afregning.beloeb, { message: 'offset exceeds the refund' });

const Restskat = z.object({
  art: z.literal('RESTSKAT'),
  beloeb: positivtBeloeb,
  betalesSenestDato: dato,
});

const Aarsopgoerelse = z.object({
  personnummer,
  indkomstaar,
  opgjortDato: dato,
  rettesSenestDato: dato,
  skattepligtigIndkomst: beloeb,
  beregnetSkat: positivtBeloeb,
  betaltSkat: positivtBeloeb,
  afregning: z.discriminatedUnion('art', [OverskydendeSkat, Restskat]).nullable(),
});

/** Reply of `POST /skat/opgoerelser/v1/hent`. `personnummer` on top is the number asked for, in a row the record's own. */
export const OpgoerelserReply = z.object({
  personnummer,
  forskudsopgoerelse: Forskudsopgoerelse.nullable(),
  aarsopgoerelser: z.array(Aarsopgoerelse),
});

export type OpgoerelserReply = z.output<typeof OpgoerelserReply>;
export type ForskudsopgoerelseRow = z.output<typeof Forskudsopgoerelse>;
export type AarsopgoerelseRow = z.output<typeof Aarsopgoerelse>;
