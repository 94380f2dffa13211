import type { CalendarDate, CprNumber } from '@app/domain';
import type { AnnualTaxFacts, TaxFacts } from '@app/testing';
import { kroner } from './kroner.js';

/** Reply of Skattestyrelsen: the number asked for on top, the record's own number in each row. */
export interface Opgoerelser {
  readonly personnummer: CprNumber;
  readonly forskudsopgoerelse: Forskudsopgoerelse | null;
  readonly aarsopgoerelser: readonly Aarsopgoerelse[];
}

interface Forskudsopgoerelse {
  readonly personnummer: CprNumber;
  readonly indkomstaar: number;
  readonly forventetIndkomst: string;
  readonly maanedsfradrag: string;
  readonly traekprocent: number;
  readonly opgjortDato: CalendarDate;
}

interface Aarsopgoerelse {
  readonly personnummer: CprNumber;
  readonly indkomstaar: number;
  readonly opgjortDato: CalendarDate;
  readonly rettesSenestDato: CalendarDate;
  readonly skattepligtigIndkomst: string;
  readonly beregnetSkat: string;
  readonly betaltSkat: string;
  readonly afregning: Afregning | null;
}

type Afregning =
  | {
      readonly art: 'OVERSKYDENDE_SKAT';
      readonly beloeb: string;
      readonly modregnetBeloeb: string;
      readonly udbetalingsdato: CalendarDate | null;
    }
  | { readonly art: 'RESTSKAT'; readonly beloeb: string; readonly betalesSenestDato: CalendarDate };

export function toOpgoerelser(envelope: CprNumber, owner: CprNumber, { preliminary, annual }: TaxFacts): Opgoerelser {
  return {
    personnummer: envelope,
    forskudsopgoerelse:
      preliminary === undefined
        ? null
        : {
            personnummer: owner,
            indkomstaar: preliminary.incomeYear,
            forventetIndkomst: kroner(preliminary.expectedIncomeOere),
            maanedsfradrag: kroner(preliminary.monthlyDeductionOere),
            traekprocent: preliminary.withholdingPercent,
            opgjortDato: preliminary.assessedOn,
          },
    aarsopgoerelser: annual.map((year) => toAarsopgoerelse(owner, year)),
  };
}

function toAarsopgoerelse(owner: CprNumber, year: AnnualTaxFacts): Aarsopgoerelse {
  return {
    personnummer: owner,
    indkomstaar: year.incomeYear,
    opgjortDato: year.assessedOn,
    rettesSenestDato: year.correctBy,
    skattepligtigIndkomst: kroner(year.taxableIncomeOere),
    beregnetSkat: kroner(year.taxOere),
    betaltSkat: kroner(year.paidOere),
    afregning: toAfregning(year),
  };
}

function toAfregning({
  taxOere,
  paidOere,
  refundDueOn,
  offsetOere = 0,
  residualPayBy,
}: AnnualTaxFacts): Afregning | null {
  const balanceOere = paidOere - taxOere;
  if (balanceOere > 0) {
    return {
      art: 'OVERSKYDENDE_SKAT',
      beloeb: kroner(balanceOere),
      modregnetBeloeb: kroner(offsetOere),
      udbetalingsdato: refundDueOn ?? null,
    };
  }
  if (balanceOere < 0 && residualPayBy !== undefined) {
    return { art: 'RESTSKAT', beloeb: kroner(-balanceOere), betalesSenestDato: residualPayBy };
  }
  return null;
}
