import type { RegisteredClaim } from '../../claim/claim.js';
import type { FordringRow } from './skat-claims.reply.js';

export function toRegisteredClaim(row: FordringRow): RegisteredClaim {
  return {
    claimId: row.fordringsId,
    typeCode: row.fordringstypekode,
    description: row.fordringsart,
    creditor: row.fordringshaver,
    originalAmountOere: row.oprindeligtBeloeb,
    remainingOere: row.restBeloeb,
    payBy: row.sidsteRettidigeBetalingsdato,
    isSentToCollection: row.status === 'UNDER_INDDRIVELSE',
    isOffset: row.modregnes,
  };
}
