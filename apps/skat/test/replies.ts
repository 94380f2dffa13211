import type { CprNumber } from '@app/domain';
import type { CitizenFacts } from '@app/testing';
import { citizen } from './an-access.js';

/** Replies of the two source APIs as the authority writes them. `owner`: the number that the rows bear. */

export function noOpgoerelser(asked: CprNumber = citizen) {
  return { json: { personnummer: asked, forskudsopgoerelse: null, aarsopgoerelser: [] } };
}

export function noFordringer(asked: CprNumber = citizen) {
  return { json: { personnummer: asked, fordringer: [] } };
}

export function opgoerelser(asked: CprNumber = citizen, owner: CprNumber = asked) {
  return {
    json: {
      personnummer: asked,
      forskudsopgoerelse: {
        personnummer: owner,
        indkomstaar: 2026,
        forventetIndkomst: '426000.00',
        maanedsfradrag: '5123.00',
        traekprocent: 38,
        opgjortDato: '2025-11-15',
      },
      aarsopgoerelser: [
        {
          personnummer: owner,
          indkomstaar: 2025,
          opgjortDato: '2026-03-23',
          rettesSenestDato: '2026-05-20',
          skattepligtigIndkomst: '401520.00',
          beregnetSkat: '138200.00',
          betaltSkat: '142319.00',
          afregning: {
            art: 'OVERSKYDENDE_SKAT',
            beloeb: '4119.00',
            modregnetBeloeb: '0.00',
            udbetalingsdato: '2026-04-05',
          },
        },
      ],
    },
  };
}

export function fordringer(asked: CprNumber = citizen, owner: CprNumber = asked) {
  return {
    json: {
      personnummer: asked,
      fordringer: [
        {
          personnummer: owner,
          fordringsId: 'FORDR-1',
          fordringstypekode: 'KFDAGIN',
          fordringsart: 'Daginstitution, restance på Ærø',
          fordringshaver: 'Ærø Kommune',
          oprindeligtBeloeb: '3420.00',
          restBeloeb: '1800.00',
          sidsteRettidigeBetalingsdato: '2026-01-01',
          status: 'UNDER_INDDRIVELSE',
          modregnes: false,
        },
      ],
    },
  };
}

const kroner = (oere: number): string => (oere / 100).toFixed(2);

/** What the authority would answer about a person of the facts. Amounts of test persons are small enough for this arithmetic. */
export function opgoerelserOf({ cprNumber: personnummer, tax }: CitizenFacts) {
  const { preliminary, annual } = tax;
  return {
    json: {
      personnummer,
      forskudsopgoerelse:
        preliminary === undefined
          ? null
          : {
              personnummer,
              indkomstaar: preliminary.incomeYear,
              forventetIndkomst: kroner(preliminary.expectedIncomeOere),
              maanedsfradrag: kroner(preliminary.monthlyDeductionOere),
              traekprocent: preliminary.withholdingPercent,
              opgjortDato: preliminary.assessedOn,
            },
      aarsopgoerelser: annual.map((year) => ({
        personnummer,
        indkomstaar: year.incomeYear,
        opgjortDato: year.assessedOn,
        rettesSenestDato: year.correctBy,
        skattepligtigIndkomst: kroner(year.taxableIncomeOere),
        beregnetSkat: kroner(year.taxOere),
        betaltSkat: kroner(year.paidOere),
        afregning: afregningOf(year),
      })),
    },
  };
}

function afregningOf(year: CitizenFacts['tax']['annual'][number]) {
  if (year.refundDueOn !== undefined) {
    return {
      art: 'OVERSKYDENDE_SKAT',
      beloeb: kroner(year.paidOere - year.taxOere),
      modregnetBeloeb: kroner(year.offsetOere ?? 0),
      udbetalingsdato: year.refundDueOn,
    };
  }
  if (year.residualPayBy === undefined) return null;
  return { art: 'RESTSKAT', beloeb: kroner(year.taxOere - year.paidOere), betalesSenestDato: year.residualPayBy };
}

export function fordringerOf({ cprNumber: personnummer, claims }: CitizenFacts) {
  return {
    json: {
      personnummer,
      fordringer: claims.map((claim) => ({
        personnummer,
        fordringsId: claim.claimId,
        fordringstypekode: claim.typeCode,
        fordringsart: claim.description,
        fordringshaver: claim.creditor,
        oprindeligtBeloeb: kroner(claim.originalAmountOere),
        restBeloeb: kroner(claim.remainingOere),
        sidsteRettidigeBetalingsdato: claim.payBy,
        status: claim.isSentToCollection ? 'UNDER_INDDRIVELSE' : 'HOS_FORDRINGSHAVER',
        modregnes: claim.isOffset,
      })),
    },
  };
}
