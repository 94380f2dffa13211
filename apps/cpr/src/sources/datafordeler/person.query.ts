/**
 * Documents for the Datafordeler's GraphQL service `PublicSectorPerson`. Two rules of the server, both found by others
 * by trial: `beskyttelser` must be selected wherever a person is, and aliases are refused.
 */

export const PERSON_PATH = '/datafordeler/CPR/custom/PublicSectorPerson/v2';

const PROTECTIONS = 'beskyttelser { beskyttelsestype status registreringfra registreringtil virkningfra virkningtil }';
const NUMBERS = 'personnumre { personnummer status registreringfra registreringtil virkningfra virkningtil }';
const NAMES = 'navne { fornavne mellemnavn efternavn status registreringfra registreringtil virkningfra virkningtil }';
const ADDRESSES = `adresseoplysninger {
  cprAdresse {
    daradresse bygningsnummer bynavn cprkommunekode cprkommunenavn cprvejkode etage husnummer postdistrikt postnummer
    sidedoer vejadresseringsnavn vejnavn
  }
  status registreringfra registreringtil virkningfra virkningtil
}`;

const queryOf = (selection: string): string => `query ($cpr: [String!]!) {
  CPRCustom_PublicSectorPerson(input: { personnummer: { personnummer: { in: $cpr } } }) { nodes { ${selection} } }
}`;

export const CITIZEN_QUERY = queryOf(`
  id status foedselsdato
  ${NUMBERS} ${NAMES} ${ADDRESSES} ${PROTECTIONS}
  civilstande { civilstandstype status registreringfra registreringtil virkningfra virkningtil }
  statsborgerskaber { cprland { landekode } status registreringFra registreringTil virkningFra virkningTil }
  foraeldremyndighedsoplysninger {
    foraeldremyndighedOver { personnummer ${PROTECTIONS} }
    foraeldremyndighedstype status registreringfra registreringtil virkningfra virkningtil
  }
`);

/** Less than for the citizen: no civil status, no citizenship, no custody, no parents. */
export const CHILDREN_QUERY = queryOf(`id status foedselsdato ${NUMBERS} ${NAMES} ${ADDRESSES} ${PROTECTIONS}`);

/** Looks nobody up: tells whether the service is back. */
export const PROBE_QUERY = queryOf(`id ${PROTECTIONS}`);
