import * as oidc from 'openid-client';
import { isLoopback, PLAYGROUND_PATH, type Settings } from './settings.js';

/** A login as a test person. Lives in memory only: a reload of the page ends it. */
export interface Session {
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** Key of the test person, when the provider says it. */
  readonly testPerson: string | undefined;
}

/** How a page load begins: after a login, after a failed one, or without. */
export interface LoginResult {
  readonly session?: Session;
  readonly query?: string;
  readonly problem?: string;
}

/** What must survive the way to the login page and back: secrets of this one login, and the text in the editor. */
interface LoginUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly query: string;
}

const UNDER_WAY = 'mit-overblik.login';
const CALLBACK_PATH = `${PLAYGROUND_PATH}/callback`;

/** Leaves the page for the login page (authorization code flow with PKCE). */
export async function startLogin(settings: Settings, query: string): Promise<void> {
  const provider = await discover(settings);
  const codeVerifier = oidc.randomPKCECodeVerifier();
  const underWay: LoginUnderWay = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier, query };
  sessionStorage.setItem(UNDER_WAY, JSON.stringify(underWay));
  const loginPage = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: new URL(CALLBACK_PATH, location.origin).href,
    scope: 'openid',
    prompt: 'login', // always ask which test person
    state: underWay.state,
    nonce: underWay.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  location.assign(loginPage);
}

/**
 * Ends the login when this page load is the way back from the login page; otherwise only tidies up.
 *
 * Errors: when the provider refused, or the answer belongs to no login of this tab.
 * Note:   code and state leave the address bar, and the secrets leave the storage, before anything is awaited.
 */
export async function finishLogin(settings: Settings): Promise<LoginResult> {
  const underWay = takeLoginUnderWay();
  const answer = new URL(location.href);
  if (answer.pathname !== CALLBACK_PATH) return {};
  history.replaceState(null, '', PLAYGROUND_PATH);
  if (!underWay) throw new Error('This login was not started in this tab, or it was used already.');
  const provider = await discover(settings);
  const tokens = await oidc.authorizationCodeGrant(provider, answer, {
    pkceCodeVerifier: underWay.codeVerifier,
    expectedState: underWay.state,
    expectedNonce: underWay.nonce,
  });
  const testPerson = tokens.claims()?.['test_person'];
  return {
    query: underWay.query,
    session: {
      accessToken: tokens.access_token,
      expiresAt: new Date(Date.now() + (tokens.expiresIn() ?? 0) * 1000),
      testPerson: typeof testPerson === 'string' ? testPerson : undefined,
    },
  };
}

/** In plain words, for the reader of the page. */
export function loginProblemOf(thrown: unknown): string {
  if (thrown instanceof oidc.AuthorizationResponseError) {
    return thrown.error === 'access_denied' ? 'The login was cancelled.' : `The login was refused: ${thrown.error}.`;
  }
  if (thrown instanceof TypeError) return 'Test MitID does not answer. Is it running?';
  return thrown instanceof Error ? thrown.message : 'The login failed.';
}

function discover({ issuer, clientId }: Settings): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  // Plain HTTP for the test provider on this machine only.
  const execute = isLoopback(server.hostname) ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(server, clientId, undefined, oidc.None(), { execute, timeout: 10 });
}

function takeLoginUnderWay(): LoginUnderWay | undefined {
  const text = sessionStorage.getItem(UNDER_WAY);
  sessionStorage.removeItem(UNDER_WAY);
  if (text === null) return undefined;
  const underWay: unknown = JSON.parse(text);
  return isLoginUnderWay(underWay) ? underWay : undefined;
}

function isLoginUnderWay(value: unknown): value is LoginUnderWay {
  if (typeof value !== 'object' || value === null) return false;
  const { state, nonce, codeVerifier, query } = value as Record<keyof LoginUnderWay, unknown>;
  return [state, nonce, codeVerifier, query].every((text) => typeof text === 'string');
}
