import { NOBODY, type Rehearsal } from '@app/subgraph';
import { CHILDREN_QUERY } from './person.query.js';

const NOBODYS_CHILD = '6106159999';
const PERIOD = {
  status: 'aktuel',
  registreringfra: '2020-01-01T12:00:00.000000+01:00',
  registreringtil: null,
  virkningfra: '2020-05-01',
  virkningtil: null,
};
const NODE = {
  id: '00000000-0000-4000-8000-000000000000',
  status: 'bopael_i_danmark',
  foedselsdato: '1970-01-01',
  navne: [{ ...PERIOD, fornavne: 'Ingen', mellemnavn: null, efternavn: 'Prøve' }],
  adresseoplysninger: [
    {
      ...PERIOD,
      cprAdresse: {
        cprkommunekode: '0492',
        cprkommunenavn: 'Ærø',
        cprvejkode: '0001',
        vejadresseringsnavn: 'Prøvevej',
        husnummer: '012B',
        etage: '03',
        sidedoer: 'tv',
        postnummer: '5970',
        postdistrikt: 'Ærøskøbing',
      },
    },
  ],
  beskyttelser: [],
};
/** Somebody with a child, so that both questions and every mapper have run before a citizen asks. */
const CITIZEN = {
  ...NODE,
  personnumre: [{ ...PERIOD, personnummer: NOBODY }],
  civilstande: [{ ...PERIOD, civilstandstype: 'gift' }],
  statsborgerskaber: [{ cprland: { landekode: 'DK' }, status: 'aktuel', virkningFra: '1970-01-01', virkningTil: null }],
  foraeldremyndighedsoplysninger: [
    {
      ...PERIOD,
      foraeldremyndighedOver: { personnummer: NOBODYS_CHILD, beskyttelser: [] },
      foraeldremyndighedstype: 'faelles',
    },
  ],
};
const CHILD = { ...NODE, foedselsdato: '2015-06-01', personnumre: [{ ...PERIOD, personnummer: NOBODYS_CHILD }] };

export const REHEARSAL: Rehearsal = {
  reply: (_path, body) => {
    const isAboutChildren = JSON.stringify(body).includes(JSON.stringify(CHILDREN_QUERY));
    return { data: { CPRCustom_PublicSectorPerson: { nodes: [isAboutChildren ? CHILD : CITIZEN] } } };
  },
};
