/** Wire examples of the source, complete and valid; a test changes what it is about. */

export const ASKED = '7101801234';
export const ANOTHER = '6202851235';

type Row = Readonly<Record<string, unknown>>;

export function envelope(own: Row = {}): Row {
  return {
    ItSystemID: '5d1f7a52-3a7e-4d0b-9a53-2f6b1c8e4a90',
    ItSystemnavn: '33236252-UDKYDELSER',
    MyndighedsId: '33236252',
    'CPR-nr': ASKED,
    ...own,
  };
}

export function bevilling(own: Row = {}): Row {
  return {
    'CPR-nr': ASKED,
    bevillingsId: 'B-1',
    ydelsestype: 'BOLIGSTOETTE',
    ydelsesnavn: 'Boligstøtte',
    bevillingsstatus: 'LOEBENDE',
    bevillingStartDato: '2024-01-01',
    aSkattepligtig: false,
    beregningsfrekvens: 'MAANEDLIG',
    beloebOere: 143_200,
    naesteForfaldsdato: '2026-07-01',
    husstandsindkomstOere: 31_200_000,
    husstandsstoerrelse: 3,
    ...own,
  };
}

export function udbetaling(own: Row = {}): Row {
  return {
    'CPR-nr': ASKED,
    udbetalingsId: 'U-1',
    bevillingsId: 'B-1',
    ydelsesnavn: 'Boligstøtte',
    dispositionsdato: '2026-06-01',
    beloebOere: 143_200,
    ...own,
  };
}

export function fordring(own: Row = {}): Row {
  return {
    'CPR-nr': ASKED,
    fordringsId: 'F-1',
    fordringsart: 'Tilbagebetaling af boligstøtte',
    oprindeligtBeloebOere: 500_000,
    restBeloebOere: 420_000,
    sidsteRettidigeBetalingsdato: '2026-03-01',
    sendtTilGaeldsstyrelsen: false,
    afdragsordning: { afdragPrMaanedOere: 20_000, naesteAfdragsdato: '2026-07-01' },
    ...own,
  };
}
