import { z } from 'zod';

/** Where an issuer publishes its keys: said outright, or found through its discovery document. */
export type KeySetLocation = { readonly jwksUrl: string } | { readonly issuer: string };

export interface LoaderOptions {
  /** For the whole load, discovery included. */
  readonly timeLimitMs?: number;
  readonly bodyBytesMax?: number;
  readonly fetch?: typeof globalThis.fetch;
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** Fetches a JWK set: within a time and a size, without following redirects. Throws with a reason, for operators only. */
export class KeySetLoader {
  private readonly timeLimitMs: number;
  private readonly bodyBytesMax: number;
  private readonly fetch: typeof globalThis.fetch;

  constructor(
    private readonly location: KeySetLocation,
    options: LoaderOptions,
  ) {
    this.timeLimitMs = options.timeLimitMs ?? 1_500;
    this.bodyBytesMax = options.bodyBytesMax ?? 256 * 1024;
    this.fetch = options.fetch ?? globalThis.fetch;
  }

  async load(): Promise<unknown> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error('no answer in time')), this.timeLimitMs);
    try {
      const url =
        'jwksUrl' in this.location ? this.location.jwksUrl : await this.discover(this.location.issuer, deadline.signal);
      return await this.fetchJson(url, deadline.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  private async discover(issuer: string, signal: AbortSignal): Promise<string> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const document = Discovery.safeParse(await this.fetchJson(url, signal));
    if (!document.success || document.data.issuer !== issuer) throw new Error('discovery is not of this issuer');
    const found = URL.parse(document.data.jwks_uri);
    const isAsSafe = found?.protocol === 'https:' || (found?.protocol === 'http:' && issuer.startsWith('http:'));
    if (found === null || !isAsSafe) throw new Error('discovery names no usable jwks_uri');
    return found.href;
  }

  private async fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
    const response = await this.fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`status ${response.status}`);
    }
    return parseJson(await this.textOf(response, signal));
  }

  private async textOf(response: Response, signal: AbortSignal): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bodyBytes = 0;
    for await (const chunk of response.body ?? []) {
      signal.throwIfAborted(); // an injected fetch may not look at the signal
      bodyBytes += chunk.byteLength;
      if (bodyBytes > this.bodyBytesMax) throw new Error('answer too large');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }
}

/** `JSON.parse` quotes the text in its message. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('answer is not JSON');
  }
}
