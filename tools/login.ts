import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import type { NsisLevel } from '@app/identity';

export interface LoginOptions {
  /** Assurance level of the login; Substantial if not said. */
  readonly level?: NsisLevel;
}

export interface LoggedIn {
  readonly accessToken: string;
  readonly idToken?: string;
}

/** Nobody of that name can log in. */
export class UnknownPersonError extends Error {
  constructor(readonly person: string) {
    super(`nobody is called ${person}`);
    this.name = 'UnknownPersonError';
  }
}

/** The identity provider does not answer at all. */
export class ProviderUnreachableError extends Error {
  constructor(
    readonly issuer: string,
    options: ErrorOptions,
  ) {
    super(`no identity provider answers at ${issuer}`, options);
    this.name = 'ProviderUnreachableError';
  }
}

const CLIENT_ID = 'mit-overblik-cli';
/** Nobody listens there: the code is read out of the redirect. */
const REDIRECT_URI = 'http://127.0.0.1/callback';
const TIME_LIMIT_MS = 5_000;

/**
 * Logs a test person in through the real flow: authorization code with PKCE, with the login form filled in.
 *
 * Errors: `UnknownPersonError`, `ProviderUnreachableError`; any other error means that the flow itself is broken.
 */
export function logIn(issuer: string, person: string, options: LoginOptions = {}): Promise<LoggedIn> {
  return logInWith(issuer, { person }, options);
}

/** The same for a citizen of the synthetic population, by index. */
export function logInSynthetic(issuer: string, index: number, options: LoginOptions = {}): Promise<LoggedIn> {
  return logInWith(issuer, { person: 'synthetic', index: String(index) }, options);
}

type Choice = Readonly<Record<string, string>> & { readonly person: string };

async function logInWith(issuer: string, choice: Choice, { level = 'Substantial' }: LoginOptions): Promise<LoggedIn> {
  const provider = await discover(issuer);
  const pkceCodeVerifier = randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: randomState(), expectedNonce: randomNonce() };
  const authorizationUrl = buildAuthorizationUrl(provider, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid overview',
    code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
  });
  const callback = await passLoginForm(authorizationUrl, { ...choice, level });
  const tokens = await authorizationCodeGrant(provider, callback, checks);
  return { accessToken: tokens.access_token, ...(tokens.id_token === undefined ? {} : { idToken: tokens.id_token }) };
}

async function discover(issuer: string): Promise<Configuration> {
  const execute = new URL(issuer).protocol === 'http:' ? [allowInsecureRequests] : [];
  try {
    return await discovery(new URL(issuer), CLIENT_ID, undefined, None(), { execute, timeout: TIME_LIMIT_MS / 1000 });
  } catch (cause) {
    throw new ProviderUnreachableError(issuer, { cause });
  }
}

/** Does what a person does in a browser, and ends where the browser would be sent back to the client. */
async function passLoginForm(authorizationUrl: URL, form: Choice): Promise<URL> {
  const browser = new FormBrowser();
  const shown = await browser.open(authorizationUrl);
  const action = /<form[^>]* action="([^"]*)"/.exec(shown.text)?.[1];
  if (shown.status !== 200 || action === undefined)
    throw new Error(`the login page is not shown (status ${shown.status})`);
  const sent = await browser.open(new URL(action, shown.url), new URLSearchParams(form));
  if (sent.status === 422) throw new UnknownPersonError(form['index'] ?? form.person);
  if (!sent.url.href.startsWith(`${REDIRECT_URI}?`))
    throw new Error(`the login did not end at the client (status ${sent.status})`);
  return sent.url;
}

interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** As much of a browser as the flow needs: keeps cookies and follows redirects, up to our own address. */
class FormBrowser {
  private readonly cookies = new Map<string, string>();

  async open(url: URL, form?: URLSearchParams): Promise<Shown> {
    let [at, body] = [url, form];
    for (let step = 0; step < 10; step++) {
      const response = await this.send(at, body);
      const location = response.headers.get('location');
      if (location === null) return { url: at, status: response.status, text: await response.text() };
      await response.body?.cancel();
      [at, body] = [new URL(location, at), undefined];
      if (at.href.startsWith(REDIRECT_URI)) return { url: at, status: response.status, text: '' };
    }
    throw new Error('the login is redirected in circles');
  }

  private async send(url: URL, form: URLSearchParams | undefined): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return response;
  }
}
