/** NSIS assurance levels (Lav, Betydelig, Høj), lowest first. Source: NSIS 2.0, digst.dk. */
export const NSIS_LEVELS = ['Low', 'Substantial', 'High'] as const;
export type NsisLevel = (typeof NSIS_LEVELS)[number];

const PREFIX = 'https://data.gov.dk/concept/core/nsis/';

/** `acr` of a level: `https://data.gov.dk/concept/core/nsis/Substantial`. */
export function acrOf(level: NsisLevel): string {
  return `${PREFIX}${level}`;
}

/** The `acr` values with which the overview can be seen, for a step-up (RFC 9470 `acr_values`). */
export const ACCEPTED_ACR_VALUES: readonly string[] = [acrOf('Substantial'), acrOf('High')];

/**
 * Reads an NSIS level.
 *
 * Shape:  the word as in OIO SAML (`Substantial`) or its URI; case matters.
 * Errors: `undefined` for anything else.
 */
export function parseNsisLevel(value: unknown): NsisLevel | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.startsWith(PREFIX) ? value.slice(PREFIX.length) : value;
  return NSIS_LEVELS.find((level) => level === word);
}

/** Whether the level is enough for a citizen's own data: at least Substantial. An unknown level is not. */
export function isSubstantial(level: NsisLevel | undefined): boolean {
  return level === 'Substantial' || level === 'High';
}
