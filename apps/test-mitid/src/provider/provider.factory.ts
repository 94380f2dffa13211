import { randomBytes } from 'node:crypto';
import { errors, interactionPolicy, Provider, type OidcContext, type Policy, type Token } from 'oidc-provider';
import type { JWK } from 'jose';
import { CLAIMS, NSIS_LEVELS, acrOf, parseNsisLevel } from '@app/identity';
import type { CitizenDirectory } from '../citizens/citizen-directory.service.js';
import { errorPage } from '../login/error-page.js';
import { PAGE_HEADERS } from '../login/page.js';
import { clientsFor } from './clients.js';
import { InMemoryStore } from './in-memory.adapter.js';

export const GATEWAY_RESOURCE = 'urn:mit-overblik:gateway';
const SCOPE = 'overview';
/** The gateway accepts no token for longer than 15 minutes. */
const ACCESS_TOKEN_SECONDS = 15 * 60;
const LOGIN_SECONDS = 20 * 60;

export interface ProviderOptions {
  readonly issuer: string;
  readonly playgroundRedirectUris: readonly string[];
  /** Private key that signs all tokens. */
  readonly signingJwk: JWK;
  readonly citizens: CitizenDirectory;
}

/** An OpenID provider whose tokens have the form of the seam: JWT, ES256, NSIS level, session, person number. */
export function createProvider(options: ProviderOptions): Provider {
  const { citizens } = options;
  return new Provider(options.issuer, {
    adapter: new InMemoryStore().adapterFor,
    clients: clientsFor(options.playgroundRedirectUris),
    clientAuthMethods: ['none'],
    jwks: { keys: [options.signingJwk] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes: ['openid'],
    acrValues: NSIS_LEVELS.map(acrOf),
    claims: { openid: ['sub', 'test_person'], acr: null, sid: null, auth_time: null, iss: null },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => GATEWAY_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: gatewayAsResource,
      },
    },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      short: { httpOnly: true, sameSite: 'lax' },
      // Sent to no page that logs in: no single sign-on, so each login picks a person and gets a session of its own.
      long: { httpOnly: true, sameSite: 'lax', path: '/session' },
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: LOGIN_SECONDS,
      Session: LOGIN_SECONDS,
      Grant: LOGIN_SECONDS,
    },
    interactions: {
      policy: withoutConsent(interactionPolicy.base()),
      url: (_context: OidcContext, { uid }: { uid: string }) => `/interaction/${uid}`,
    },
    loadExistingGrant: grantAll,
    findAccount: (_context: OidcContext, subject: string) => {
      const citizen = citizens.findBySubject(subject);
      if (citizen === undefined) return undefined;
      return { accountId: subject, claims: () => ({ sub: subject, test_person: citizen.key }) };
    },
    extraTokenClaims: (context: OidcContext, token: Token) => citizenClaims(context, token, citizens),
    clientBasedCORS: (_context: OidcContext, origin: string, client: { redirectUris: readonly string[] }) =>
      client.redirectUris.some((uri) => URL.parse(uri)?.origin === origin),
    renderError: (context: OidcContext) => {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) context.set(name, value);
      context.type = 'html';
      context.body = errorPage();
    },
  });
}

/** The person chose to log in as somebody invented: there is nothing to consent to. */
function withoutConsent(policy: Policy): Policy {
  policy.remove('consent');
  return policy;
}

function gatewayAsResource(_context: OidcContext, resource: string) {
  if (resource !== GATEWAY_RESOURCE) throw new errors.InvalidTarget();
  return {
    scope: SCOPE,
    audience: GATEWAY_RESOURCE,
    accessTokenTTL: ACCESS_TOKEN_SECONDS,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  };
}

async function grantAll({ oidc }: OidcContext) {
  if (oidc.account === undefined || oidc.client === undefined) return undefined;
  const grant = new oidc.provider.Grant({ accountId: oidc.account.accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(GATEWAY_RESOURCE, SCOPE);
  await grant.save();
  return grant;
}

async function citizenClaims({ oidc }: OidcContext, token: Token, citizens: CitizenDirectory) {
  const citizen = citizens.findBySubject(token.accountId ?? '');
  const session = await oidc.provider.Session.findByUid(token.sessionUid ?? '');
  const acr = oidc.entities.AuthorizationCode?.acr;
  const level = parseNsisLevel(acr);
  if (citizen === undefined || level === undefined) return undefined;
  return {
    acr,
    [CLAIMS.loa]: level,
    [CLAIMS.ial]: level,
    [CLAIMS.aal]: level,
    [CLAIMS.cprNumber]: citizen.cprNumber,
    [CLAIMS.sessionId]: session?.sidFor(token.clientId ?? ''),
  };
}
