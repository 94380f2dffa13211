/**
 * Names of the claims that the tokens carry, in one place, each with its source.
 * Another broker (Signicat, Signaturgruppen) is a change of this file.
 */
export const CLAIMS = {
  /** Person number (CPR-nummer), ten digits. Source: OIO SAML Web SSO profile 3.0, attribute of the same name. */
  cprNumber: 'https://data.gov.dk/model/core/eid/cprNumber',
  /** NSIS level of the whole login. Source: OIO SAML 3.0. Values `Low`, `Substantial`, `High`. */
  loa: 'https://data.gov.dk/concept/core/nsis/loa',
  /** NSIS level of how the identity was proven. Source: OIO SAML 3.0. */
  ial: 'https://data.gov.dk/concept/core/nsis/ial',
  /** NSIS level of the means of login. Source: OIO SAML 3.0. */
  aal: 'https://data.gov.dk/concept/core/nsis/aal',
  /** Transaction for which a token was issued. Source: RFC 8417 §2.2. */
  transactionId: 'txn',
  /** Session at the identity provider. Source: OpenID Connect Front-Channel Logout 1.0 §3. */
  sessionId: 'sid',
  /** The client that asked for the token. Source: RFC 8693 §4.3, RFC 9068 §2.2. */
  clientId: 'client_id',
  /** What the client may see, words separated by spaces. Source: RFC 9068 §2.2.3. */
  scope: 'scope',
  /** Someone acts for the subject. Source: RFC 8693 §4.1. Not served yet, so refused. */
  actor: 'act',
  /** The token is bound to a key of the sender. Source: RFC 7800. We cannot check the binding yet, so refused. */
  confirmation: 'cnf',
} as const;

/**
 * Claims that only a professional identity (erhvervsidentitet) has. One of them is enough to be refused:
 * the overview is for private citizens.
 */
export const PROFESSIONAL_CLAIM_PREFIXES = [
  'https://data.gov.dk/model/core/eid/professional/', // OIO SAML 3.0: cvr, orgName, uuid/persistent
] as const;

export const PROFESSIONAL_CLAIMS = [
  'dk:gov:saml:attribute:CvrNumberIdentifier', // OIO SAML 2
  'dk:gov:saml:attribute:RidNumberIdentifier', // OIO SAML 2
  'nemlogin.cvr', // Signaturgruppen broker, NemLog-in scope, as the following
  'nemlogin.org_name',
  'nemlogin.persistent_professional_id',
  'nemlogin.se_number',
  'nemlogin.p_number',
] as const;
