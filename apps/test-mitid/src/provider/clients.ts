/** A client as the provider takes it: names of OpenID Connect Dynamic Client Registration 1.0. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_name: string;
  readonly application_type: 'native' | 'web';
  readonly token_endpoint_auth_method: 'none';
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly id_token_signed_response_alg: 'ES256';
}

const PUBLIC_CLIENT = {
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  id_token_signed_response_alg: 'ES256',
} as const;

/** Public clients: a secret in a browser or in a command-line tool would be none. PKCE takes its place. */
export function clientsFor(playgroundRedirectUris: readonly string[]): readonly RegisteredClient[] {
  return [
    {
      ...PUBLIC_CLIENT,
      client_id: 'mit-overblik-cli',
      client_name: 'Mit Overblik, kommandolinje',
      application_type: 'native', // any port of the loopback address (RFC 8252 §7.3)
      redirect_uris: ['http://127.0.0.1/callback'],
    },
    {
      ...PUBLIC_CLIENT,
      client_id: 'mit-overblik-playground',
      client_name: 'Mit Overblik, playground',
      application_type: 'web',
      redirect_uris: playgroundRedirectUris,
    },
  ];
}
