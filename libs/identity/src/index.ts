export { AccessTokenVerifier, type AccessTokenVerifierOptions, type VerifiedCitizen } from './access-token.verifier.js';
export { CLAIMS } from './claims.js';
export { ExchangeTokenSigner, type ExchangeRequest, type ExchangeTokenSignerOptions } from './exchange-token.signer.js';
export {
  ExchangeTokenVerifier,
  type ExchangedSubject,
  type ExchangeTokenVerifierOptions,
} from './exchange-token.verifier.js';
export { LocalKeySet, type KeySource, type SignatureAlgorithm } from './key-set.js';
export type { KeySetLocation } from './key-set.loader.js';
export { ACCEPTED_ACR_VALUES, NSIS_LEVELS, acrOf, parseNsisLevel, type NsisLevel } from './nsis-level.js';
export { citizenReference, recordOwnerOf, sessionReference } from './references.js';
export { RemoteKeySet, type KeyRefresh, type RemoteKeySetOptions } from './remote-key-set.js';
export {
  generatePrivateJwk,
  generateSigningKey,
  readPrivateJwk,
  readSigningKey,
  type PrivateJwk,
  type SigningKey,
} from './signing-key.js';
export { readBearerToken } from './token-parts.js';
