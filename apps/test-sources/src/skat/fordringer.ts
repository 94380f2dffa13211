import type { CalendarDate, CprNumber } from '@app/domain';
import type { ClaimFacts } from '@app/testing';
import { kroner } from './kroner.js';

/** Reply of Gældsstyrelsen: the number asked for on top, the record's own number in each row. */
export interface Fordringer {
  readonly personnummer: CprNumber;
  readonly fordringer: readonly Fordring[];
}

interface Fordring {
  readonly personnummer: CprNumber;
  readonly fordringsId: string;
  readonly fordringstypekode: string;
  readonly fordringsart: string;
  readonly fordringshaver: string;
  readonly oprindeligtBeloeb: string;
  readonly restBeloeb: string;
  readonly sidsteRettidigeBetalingsdato: CalendarDate;
  readonly status: 'HOS_FORDRINGSHAVER' | 'UNDER_INDDRIVELSE';
  readonly modregnes: boolean;
}

export function toFordringer(envelope: CprNumber, owner: CprNumber, claims: readonly ClaimFacts[]): Fordringer {
  return { personnummer: envelope, fordringer: claims.map((claim) => toFordring(owner, claim)) };
}

function toFordring(owner: CprNumber, claim: ClaimFacts): Fordring {
  return {
    personnummer: owner,
    fordringsId: claim.claimId,
    fordringstypekode: claim.typeCode,
    fordringsart: claim.description,
    fordringshaver: claim.creditor,
    oprindeligtBeloeb: kroner(claim.originalAmountOere),
    restBeloeb: kroner(claim.remainingOere),
    sidsteRettidigeBetalingsdato: claim.payBy,
    status: claim.isSentToCollection ? 'UNDER_INDDRIVELSE' : 'HOS_FORDRINGSHAVER',
    modregnes: claim.isOffset,
  };
}
