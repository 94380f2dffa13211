import type { BenefitFacts, BenefitKind, CitizenFacts, DebtFacts, PaymentFacts } from '@app/testing';

/** How Udbetaling Danmark writes what is true about a person: names, codes and rows of its own lists. */

/** CVR number of Udbetaling Danmark, its code in lists of authorities. */
export const UDK_CODE = '33236252';

export const SYSTEM = {
  ItSystemID: '5d1f7a52-3a7e-4d0b-9a53-2f6b1c8e4a90',
  ItSystemnavn: `${UDK_CODE}-UDKYDELSER`,
  MyndighedsId: UDK_CODE,
} as const;

const KINDS: Readonly<Record<BenefitKind, { readonly name: string; readonly isTaxable: boolean }>> = {
  FOLKEPENSION: { name: 'Folkepension', isTaxable: true },
  FOERTIDSPENSION: { name: 'Førtidspension', isTaxable: true },
  BOLIGSTOETTE: { name: 'Boligstøtte', isTaxable: false },
  BOERNE_OG_UNGEYDELSE: { name: 'Børne- og ungeydelse', isTaxable: false },
  BOERNETILSKUD: { name: 'Børnetilskud', isTaxable: false },
  BARSELSDAGPENGE: { name: 'Barselsdagpenge', isTaxable: true },
  FERIEPENGE: { name: 'Feriepenge', isTaxable: true },
};

const ALLOWANCES: Readonly<
  Record<NonNullable<BenefitFacts['allowanceKind']>, { readonly code: string; readonly name: string }>
> = {
  ORDINARY: { code: 'ORDINAERT', name: 'Ordinært børnetilskud' },
  EXTRA: { code: 'EKSTRA', name: 'Ekstra børnetilskud' },
  SPECIAL: { code: 'SAERLIGT', name: 'Særligt børnetilskud' },
  MULTIPLE_BIRTH: { code: 'FLERBOERNSTILSKUD', name: 'Flerbørnstilskud' },
};

const STATUS: Readonly<Record<BenefitFacts['status'], string>> = {
  CURRENT: 'LOEBENDE',
  STOPPED: 'STANDSET',
  UPCOMING: 'KOMMENDE',
  ENDED: 'OPHOERT',
};

const FREQUENCY: Readonly<Record<BenefitFacts['frequency'], string>> = {
  MONTHLY: 'MAANEDLIG',
  QUARTERLY: 'KVARTALSVIS',
  FORTNIGHTLY: 'HVER_14_DAG',
  ONCE: 'ENGANGS',
};

type Row = Readonly<Record<string, unknown>>;

export function ydelserOf({ cprNumber, benefits }: CitizenFacts): readonly Row[] {
  return benefits.map((benefit) => ({
    'CPR-nr': cprNumber,
    bevillingsId: benefit.id,
    ydelsestype: benefit.kind,
    ydelsesnavn: nameOf(benefit),
    bevillingsstatus: STATUS[benefit.status],
    bevillingStartDato: benefit.grantedFrom,
    bevillingSlutDato: benefit.grantedTo ?? null,
    aSkattepligtig: KINDS[benefit.kind].isTaxable,
    beregningsfrekvens: FREQUENCY[benefit.frequency],
    beloebOere: benefit.amountOere ?? null,
    naesteForfaldsdato: benefit.nextDueOn ?? null,
    ...ownFieldsOf(benefit),
  }));
}

export function udbetalingerOf({ cprNumber, benefits, paymentsMade }: CitizenFacts): readonly Row[] {
  const names = new Map(benefits.map((benefit) => [benefit.id, nameOf(benefit)]));
  return paymentsMade.map((payment: PaymentFacts, index) => ({
    'CPR-nr': cprNumber,
    udbetalingsId: `${payment.benefitId}-${payment.paidOn}-${index}`,
    bevillingsId: payment.benefitId,
    ydelsesnavn: names.get(payment.benefitId) ?? KINDS[payment.kind].name,
    dispositionsdato: payment.paidOn,
    beloebOere: payment.amountOere,
  }));
}

export function fordringerOf({ cprNumber, debts }: CitizenFacts): readonly Row[] {
  return debts.map((debt: DebtFacts) => ({
    'CPR-nr': cprNumber,
    fordringsId: debt.claimId,
    fordringsart: debt.description,
    oprindeligtBeloebOere: debt.originalAmountOere,
    restBeloebOere: debt.remainingOere,
    sidsteRettidigeBetalingsdato: debt.payBy,
    sendtTilGaeldsstyrelsen: debt.isSentToCollection,
    afdragsordning:
      debt.instalments === undefined
        ? null
        : {
            afdragPrMaanedOere: debt.instalments.amountPerMonthOere,
            naesteAfdragsdato: debt.instalments.nextOn ?? null,
          },
  }));
}

function nameOf({ kind, allowanceKind }: BenefitFacts): string {
  return allowanceKind === undefined ? KINDS[kind].name : ALLOWANCES[allowanceKind].name;
}

/** What rows of this kind bear and others do not. */
function ownFieldsOf(benefit: BenefitFacts): Row {
  switch (benefit.kind) {
    case 'FOLKEPENSION':
      return { grundbeloebOere: benefit.basicAmountOere ?? null, pensionstillaegOere: benefit.supplementOere ?? null };
    case 'FOERTIDSPENSION':
      return { bevilgendeKommunenr: benefit.municipalityCode ?? null };
    case 'BOLIGSTOETTE':
      return {
        husstandsindkomstOere: benefit.householdIncomeOere ?? null,
        husstandsstoerrelse: benefit.householdSize ?? null,
      };
    case 'BOERNE_OG_UNGEYDELSE':
      return { barnFoedselsdato: benefit.child?.bornOn, andelProcent: benefit.child?.sharePercent };
    case 'BOERNETILSKUD':
      return {
        tilskudsart: ALLOWANCES[benefit.allowanceKind ?? 'ORDINARY'].code,
        enligErklaering:
          benefit.declaration === undefined
            ? null
            : { svarfrist: benefit.declaration.answerBy, besvaretDato: benefit.declaration.answeredOn ?? null },
      };
    case 'BARSELSDAGPENGE':
      return { ugebeloebOere: benefit.amountPerWeekOere ?? null, resterendeUger: benefit.weeksLeft ?? null };
    case 'FERIEPENGE':
      return {
        tilRaadighedOere: benefit.availableOere,
        feriedageTilRaadighed: benefit.availableDays,
        afholdesSenest: benefit.takeBy,
        udelukkendeYdelse: benefit.isBlockedByOtherBenefit ?? null,
      };
  }
}
