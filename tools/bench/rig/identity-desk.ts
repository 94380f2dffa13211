import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CprNumber } from '@app/domain';
import { CLAIMS, acrOf } from '@app/identity';

const KEY_ID = 'bench-1';
const LIFETIME_SECONDS = 600;
const AUDIENCE = 'urn:mit-overblik:gateway';

/** The identity provider of the bench: publishes its key and signs citizens' access tokens as a real one would. */
export class IdentityDesk implements AsyncDisposable {
  readonly issuer = 'http://identity.bench.example';

  private constructor(
    private readonly server: Server,
    private readonly privateKey: KeyObject,
  ) {}

  static async open(): Promise<IdentityDesk> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'ES256', use: 'sig' };
    const keys = JSON.stringify({ keys: [jwk] });
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(keys);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new IdentityDesk(server, privateKey);
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  /** A token as after a login just now. `session`: another one each time makes another session. */
  tokenFor(cprNumber: CprNumber, session: string): string {
    const issuedAt = Math.floor(Date.now() / 1000);
    const input = [
      { alg: 'ES256', typ: 'at+jwt', kid: KEY_ID },
      {
        iss: this.issuer,
        aud: AUDIENCE,
        sub: `urn:uuid:${randomUUID()}`,
        [CLAIMS.cprNumber]: cprNumber,
        [CLAIMS.loa]: 'Substantial',
        [CLAIMS.ial]: 'Substantial',
        [CLAIMS.aal]: 'High',
        acr: acrOf('Substantial'),
        [CLAIMS.sessionId]: session,
        [CLAIMS.clientId]: 'mit-overblik-page',
        scope: 'openid',
        iat: issuedAt,
        exp: issuedAt + LIFETIME_SECONDS,
        jti: randomUUID(),
      },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('sha256', Buffer.from(input), { key: this.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
