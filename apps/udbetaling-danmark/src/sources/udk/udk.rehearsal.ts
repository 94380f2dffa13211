import { NOBODY, type Rehearsal } from '@app/subgraph';

const ENVELOPE = {
  ItSystemID: '00000000-0000-4000-8000-000000000000',
  ItSystemnavn: '33236252-REHEARSAL',
  MyndighedsId: '33236252',
  'CPR-nr': NOBODY,
};
const BEVILLING = {
  'CPR-nr': NOBODY,
  bevillingsstatus: 'LOEBENDE',
  bevillingStartDato: '2024-01-01',
  aSkattepligtig: false,
  beregningsfrekvens: 'MAANEDLIG',
  beloebOere: 143_200,
  naesteForfaldsdato: '2026-07-01',
};

/** One list each about nobody, so that every mapper and the plan of payments have run before a citizen asks. */
const REPLIES: Readonly<Record<string, unknown>> = {
  '/udk/hentydelsesliste/v2.1.0': {
    ...ENVELOPE,
    ydelser: [
      { ...BEVILLING, bevillingsId: 'R-1', ydelsestype: 'BOLIGSTOETTE', ydelsesnavn: 'Boligstøtte' },
      {
        ...BEVILLING,
        bevillingsId: 'R-2',
        ydelsestype: 'BOERNE_OG_UNGEYDELSE',
        ydelsesnavn: 'Børne- og ungeydelse',
        beregningsfrekvens: 'KVARTALSVIS',
        naesteForfaldsdato: '2026-07-20',
        barnFoedselsdato: '2020-05-01',
        andelProcent: 50,
      },
    ],
  },
  '/udk/hentudbetalingsliste/v2.1.0': {
    ...ENVELOPE,
    udbetalinger: [
      {
        'CPR-nr': NOBODY,
        udbetalingsId: 'R-1',
        bevillingsId: 'R-1',
        ydelsesnavn: 'Boligstøtte',
        dispositionsdato: '2026-06-01',
        beloebOere: 143_200,
      },
    ],
  },
  '/udk/hentgaeldogbetalingsliste/v0.7.0': {
    ...ENVELOPE,
    fordringer: [
      {
        'CPR-nr': NOBODY,
        fordringsId: 'R-1',
        fordringsart: 'Tilbagebetaling af boligstøtte',
        oprindeligtBeloebOere: 500_000,
        restBeloebOere: 420_000,
        sidsteRettidigeBetalingsdato: '2026-03-01',
        sendtTilGaeldsstyrelsen: false,
        afdragsordning: { afdragPrMaanedOere: 20_000, naesteAfdragsdato: '2026-07-01' },
      },
    ],
  },
};

export const REHEARSAL: Rehearsal = { reply: (path) => REPLIES[path] };
