import type { AuthorityName } from '@app/domain';
import type { Subject } from '@app/federation';
import {
  ExchangeTokenSigner,
  citizenReference,
  recordOwnerOf,
  sessionReference,
  type VerifiedCitizen,
} from '@app/identity';
import { Injectable } from '@nestjs/common';
import { RecordOwnerKeys } from './record-owner-keys.service.js';
import { ReferenceKey } from './reference-key.service.js';

/** Turns a verified citizen into what the engine and the authorities may know of them. */
@Injectable()
export class Subjects {
  constructor(
    private readonly referenceKey: ReferenceKey,
    private readonly recordOwnerKeys: RecordOwnerKeys,
    private readonly exchange: ExchangeTokenSigner,
  ) {}

  of(citizen: VerifiedCitizen, transactionId: string): Subject {
    const key = this.referenceKey.bytes;
    const citizenId = citizenReference(key, citizen.sessionId, citizen.subject);
    const session = sessionReference(key, citizen.sessionId);
    return {
      citizenId,
      recordOwnerFor: (authority: AuthorityName) =>
        recordOwnerOf(this.recordOwnerKeys.keyOf(authority), citizen.cprNumber),
      tokenFor: (authority: AuthorityName) =>
        this.exchange.sign({
          authority,
          citizenId,
          cprNumber: citizen.cprNumber,
          acr: citizen.acr,
          sessionReference: session,
          clientId: citizen.clientId,
          transactionId,
        }),
    };
  }
}
