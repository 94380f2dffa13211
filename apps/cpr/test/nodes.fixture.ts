/** Records as the Datafordeler sends them, for tests. All numbers are of the range that is never issued. */

const LIVE = { status: 'aktuel', registreringfra: '2020-01-01T12:00:00.000000+01:00', registreringtil: null };

export const period = (virkningfra: string, virkningtil: string | null = null) => ({
  ...LIVE,
  virkningfra,
  virkningtil,
});

export const numberRow = (personnummer: string, virkningfra: string, virkningtil: string | null = null) => ({
  ...period(virkningfra, virkningtil),
  personnummer,
});

export const nameRow = (fornavne: string, efternavn: string, more: object = {}) => ({
  ...period('1990-01-10'),
  fornavne,
  mellemnavn: null,
  efternavn,
  ...more,
});

export const addressRow = (
  street: string,
  virkningfra: string,
  virkningtil: string | null = null,
  more: object = {},
) => ({
  ...period(virkningfra, virkningtil),
  cprAdresse: {
    daradresse: `dar-${street}`,
    bygningsnummer: null,
    bynavn: null,
    cprkommunekode: '0492',
    cprkommunenavn: 'Ærø',
    cprvejkode: '0001',
    etage: null,
    husnummer: '001',
    postdistrikt: 'Ærøskøbing',
    postnummer: '5970',
    sidedoer: null,
    vejadresseringsnavn: street,
    vejnavn: street,
  },
  ...more,
});

const home = () => {
  const row = addressRow('Ærøvej', '2020-05-01');
  return { ...row, cprAdresse: { ...row.cprAdresse, husnummer: '012B', etage: '03', sidedoer: 'tv' } };
};

export function citizenNode(more: object = {}) {
  return {
    id: '6f6c0f6e-0000-4000-8000-000000000001',
    status: 'bopael_i_danmark',
    foedselsdato: '1990-01-10',
    personnumre: [numberRow('7001901111', '1990-01-10')],
    navne: [nameRow('Åse', 'Øllegård', { mellemnavn: 'Ærlig' })],
    adresseoplysninger: [home(), addressRow('Gammel Gade', '2010-01-01', '2020-04-30')],
    beskyttelser: [],
    civilstande: [
      { civilstandstype: 'ugift', ...period('1990-01-10', '2018-08-17') },
      { civilstandstype: 'gift', ...period('2018-08-18') },
    ],
    statsborgerskaber: [
      {
        cprland: { landekode: 'DK' },
        status: 'aktuel',
        registreringFra: null,
        registreringTil: null,
        virkningFra: '1990-01-10',
        virkningTil: null,
      },
    ],
    foraeldremyndighedsoplysninger: [],
    ...more,
  };
}

export function childNode(personnummer: string, bornOn: string, given: string, more: object = {}) {
  return {
    id: '6f6c0f6e-0000-4000-8000-000000000002',
    status: 'bopael_i_danmark',
    foedselsdato: bornOn,
    personnumre: [numberRow(personnummer, bornOn)],
    navne: [nameRow(given, 'Øllegård', { virkningfra: bornOn })],
    adresseoplysninger: [home()],
    beskyttelser: [],
    ...more,
  };
}
