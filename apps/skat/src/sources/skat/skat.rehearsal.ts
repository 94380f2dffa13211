import { NOBODY, type Rehearsal } from '@app/subgraph';

/** One row of each kind about nobody, so that every mapper has run before a citizen asks. */
const REPLIES: Readonly<Record<string, unknown>> = {
  '/skat/opgoerelser/v1/hent': {
    personnummer: NOBODY,
    forskudsopgoerelse: {
      personnummer: NOBODY,
      indkomstaar: 2026,
      forventetIndkomst: '426000.00',
      maanedsfradrag: '5123.00',
      traekprocent: 38,
      opgjortDato: '2025-11-15',
    },
    aarsopgoerelser: [
      {
        personnummer: NOBODY,
        indkomstaar: 2025,
        opgjortDato: '2026-03-23',
        rettesSenestDato: '2026-05-20',
        skattepligtigIndkomst: '401520.00',
        beregnetSkat: '138200.00',
        betaltSkat: '142319.00',
        afregning: {
          art: 'OVERSKYDENDE_SKAT',
          beloeb: '4119.00',
          modregnetBeloeb: '0.00',
          udbetalingsdato: '2026-04-05',
        },
      },
    ],
  },
  '/skat/fordringer/v1/hent': {
    personnummer: NOBODY,
    fordringer: [
      {
        personnummer: NOBODY,
        fordringsId: 'REHEARSAL-1',
        fordringstypekode: 'KFDAGIN',
        fordringsart: 'Daginstitution, restance',
        fordringshaver: 'Ærø Kommune',
        oprindeligtBeloeb: '3420.00',
        restBeloeb: '1800.00',
        sidsteRettidigeBetalingsdato: '2026-01-01',
        status: 'UNDER_INDDRIVELSE',
        modregnes: false,
      },
    ],
  },
};

export const REHEARSAL: Rehearsal = { reply: (path) => REPLIES[path] };
