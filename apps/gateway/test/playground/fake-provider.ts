import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OpenID provider that logs in one test person without asking, and checks what a provider must check. */
export class FakeProvider implements AsyncDisposable {
  /** What was asked at the login page, newest last. */
  readonly logins: URLSearchParams[] = [];
  readonly accessToken = `access-token-${randomUUID()}`;
  exchanges = 0;
  answersWith: 'code' | 'access_denied' = 'code';
  private readonly codes = new Map<string, URLSearchParams>();

  private constructor(
    private readonly server: Server,
    private readonly sign: (claims: Record<string, unknown>) => Promise<string>,
    private readonly jwks: unknown,
  ) {}

  static async start(clientId: string, testPerson: string): Promise<FakeProvider> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const server = createServer((request, response) => {
      const reply = (status: number, body: unknown) =>
        response
          .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
          .end(JSON.stringify(body));
      const address = new URL(request.url ?? '/', provider.issuer);
      if (address.pathname === '/.well-known/openid-configuration') reply(200, provider.metadata());
      else if (address.pathname === '/jwks') reply(200, provider.jwks);
      else if (address.pathname === '/auth')
        response.writeHead(303, { location: provider.login(address.searchParams) }).end();
      else if (address.pathname === '/token' && request.method === 'POST') {
        let form = '';
        request.on('data', (part: Buffer) => (form += part.toString()));
        request.on(
          'end',
          () => void provider.exchange(new URLSearchParams(form)).then(([status, body]) => reply(status, body)),
        );
      } else reply(404, {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider: FakeProvider = new FakeProvider(
      server,
      (claims) =>
        new SignJWT({ ...claims, test_person: testPerson })
          .setProtectedHeader({ alg: 'ES256', kid: 'k' })
          .setIssuer(provider.issuer)
          .setAudience(clientId)
          .setSubject('urn:uuid:fake')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(privateKey),
      { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] },
    );
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private metadata(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['none'],
    };
  }

  private login(asked: URLSearchParams): string {
    this.logins.push(asked);
    const code = randomUUID();
    this.codes.set(code, asked);
    const back = new URL(asked.get('redirect_uri') ?? 'about:blank');
    if (this.answersWith === 'code') back.searchParams.set('code', code);
    else back.searchParams.set('error', this.answersWith);
    back.searchParams.set('state', asked.get('state') ?? '');
    return back.href;
  }

  private async exchange(form: URLSearchParams): Promise<[status: number, body: unknown]> {
    this.exchanges++;
    const code = form.get('code') ?? '';
    const asked = this.codes.get(code);
    this.codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === form.get('redirect_uri');
    if (!asked || !isRight) return [400, { error: 'invalid_grant' }];
    const idToken = await this.sign({ nonce: asked.get('nonce') });
    return [200, { access_token: this.accessToken, token_type: 'Bearer', expires_in: 300, id_token: idToken }];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
