import { constants, createHmac, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CLAIMS } from '../src/claims.js';
import { acrOf } from '../src/nsis-level.js';

export const ISSUER = 'https://login.example.test';
export const AUDIENCE = 'urn:mit-overblik:gateway';
export const CITIZEN_CPR = '6110851234';
/** The instant at which the workshop's tokens are fresh. */
export const NOW = new Date('2026-03-02T09:00:00Z');
export const NOW_SECONDS = NOW.getTime() / 1000;

export type Members = Readonly<Record<string, unknown>>;
type Signature = (signingInput: string) => string;

/** Makes honest and dishonest tokens out of plain text, so that nothing a library refuses to write is out of reach. */
export class TokenWorkshop {
  readonly ec: KeyObject;
  readonly rsa: KeyObject;
  private readonly ecPublic: KeyObject;
  private readonly rsaPublic: KeyObject;

  constructor(readonly ecKeyId = 'key-1') {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    [this.ec, this.ecPublic, this.rsa, this.rsaPublic] = [ec.privateKey, ec.publicKey, rsa.privateKey, rsa.publicKey];
  }

  jwks(): { keys: JsonWebKey[] } {
    return {
      keys: [
        { ...this.ecPublic.export({ format: 'jwk' }), kid: this.ecKeyId, use: 'sig', alg: 'ES256' },
        { ...this.rsaPublic.export({ format: 'jwk' }), kid: 'rsa-1', use: 'sig' },
      ],
    };
  }

  get publicJwk(): JsonWebKey {
    return this.ecPublic.export({ format: 'jwk' });
  }

  header(changes: Members = {}): Members {
    return { alg: 'ES256', typ: 'at+jwt', kid: this.ecKeyId, ...changes };
  }

  claims(changes: Members = {}): Members {
    return {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: 'urn:uuid:5f3c1a52-6a0f-4f1e-9a3e-000000000001',
      [CLAIMS.cprNumber]: CITIZEN_CPR,
      [CLAIMS.loa]: 'Substantial',
      [CLAIMS.ial]: 'Substantial',
      [CLAIMS.aal]: 'High',
      acr: acrOf('Substantial'),
      sid: 'session-1',
      client_id: 'mit-overblik-cli',
      scope: 'openid',
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 600,
      jti: 'token-1',
      ...changes,
    };
  }

  /** A token with these claims; `undefined` leaves a claim out. */
  token(claims: Members = {}, header: Members = {}): string {
    return this.write(JSON.stringify(this.header(header)), JSON.stringify(this.claims(claims)), this.es256);
  }

  /** A token out of the very text of header and claims. */
  write(header: string, claims: string, signature: Signature): string {
    const input = `${encoded(header)}.${encoded(claims)}`;
    return `${input}.${signature(input)}`;
  }

  readonly es256: Signature = (input) =>
    sign('sha256', Buffer.from(input), { key: this.ec, dsaEncoding: 'ieee-p1363' }).toString('base64url');

  readonly ps256: Signature = (input) =>
    sign('sha256', Buffer.from(input), {
      key: this.rsa,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    }).toString('base64url');

  readonly rs256: Signature = (input) => sign('sha256', Buffer.from(input), this.rsa).toString('base64url');

  /** The old trick: the public key as the secret of a symmetric algorithm. */
  readonly hs256WithPublicKey: Signature = (input) =>
    createHmac('sha256', this.ecPublic.export({ format: 'pem', type: 'spki' }))
      .update(input)
      .digest('base64url');
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
