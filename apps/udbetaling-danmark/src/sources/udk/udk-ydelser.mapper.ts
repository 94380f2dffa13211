import type { PaymentFrequency } from '@app/domain';
import type { ChildAllowanceGrant, Grant, GrantStatus } from '../../benefit/grant.js';
import type { BevillingRow } from './udk-ydelser.reply.js';

const STATUS: Readonly<Record<BevillingRow['bevillingsstatus'], GrantStatus>> = {
  LOEBENDE: 'CURRENT',
  STANDSET: 'STOPPED',
  KOMMENDE: 'UPCOMING',
  OPHOERT: 'ENDED',
};

const FREQUENCY: Readonly<Record<BevillingRow['beregningsfrekvens'], PaymentFrequency>> = {
  MAANEDLIG: 'MONTHLY',
  KVARTALSVIS: 'QUARTERLY',
  HVER_14_DAG: 'FORTNIGHTLY',
  ENGANGS: 'ONCE',
};

type AllowanceRow = Extract<BevillingRow, { ydelsestype: 'BOERNETILSKUD' }>;

const ALLOWANCE_KIND: Readonly<Record<AllowanceRow['tilskudsart'], ChildAllowanceGrant['kind']>> = {
  ORDINAERT: 'ORDINARY',
  EKSTRA: 'EXTRA',
  SAERLIGT: 'SPECIAL',
  FLERBOERNSTILSKUD: 'MULTIPLE_BIRTH',
};

export function toGrant(row: BevillingRow): Grant {
  const common = {
    id: row.bevillingsId,
    name: row.ydelsesnavn,
    status: STATUS[row.bevillingsstatus],
    grantedFrom: row.bevillingStartDato,
    grantedTo: row.bevillingSlutDato,
    isTaxable: row.aSkattepligtig,
    frequency: FREQUENCY[row.beregningsfrekvens],
    amountPerPaymentOere: row.beloebOere,
    nextDueOn: row.naesteForfaldsdato,
  };
  switch (row.ydelsestype) {
    case 'FOLKEPENSION':
      return {
        ...common,
        type: 'StatePension',
        basicAmountOere: row.grundbeloebOere,
        supplementOere: row.pensionstillaegOere,
      };
    case 'FOERTIDSPENSION':
      return { ...common, type: 'DisabilityPension', grantedByMunicipalityCode: row.bevilgendeKommunenr };
    case 'BOLIGSTOETTE':
      return {
        ...common,
        type: 'HousingBenefit',
        householdIncomeOere: row.husstandsindkomstOere,
        householdSize: row.husstandsstoerrelse,
      };
    case 'BOERNE_OG_UNGEYDELSE':
      return {
        ...common,
        type: 'ChildAndYouthBenefit',
        childBornOn: row.barnFoedselsdato,
        sharePercent: row.andelProcent,
      };
    case 'BOERNETILSKUD':
      return {
        ...common,
        type: 'ChildAllowance',
        kind: ALLOWANCE_KIND[row.tilskudsart],
        declarationRequest: row.enligErklaering && {
          answerBy: row.enligErklaering.svarfrist,
          answeredOn: row.enligErklaering.besvaretDato,
        },
      };
    case 'BARSELSDAGPENGE':
      return {
        ...common,
        type: 'ParentalLeaveBenefit',
        amountPerWeekOere: row.ugebeloebOere,
        weeksLeft: row.resterendeUger,
      };
    case 'FERIEPENGE':
      return {
        ...common,
        type: 'HolidayPay',
        availableOere: row.tilRaadighedOere,
        availableDays: row.feriedageTilRaadighed,
        takeBy: row.afholdesSenest,
        isBlockedByOtherBenefit: row.udelukkendeYdelse,
      };
  }
}
