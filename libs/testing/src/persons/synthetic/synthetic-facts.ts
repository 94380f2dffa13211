import {
  addMonths,
  ageOn,
  calendarDate,
  childBenefitShare,
  partsOf,
  statePensionOutlook,
  type CalendarDate,
  type CprNumber,
} from '@app/domain';
import {
  childAllowances,
  childBenefit,
  disabilityPension,
  holidayPay,
  housingBenefit,
  parentalLeave,
  statePension,
  type Granted,
} from '../benefits.js';
import type { CitizenFacts, ClaimFacts, DebtFacts, TaxFacts } from '../citizen-facts.js';
import { childCitizenOf, citizenOf, claimOfDebt } from '../citizen.js';
import { between, choose, fraction, reference } from '../hash.js';
import { dayOfMonthAway, latestDayBefore } from '../relative-dates.js';
import { taxOf, type YearAccounts } from '../tax.js';
import { childrenFor, householdOf, type Adult, type Household } from './household.js';
import { CLAIM_KINDS, CREDITORS, DEBT_KINDS } from './names.js';
import { HOUSEHOLDS, seatOf } from './synthetic-number.js';

export const DEFAULT_POPULATION_SEED = 1;

/** The number of the head of a household; every index is another citizen. `index`: 0 to 8,191,999. */
export function syntheticCitizen(seed: number, index: number): CprNumber {
  if (!Number.isInteger(index) || index < 0 || index >= HOUSEHOLDS) throw new RangeError('no such synthetic citizen');
  const head = householdOf(seed, index).adults[0];
  if (head === undefined) throw new RangeError('a household without a head');
  return head.cprNumber;
}

/** Facts about a synthetic citizen; `undefined` for numbers under which nobody lives, and for those not born yet. */
export function syntheticFacts(seed: number, cprNumber: CprNumber, today: CalendarDate): CitizenFacts | undefined {
  const seat = seatOf(cprNumber);
  if (seat === undefined) return undefined;
  const household = householdOf(seed, seat.household);
  const adult = household.adults.find((member) => member.cprNumber === cprNumber);
  if (adult !== undefined) return adultFacts(seed, adult, household, today);
  const child = household.children.find((member) => member.cprNumber === cprNumber);
  const head = household.adults[0];
  if (child === undefined || head === undefined || child.bornOn > today) return undefined;
  const facts = childrenFor(head, household, today).find((member) => member.cprNumber === cprNumber);
  return facts === undefined ? undefined : childCitizenOf(facts, head.address);
}

function adultFacts(seed: number, adult: Adult, household: Household, today: CalendarDate): CitizenFacts {
  const partner = household.adults.find(({ role }) => role !== adult.role);
  const isMarried = household.living === 'MARRIED' && partner !== undefined;
  const debts = debtsOf(seed, adult.cprNumber, today);
  return citizenOf({
    cprNumber: adult.cprNumber,
    bornOn: adult.bornOn,
    name: adult.name,
    address: adult.address,
    person: {
      civilStatus: civilStatusOf(adult, household),
      ...(isMarried ? { spouse: partner.cprNumber } : {}),
      children: childrenFor(adult, household, today),
    },
    benefits: benefitsOf(seed, adult, household, today),
    debts,
    claims: claimsOf(seed, adult.cprNumber, debts, today),
    tax: taxFactsOf(seed, adult, today),
  });
}

function civilStatusOf(adult: Adult, { living, since }: Household): { code: string; from: CalendarDate } {
  if (living === 'MARRIED') return { code: 'G', from: since };
  return living === 'PARTED' ? { code: 'F', from: since } : { code: 'U', from: adult.bornOn };
}

function benefitsOf(
  seed: number,
  adult: Adult,
  household: Household,
  today: CalendarDate,
): readonly (Granted | undefined)[] {
  const owner = adult.cprNumber;
  const draw = (what: string) => fraction(seed, owner, what);
  const minors = childrenFor(adult, household, today).filter(({ custody }) => custody !== 'NONE');
  const custody = household.living === 'SINGLE' ? 'SOLE' : 'SHARED';
  const share = childBenefitShare(today, {
    custody,
    receivedWhole: adult.role === 'HEAD',
    ...(household.living === 'PARTED' ? { partedOn: household.since } : {}),
  });
  const { reachedOn, payableFrom } = statePensionOutlook(adult.bornOn);
  const isPensioner = reachedOn < today && payableFrom <= today;
  const age = ageOn(today, adult.bornOn);
  const isDisabled = !isPensioner && age >= 40 && draw('disabled') < 0.06;
  const isAlone = household.living === 'SINGLE' || household.living === 'PARTED';
  const newborn = minors.find(({ bornOn }) => addMonths(bornOn, 10) > today);
  const since = calendarDate(
    partsOf(today).year - between(2, 8, seed, owner, 'since'),
    between(1, 12, seed, owner, 'month'),
    1,
  );
  return [
    isPensioner ? statePension(owner, isAlone ? 'SINGLE' : 'COUPLE', payableFrom, today) : undefined,
    isDisabled ? disabilityPension(owner, adult.address.municipalityCode, since, today) : undefined,
    ...(share === 0 ? [] : minors.map((child) => childBenefit(owner, child, share, today))),
    ...(custody === 'SOLE' && minors.length > 0
      ? childAllowances(
          owner,
          minors.length,
          { answerBy: latestDayBefore(today, 11, 30), answeredOn: latestDayBefore(today, 11, 20) },
          today,
        )
      : []),
    newborn !== undefined && !isPensioner && !isDisabled && adult.gender === 'FEMALE'
      ? parentalLeave(owner, { from: newborn.bornOn, weeks: 40 }, today)
      : undefined,
    isAlone && draw('housing') < 0.4
      ? housingBenefit(
          owner,
          {
            incomeOere: amount(120_000, 260_000, seed, owner, 'household'),
            size: 1 + minors.length,
            amountOere: amount(600, 3_400, seed, owner, 'housing'),
          },
          since,
          today,
        )
      : undefined,
    !isPensioner && !isDisabled && draw('holiday') < 0.4
      ? holidayPay(
          owner,
          {
            availableOere: amount(2_000, 38_000, seed, owner, 'holiday'),
            availableDays: between(10, 250, seed, owner, 'days') / 10,
            isBlockedByOtherBenefit: draw('blocked') < 0.1,
          },
          today,
        )
      : undefined,
  ];
}

function debtsOf(seed: number, owner: CprNumber, today: CalendarDate): readonly DebtFacts[] {
  if (fraction(seed, owner, 'debt') >= 0.12) return [];
  const originalAmountOere = amount(800, 24_000, seed, owner, 'debt amount');
  const isSentToCollection = fraction(seed, owner, 'sent') < 0.5;
  return [
    {
      claimId: reference('FORDR', owner, 'udk'),
      description: choose(DEBT_KINDS, seed, owner, 'debt kind'),
      originalAmountOere,
      remainingOere: originalAmountOere - Math.floor(originalAmountOere * fraction(seed, owner, 'paid off')),
      payBy: dayOfMonthAway(today, isSentToCollection ? -9 : between(-2, 2, seed, owner, 'pay by'), 1),
      isSentToCollection,
      ...(fraction(seed, owner, 'instalments') < 0.3
        ? { instalments: { amountPerMonthOere: 30_000, nextOn: dayOfMonthAway(today, 1, 1) } }
        : {}),
    },
  ];
}

function claimsOf(
  seed: number,
  owner: CprNumber,
  debts: readonly DebtFacts[],
  today: CalendarDate,
): readonly ClaimFacts[] {
  const fromUdk = debts
    .filter(({ isSentToCollection }) => isSentToCollection)
    .map((debt) => claimOfDebt(debt, 'UDKGAEL', fraction(seed, owner, 'offset') < 0.5));
  if (fraction(seed, owner, 'claim') >= 0.1) return fromUdk;
  const remainingOere = amount(250, 15_000, seed, owner, 'claim amount');
  return [
    ...fromUdk,
    {
      claimId: reference('FORDR', owner, 'other'),
      ...choose(CLAIM_KINDS, seed, owner, 'claim kind'),
      creditor: choose(CREDITORS, seed, owner, 'creditor'),
      originalAmountOere: remainingOere * 2,
      remainingOere,
      payBy: dayOfMonthAway(today, -between(1, 20, seed, owner, 'claim month'), 1),
      isSentToCollection: true,
      isOffset: false,
    },
  ];
}

function taxFactsOf(seed: number, adult: Adult, today: CalendarDate): TaxFacts {
  const owner = adult.cprNumber;
  const income = amount(180_000, 720_000, seed, owner, 'income');
  const accounts = [1, 2].map((yearsBack): YearAccounts => {
    const taxableIncomeOere = Math.round(income * (1 - 0.02 * yearsBack));
    const taxOere = Math.round(taxableIncomeOere * 0.36);
    const paidOere =
      taxOere +
      (fraction(seed, owner, 'settlement', yearsBack) < 0.75 ? 1 : -1) *
        amount(100, 9_000, seed, owner, 'settlement', yearsBack);
    return { taxableIncomeOere, taxOere, paidOere };
  });
  const preliminary = {
    expectedIncomeOere: income,
    monthlyDeductionOere: amount(4_300, 6_900, seed, owner, 'deduction'),
    withholdingPercent: between(35, 43, seed, owner, 'percent'),
  };
  return taxOf(preliminary, accounts, today);
}

/** An amount in øre, so fine that two citizens seldom share one. Bounds in kroner. */
function amount(minKroner: number, maxKroner: number, ...parts: readonly (string | number)[]): number {
  return between(minKroner * 100, maxKroner * 100, ...parts);
}
