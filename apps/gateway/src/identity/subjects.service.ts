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

/** What stands for a citizen and their session outside of the gateway. */
interface References {
  readonly citizenId: string;
  readonly session: string;
  readonly recordOwners: Map<AuthorityName, string>;
}

/** Turns a verified citizen into what the engine and the authorities may know of them. */
@Injectable()
export class Subjects {
  /** As long as the verifier remembers the citizen: the same token gives the same object. */
  private readonly known = new WeakMap<VerifiedCitizen, References>();

  constructor(
    private readonly referenceKey: ReferenceKey,
    private readonly recordOwnerKeys: RecordOwnerKeys,
    private readonly exchange: ExchangeTokenSigner,
  ) {}

  of(citizen: VerifiedCitizen, transactionId: string): Subject {
    const references = this.referencesOf(citizen);
    return {
      citizenId: references.citizenId,
      recordOwnerFor: (authority) => this.recordOwnerFor(authority, citizen, references),
      tokenFor: (authority) =>
        this.exchange.sign({
          authority,
          citizenId: references.citizenId,
          cprNumber: citizen.cprNumber,
          acr: citizen.acr,
          sessionReference: references.session,
          clientId: citizen.clientId,
          transactionId,
        }),
    };
  }

  private referencesOf(citizen: VerifiedCitizen): References {
    const known = this.known.get(citizen);
    if (known !== undefined) return known;
    const { bytes: key } = this.referenceKey;
    const references = {
      citizenId: citizenReference(key, citizen.sessionId, citizen.subject),
      session: sessionReference(key, citizen.sessionId),
      recordOwners: new Map<AuthorityName, string>(),
    };
    this.known.set(citizen, references);
    return references;
  }

  private recordOwnerFor(
    authority: AuthorityName,
    { cprNumber }: VerifiedCitizen,
    { recordOwners }: References,
  ): string {
    const known = recordOwners.get(authority);
    if (known !== undefined) return known;
    const owner = recordOwnerOf(this.recordOwnerKeys.keyOf(authority), cprNumber);
    recordOwners.set(authority, owner);
    return owner;
  }
}
