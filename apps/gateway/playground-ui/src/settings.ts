/** What the gateway tells the page, see `apps/gateway/src/playground`. */
export interface Settings {
  readonly issuer: string;
  readonly clientId: string;
  readonly sandboxPath: string;
  /** Where the login sends back to. */
  readonly origin?: string;
}

export const PLAYGROUND_PATH = '/playground';

/** Errors: when the gateway does not answer or answers something else; the text is for the reader of the page. */
export async function fetchSettings(): Promise<Settings> {
  const response = await fetch(`${PLAYGROUND_PATH}/config.json`, { cache: 'no-store', credentials: 'omit' });
  if (!response.ok) throw new Error(`The gateway answered ${response.status} for the playground's settings.`);
  const settings: unknown = await response.json();
  if (!isSettings(settings)) throw new Error("The playground's settings do not have the expected shape.");
  return settings;
}

function isSettings(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null) return false;
  const { issuer, clientId, sandboxPath, origin = '' } = value as Record<keyof Settings, unknown>;
  return [issuer, clientId, sandboxPath, origin].every((text) => typeof text === 'string');
}

/** This page on the origin to which the login sends back, when it was opened under another name of this machine. */
export function otherNameOf({ origin }: Settings, page: Location): URL | undefined {
  if (origin === undefined || origin === page.origin) return undefined;
  const other = new URL(page.pathname, origin);
  return isLoopback(other.hostname) && isLoopback(page.hostname) && other.port === page.port ? other : undefined;
}

export function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
