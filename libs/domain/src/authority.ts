/** Authorities' short names are file names, audiences and metric labels: `cpr`, `udbetaling-danmark`. */
export type AuthorityName = string;

/** Audience of the token for one authority. Shape: `urn:mit-overblik:authority:<name>`. */
export function audienceOf(authority: AuthorityName): string {
  return `urn:mit-overblik:authority:${authority}`;
}
