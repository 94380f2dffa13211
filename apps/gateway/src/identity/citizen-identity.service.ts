import { ExposureError } from '@app/errors';
import { AccessTokenVerifier, readBearerToken, type VerifiedCitizen } from '@app/identity';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';

/** Tells who asks, from the access token and nothing else. */
@Injectable()
export class CitizenIdentity {
  constructor(private readonly verifier: AccessTokenVerifier) {}

  /** Errors: `TOKEN_MISSING`, `TOKEN_INVALID`, `TOKEN_EXPIRED`, `ASSURANCE_TOO_LOW`, `SUBJECT_NOT_ALLOWED`, `KEYS_UNAVAILABLE`. */
  async identify(request: Request): Promise<VerifiedCitizen> {
    const [authorization, ...others] = request.headersDistinct['authorization'] ?? [];
    // Which of two would count is a question that must not arise.
    if (others.length > 0) throw new ExposureError('TOKEN_INVALID', { reason: 'twice' });
    // Addresses end up in logs on the way here: a client that puts its token there must learn of it at once.
    if ('access_token' in request.query) throw new ExposureError('TOKEN_INVALID', { reason: 'address' });
    return this.verifier.verify(readBearerToken(authorization));
  }

  /** The same, for entries that serve invented persons only. */
  async identifyTestPerson(request: Request): Promise<VerifiedCitizen> {
    const citizen = await this.identify(request);
    if (!citizen.isTestPerson) throw new ExposureError('SUBJECT_NOT_ALLOWED');
    return citizen;
  }
}
