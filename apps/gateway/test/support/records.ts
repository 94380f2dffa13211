import { createHash } from 'node:crypto';
import { parseCprNumber, type AuthorityName, type CprNumber } from '@app/domain';

/** Two citizens of the tests; numbers with day + 60, which are never issued. */
export const AASE = personNumber('6102701234');
export const BO = personNumber('7211852345');

type Section = Readonly<Record<string, unknown>>;

/** Twelve letters that stand in every text about this citizen and in nothing else. */
export function markOf(cprNumber: string): string {
  const digest = createHash('sha256').update(`mark ${cprNumber}`).digest();
  return [...digest.subarray(0, 12)].map((byte) => 'abcdefghijklmnopqrstuvwxyz'.charAt(byte % 26)).join('');
}

/** What each authority has on a citizen: every section of the overview, with the citizen's mark in every text. */
export function recordsOf(authority: AuthorityName, cprNumber: string): Section {
  const text = (value: string) => `${value} ${markOf(cprNumber)}`;
  switch (authority) {
    case 'cpr':
      return { person: person(cprNumber, text) };
    case 'udbetaling-danmark':
      return udk(text);
    default:
      return skat(text);
  }
}

/** Which sections of `me` each authority answers in the personal overview. */
export const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  cpr: ['person'],
  'udbetaling-danmark': ['benefits', 'payments', 'debtsToUdbetalingDanmark', 'statePensionOutlook'],
  skat: ['preliminaryTax', 'annualTax', 'claimsUnderCollection'],
};

function personNumber(digits: string): CprNumber {
  const number = parseCprNumber(digits);
  if (number === undefined) throw new TypeError('not a person number');
  return number;
}

function person(cprNumber: string, text: (value: string) => string): Section {
  const name = { given: text('Åse'), middle: null, family: text('Ærø'), full: text('Åse Ærø') };
  return {
    cprNumber,
    bornOn: '1970-02-01',
    status: 'ACTIVE',
    name,
    address: {
      line: text('Øster Allé 1'),
      postalCode: '2100',
      postalDistrict: text('København Ø'),
      municipalityCode: '0101',
      municipality: text('København'),
      effectiveFrom: '2010-05-01',
      effectiveTo: null,
    },
    earlierAddresses: [],
    withheld: [],
    protections: [{ kind: 'MARKETING', effectiveFrom: '2011-01-01', effectiveTo: null }],
    civilStatus: { kind: 'MARRIED', effectiveFrom: '1999-06-05' },
    citizenships: [{ countryCode: 'DK', effectiveFrom: null }],
    children: [{ name, bornOn: '2012-03-04', custody: 'SHARED', livesWithCitizen: true }],
    replacedCprNumbers: [],
  };
}

function udk(text: (value: string) => string): Section {
  const benefit = {
    id: text('b-1'),
    name: text('Boligstøtte'),
    status: 'CURRENT',
    grantedFrom: '2020-01-01',
    grantedTo: null,
    isTaxable: false,
    frequency: 'MONTHLY',
    amountPerPaymentOere: 123_400,
    nextPaymentOn: '2026-07-01',
  };
  const payment = { benefitId: text('b-1'), benefitName: text('Boligstøtte'), amountOere: 123_400 };
  return {
    benefits: [
      { __typename: 'HousingBenefit', ...benefit, householdIncomeOere: 30_000_000, householdSize: 2 },
      { __typename: 'ChildAndYouthBenefit', ...benefit, childBornOn: '2012-03-04', sharePercent: 50 },
    ],
    payments: { next: [{ ...payment, payOn: '2026-07-01' }], earlier: [{ ...payment, payOn: '2026-06-01' }] },
    debtsToUdbetalingDanmark: [
      {
        claimId: text('c-1'),
        description: text('For meget udbetalt'),
        originalAmountOere: 50_000,
        remainingOere: 20_000,
        payBy: '2026-08-01',
        status: 'UPCOMING',
        instalments: null,
      },
    ],
    statePensionOutlook: {
      pensionAgeMonths: 828,
      reachedOn: '2039-02-01',
      payableFrom: '2039-03-01',
      applyFrom: '2038-08-01',
      canApplyNow: false,
    },
  };
}

function skat(text: (value: string) => string): Section {
  return {
    preliminaryTax: {
      incomeYear: 2026,
      expectedIncomeOere: 40_000_000,
      monthlyDeductionOere: 500_000,
      withholdingPercent: 38,
      assessedOn: '2025-11-15',
    },
    annualTax: [
      {
        incomeYear: 2025,
        assessedOn: '2026-03-23',
        correctBy: '2026-05-01',
        taxableIncomeOere: 39_000_000,
        taxOere: 13_000_000,
        paidOere: 13_400_000,
        settlement: { __typename: 'TaxRefund', amountOere: 400_000, payOn: '2026-04-07', offsetOere: 0 },
      },
    ],
    claimsUnderCollection: {
      balance: { amountOere: 10_000, status: 'SENT_TO_COLLECTION' },
      claims: [
        {
          claimId: text('f-1'),
          typeCode: 'KFDAGIN',
          description: text('Daginstitution'),
          creditor: text('Ærø Kommune'),
          originalAmountOere: 10_000,
          remainingOere: 10_000,
          payBy: '2026-01-01',
          status: 'SENT_TO_COLLECTION',
          isOffset: false,
        },
      ],
    },
  };
}
