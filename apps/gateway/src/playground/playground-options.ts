export interface PlaygroundOptions {
  /** Folder that `tools/build-playground.mjs` fills, usually `dist/playground`. */
  readonly playgroundDir: string;
  /** Issuer of the OpenID provider with the test persons, for example `http://127.0.0.1:4080`. */
  readonly issuer: string;
  /** Public client at that provider, redirect `<gateway>/playground/callback`. */
  readonly clientId: string;
  /** Path of the sandbox on this gateway, for example `/sandbox/graphql`. */
  readonly sandboxPath: string;
  /**
   * Origin under which the callback is registered, for example `http://127.0.0.1:4000`.
   * Shape: when given, a page opened as `localhost` moves there, because providers compare redirects to the letter.
   */
  readonly origin?: string;
}

/** Injection token of the options. */
export const PLAYGROUND_OPTIONS = Symbol('PlaygroundOptions');
