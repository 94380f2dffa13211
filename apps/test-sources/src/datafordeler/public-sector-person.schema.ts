import { buildSchema } from 'graphql';

/**
 * Part of the Datafordeler's GraphQL service `PublicSectorPerson`, as far as it is known from public client code:
 * names of types, fields and arguments. `foraeldremyndighedstype` is ours: the service tells custody by its holders.
 * `virkningtil` is the last day of effect.
 */
export const publicSectorPerson = buildSchema(/* GraphQL */ `
  type Query {
    CPRCustom_PublicSectorPerson(input: PersonFilter!): PersonConnection!
  }

  input PersonFilter {
    personnummer: PersonnummerFilter!
  }
  input PersonnummerFilter {
    personnummer: StringFilter!
  }
  input StringFilter {
    in: [String!]!
  }

  type PersonConnection {
    nodes: [Person!]!
  }

  type Person {
    id: ID!
    status: String!
    statusdato: String
    foedselsdato: String
    koen: String
    personnumre: [Personnummer!]!
    navne: [Navn!]!
    adresseoplysninger: [Adresseoplysning!]!
    beskyttelser: [Beskyttelse!]!
    civilstande: [Civilstand!]!
    statsborgerskaber: [Statsborgerskab!]!
    foraeldremyndighedsoplysninger: [Foraeldremyndighedsoplysning!]!
    boern: [Barnoplysning!]!
  }

  "A person inside another person's record."
  type SimpelPerson {
    personid: ID!
    personnummer: String!
    beskyttelser: [Beskyttelse!]!
    navn: Navn
  }

  interface Bitemporal {
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }

  type Personnummer implements Bitemporal {
    personnummer: String!
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }
  type Navn implements Bitemporal {
    adresseringsnavn: String
    fornavne: String
    mellemnavn: String
    efternavn: String
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }
  type Adresseoplysning implements Bitemporal {
    cprAdresse: CprAdresse
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }
  type CprAdresse {
    daradresse: String
    bygningsnummer: String
    bynavn: String
    cprkommunekode: String
    cprkommunenavn: String
    cprvejkode: String
    etage: String
    husnummer: String
    postdistrikt: String
    postnummer: String
    sidedoer: String
    vejadresseringsnavn: String
    vejnavn: String
  }
  type Beskyttelse implements Bitemporal {
    beskyttelsestype: String!
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }
  type Civilstand implements Bitemporal {
    civilstandstype: String!
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }
  "This one spells its times otherwise, as the service does."
  type Statsborgerskab {
    cprland: Land!
    status: String!
    registreringFra: String!
    registreringTil: String
    virkningFra: String
    virkningTil: String
  }
  type Land {
    landekode: String!
  }
  type Foraeldremyndighedsoplysning implements Bitemporal {
    foraeldremyndighedOver: SimpelPerson!
    foraeldremyndighedstype: String!
    status: String!
    registreringfra: String!
    registreringtil: String
    virkningfra: String
    virkningtil: String
  }
  type Barnoplysning {
    barn: SimpelPerson!
    virkningfra: String
  }
`);
