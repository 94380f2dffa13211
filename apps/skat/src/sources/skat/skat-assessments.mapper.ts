import {
  newestFirst,
  refundOf,
  residualTaxOf,
  type AnnualTaxAssessment,
  type PreliminaryTaxAssessment,
  type TaxAssessments,
  type TaxSettlement,
} from '../../tax/tax-assessment.js';
import type { AarsopgoerelseRow, ForskudsopgoerelseRow, OpgoerelserReply } from './skat-assessments.reply.js';

export function toTaxAssessments(reply: OpgoerelserReply): TaxAssessments {
  return {
    preliminary: reply.forskudsopgoerelse === null ? null : toPreliminary(reply.forskudsopgoerelse),
    annual: newestFirst(reply.aarsopgoerelser.map(toAnnual)),
  };
}

function toPreliminary(row: ForskudsopgoerelseRow): PreliminaryTaxAssessment {
  return {
    incomeYear: row.indkomstaar,
    expectedIncomeOere: row.forventetIndkomst,
    monthlyDeductionOere: row.maanedsfradrag,
    withholdingPercent: row.traekprocent,
    assessedOn: row.opgjortDato,
  };
}

function toAnnual(row: AarsopgoerelseRow): AnnualTaxAssessment {
  return {
    incomeYear: row.indkomstaar,
    assessedOn: row.opgjortDato,
    correctBy: row.rettesSenestDato,
    taxableIncomeOere: row.skattepligtigIndkomst,
    taxOere: row.beregnetSkat,
    paidOere: row.betaltSkat,
    settlement: row.afregning === null ? null : toSettlement(row.afregning),
  };
}

function toSettlement(afregning: NonNullable<AarsopgoerelseRow['afregning']>): TaxSettlement | null {
  switch (afregning.art) {
    case 'OVERSKYDENDE_SKAT':
      return refundOf(afregning.beloeb, afregning.udbetalingsdato, afregning.modregnetBeloeb);
    case 'RESTSKAT':
      return residualTaxOf(afregning.beloeb, afregning.betalesSenestDato);
  }
}
