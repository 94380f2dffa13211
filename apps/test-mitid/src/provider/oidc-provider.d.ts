/** The part of oidc-provider 9 that this app uses; the package brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Client {
    readonly clientId: string;
    readonly clientName?: string;
    readonly redirectUris: readonly string[];
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  export interface Session {
    sidFor(clientId: string): string | undefined;
  }

  export interface Token {
    readonly accountId?: string;
    readonly clientId?: string;
    readonly sessionUid?: string;
  }

  /** Koa's context with what the provider adds. */
  export interface OidcContext {
    type: string;
    body: unknown;
    readonly path: string;
    set(field: string, value: string): void;
    readonly oidc: {
      readonly client?: Client;
      readonly account?: { readonly accountId: string };
      readonly result?: { readonly login?: unknown };
      readonly entities: { readonly AuthorizationCode?: { readonly acr?: string } };
      readonly provider: Provider;
    };
  }

  export interface Interaction {
    readonly uid: string;
    readonly params: Readonly<Record<string, unknown>>;
  }

  export interface InteractionResult {
    readonly login?: { readonly accountId: string; readonly acr: string; readonly remember: boolean };
    readonly error?: string;
    readonly error_description?: string;
  }

  export interface StoredItem {
    readonly grantId?: string;
    readonly uid?: string;
    readonly userCode?: string;
    consumed?: number;
    readonly [member: string]: unknown;
  }

  export interface Adapter {
    upsert(id: string, item: StoredItem, expiresInSeconds?: number): Promise<void>;
    find(id: string): Promise<StoredItem | undefined>;
    findByUid(uid: string): Promise<StoredItem | undefined>;
    findByUserCode(userCode: string): Promise<StoredItem | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  export interface Prompt {
    readonly name: string;
    readonly checks: { add(check: interactionPolicy.Check): void };
  }

  export interface Policy {
    get(name: string): Prompt | undefined;
    remove(name: string): void;
  }

  export namespace interactionPolicy {
    class Check {
      constructor(reason: string, description: string, check: (context: OidcContext) => boolean);
      static readonly REQUEST_PROMPT: true;
      static readonly NO_NEED_TO_PROMPT: false;
    }
    function base(): Policy;
  }

  export namespace errors {
    class OIDCProviderError extends Error {
      readonly error: string;
      readonly statusCode: number;
    }
    class SessionNotFound extends OIDCProviderError {}
    class InvalidTarget extends OIDCProviderError {}
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly issuer: string;
    readonly Grant: new (of: { readonly accountId: string; readonly clientId: string }) => Grant;
    readonly Session: { findByUid(uid: string): Promise<Session | undefined> };
    readonly Client: { find(clientId: string): Promise<Client | undefined> };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: InteractionResult): Promise<void>;
    on(event: 'server_error', listener: (context: OidcContext, fault: Error) => void): this;
    on(event: 'error', listener: (fault: Error) => void): this;
  }
}
