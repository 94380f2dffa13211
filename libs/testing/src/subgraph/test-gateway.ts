import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthorityName, CprNumber } from '@app/domain';
import { ExchangeTokenSigner, generateSigningKey, recordOwnerOf, type ExchangeRequest } from '@app/identity';

const ISSUER = 'http://gateway.test';
const SUBSTANTIAL = 'https://data.gov.dk/concept/core/nsis/Substantial';

/** The side of the gateway that a subgraph sees: a throw-away key, published over HTTP, and tokens signed with it. */
export class TestGateway implements AsyncDisposable {
  readonly issuer = ISSUER;
  readonly recordOwnerKey = randomBytes(32);

  private constructor(
    private readonly server: Server,
    private readonly signer: ExchangeTokenSigner,
  ) {}

  static async start(issuer = ISSUER): Promise<TestGateway> {
    const signer = new ExchangeTokenSigner({ issuer, key: await generateSigningKey(), cacheCapacity: 0 });
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(signer.publicJwks()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestGateway(server, signer);
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  tokenFor(authority: AuthorityName, cprNumber: CprNumber, more: Partial<ExchangeRequest> = {}): Promise<string> {
    return this.signer.sign({
      authority,
      cprNumber,
      citizenId: 'test-citizen',
      acr: SUBSTANTIAL,
      sessionReference: 'test-session',
      clientId: 'test-client',
      transactionId: 'test-transaction',
      ...more,
    });
  }

  /** `recordOwner` as an honest subgraph answers it for this person. */
  ownerHash(cprNumber: CprNumber): string {
    return recordOwnerOf(this.recordOwnerKey, cprNumber);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
