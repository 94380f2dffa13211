import type { IncomingMessage } from 'node:http';
import { ExposureError } from '@app/errors';
import { AccessTokenVerifier, readBearerToken, type VerifiedCitizen } from '@app/identity';
import { Injectable } from '@nestjs/common';

/** Tells who asks, from the access token and nothing else. */
@Injectable()
export class CitizenIdentity {
  constructor(private readonly verifier: AccessTokenVerifier) {}

  /** Errors: `TOKEN_MISSING`, `TOKEN_INVALID`, `TOKEN_EXPIRED`, `ASSURANCE_TOO_LOW`, `SUBJECT_NOT_ALLOWED`, `KEYS_UNAVAILABLE`. */
  async identify(request: IncomingMessage): Promise<VerifiedCitizen> {
    // Which of two would count is a question that must not arise.
    if (countHeaders(request, 'authorization') > 1) throw new ExposureError('TOKEN_INVALID', { reason: 'twice' });
    // Addresses end up in logs on the way here: a client that puts its token there must learn of it at once.
    if (queryOf(request)?.has('access_token') === true) throw new ExposureError('TOKEN_INVALID', { reason: 'address' });
    return this.verifier.verify(readBearerToken(request.headers.authorization));
  }

  /** The same, for entries that serve invented persons only. */
  async identifyTestPerson(request: IncomingMessage): Promise<VerifiedCitizen> {
    const citizen = await this.identify(request);
    if (!citizen.isTestPerson) throw new ExposureError('SUBJECT_NOT_ALLOWED');
    return citizen;
  }
}

/** `headers` keeps the first of several. */
function countHeaders({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}

function queryOf({ url = '' }: IncomingMessage): URLSearchParams | undefined {
  const at = url.indexOf('?');
  return at === -1 ? undefined : new URLSearchParams(url.slice(at + 1));
}
