import { KeyObject, createHmac, createPublicKey, randomUUID, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CLAIMS, acrOf } from '@app/identity';
import { SignJWT, exportJWK, generateKeyPair, type JWK } from 'jose';

export type Members = Readonly<Record<string, unknown>>;
type Signature = (signingInput: string) => string;

export const AUDIENCE = 'urn:mit-overblik:gateway';
export const KEY_ID = 'key-1';
const LIFETIME_SECONDS = 600;

/** An OpenID provider of the test: discovery, keys, and tokens as honest or dishonest as a test wants them. */
export class FakeIdentityProvider implements AsyncDisposable {
  /** Cuts every connection instead of answering. */
  isDown = false;
  /** Answers wait for it. */
  hold: Promise<void> | undefined;
  /** Paths that were asked for, in order. */
  readonly requests: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly privateKey: KeyObject,
    readonly publicJwk: JWK,
  ) {}

  static async start(): Promise<FakeIdentityProvider> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const server = createServer((request, response) => {
      provider.requests.push(request.url ?? '');
      if (provider.isDown) {
        request.socket.destroy();
        return;
      }
      const document = provider.documentAt(request.url ?? '');
      response.setHeader('content-type', 'application/json').setHeader('connection', 'close');
      void Promise.resolve(provider.hold).then(() =>
        response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document ?? {})),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new FakeIdentityProvider(server, KeyObject.from(privateKey), await exportJWK(publicKey));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Claims of a citizen who has just logged in; `undefined` leaves a claim out. */
  claims(cprNumber: string, changes: Members = {}): Members {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.issuer,
      aud: AUDIENCE,
      sub: `urn:uuid:00000000-0000-4000-8000-${createHmac('sha256', 'sub').update(cprNumber).digest('hex').slice(0, 12)}`,
      [CLAIMS.cprNumber]: cprNumber,
      [CLAIMS.loa]: 'Substantial',
      [CLAIMS.ial]: 'Substantial',
      [CLAIMS.aal]: 'High',
      acr: acrOf('Substantial'),
      sid: `session-${createHmac('sha256', 'sid').update(cprNumber).digest('hex').slice(0, 12)}`,
      client_id: 'mit-overblik-cli',
      scope: 'openid',
      iat: now,
      exp: now + LIFETIME_SECONDS,
      jti: randomUUID(),
      ...changes,
    };
  }

  header(changes: Members = {}): Members {
    return { alg: 'ES256', typ: 'at+jwt', kid: KEY_ID, ...changes };
  }

  /** A token as a provider makes it. */
  token(cprNumber: string, claims: Members = {}): Promise<string> {
    return new SignJWT(withoutUndefined(this.claims(cprNumber, claims)))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: KEY_ID })
      .sign(this.privateKey);
  }

  /** A token out of any header and claims, for what no library agrees to write. */
  write(header: Members, claims: Members, signature: Signature = this.es256): string {
    const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${input}.${signature(input)}`;
  }

  readonly es256: Signature = (input) =>
    sign('sha256', Buffer.from(input), { key: this.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');

  /** The old trick: the public key as the secret of a symmetric algorithm. */
  readonly hs256WithPublicKey: Signature = (input) =>
    createHmac('sha256', createPublicKey(this.privateKey).export({ format: 'pem', type: 'spki' }))
      .update(input)
      .digest('base64url');

  private documentAt(address: string): unknown {
    if (address === '/jwks') return { keys: [{ ...this.publicJwk, kid: KEY_ID, use: 'sig', alg: 'ES256' }] };
    if (address !== '/.well-known/openid-configuration') return undefined;
    return { issuer: this.issuer, jwks_uri: `${this.issuer}/jwks` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function withoutUndefined(members: Members): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
