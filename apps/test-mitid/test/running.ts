import { createLogger, type Logger } from '@app/telemetry';
import { startTestMitId, type RunningTestMitId } from '../src/start.js';
import { readConfig } from '../src/test-mitid.config.js';

export const PLAYGROUND_CALLBACK = 'http://127.0.0.1:4000/playground/callback';

export const silentLogger: Logger = createLogger({ app: 'test-mitid', level: 'silent' });

/** The app on a port that the system chose. */
export async function runTestMitId(
  environment: Record<string, string> = {},
): Promise<RunningTestMitId & AsyncDisposable> {
  const running = await startTestMitId(readConfig({ TEST_MITID_PORT: '0', ...environment }), silentLogger);
  return { ...running, [Symbol.asyncDispose]: () => running.close() };
}

/** A client that does by hand what `tools/login.ts` does right. */
export class HandmadeClient {
  private readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();

  constructor(readonly issuer: string) {}

  /** Starts a login; `undefined` leaves a parameter out. */
  authorize(parameters: Readonly<Record<string, string | undefined>> = {}): Promise<Response> {
    const all = {
      client_id: 'mit-overblik-playground',
      redirect_uri: PLAYGROUND_CALLBACK,
      response_type: 'code',
      scope: 'openid overview',
      state: 'state-1',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', // RFC 7636, appendix B
      code_challenge_method: 'S256',
      ...parameters,
    };
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return this.send(`${this.issuer}/auth?${new URLSearchParams(given).toString()}`);
  }

  async send(
    url: string,
    form?: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const target = new URL(url, this.issuer);
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { cookie: this.cookiesFor(target), ...headers },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /; *path=([^;]*)/i.exec(line)?.[1] ?? '/';
      if (name !== undefined && value !== undefined) this.cookies.set(name, { value, path });
    }
    return response;
  }

  /** Like a browser, by path. */
  private cookiesFor({ pathname }: URL): string {
    return [...this.cookies]
      .filter(([, { path }]) => path === '/' || pathname === path || pathname.startsWith(`${path}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  /** From the login page to the client; returns the address with the code. */
  async logIn(person: string, level: string, parameters: Readonly<Record<string, string>> = {}): Promise<URL> {
    const form = locationOf(await this.authorize(parameters));
    const resume = locationOf(await this.send(form, { person, level }));
    return new URL(locationOf(await this.send(resume)));
  }

  /** Exchanges a code; the right verifier if none is given. */
  exchange(
    code: string,
    changes: Readonly<Record<string, string>> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const form = {
      grant_type: 'authorization_code',
      client_id: 'mit-overblik-playground',
      redirect_uri: PLAYGROUND_CALLBACK,
      code,
      code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      ...changes,
    };
    return this.send(`${this.issuer}/token`, form, headers);
  }
}

export function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`no redirect but status ${response.status}`);
  return location;
}
