import type { ClaimOnCitizen } from '../../debt/debt.js';
import type { FordringRow } from './udk-gaeld.reply.js';

export function toClaim(row: FordringRow): ClaimOnCitizen {
  return {
    claimId: row.fordringsId,
    description: row.fordringsart,
    originalAmountOere: row.oprindeligtBeloebOere,
    remainingOere: row.restBeloebOere,
    payBy: row.sidsteRettidigeBetalingsdato,
    isSentToCollection: row.sendtTilGaeldsstyrelsen,
    instalments: row.afdragsordning && {
      amountPerMonthOere: row.afdragsordning.afdragPrMaanedOere,
      nextOn: row.afdragsordning.naesteAfdragsdato,
    },
  };
}
