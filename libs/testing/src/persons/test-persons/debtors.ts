import type { CalendarDate } from '@app/domain';
import { holidayPay, housingBenefit } from '../benefits.js';
import type { ClaimFacts, DebtFacts } from '../citizen-facts.js';
import { citizenOf, claimOfDebt } from '../citizen.js';
import { reference } from '../hash.js';
import { PLACES } from '../places.js';
import { dayOfMonthAway } from '../relative-dates.js';
import { taxOf } from '../tax.js';
import type { TestPerson } from '../test-person.js';
import { testNumber } from '../test-number.js';

/** People who owe, and one who may not be paid. */

const DEBTOR = testNumber('1984-12-01', 'MALE');

/** An instalment plan stops reminders, but the claim stays registered for offset until it is paid. */
const debtInInstalments = (today: CalendarDate): DebtFacts => ({
  claimId: reference('FORDR', DEBTOR, 'boligstoette'),
  description: 'For meget udbetalt boligstøtte',
  originalAmountOere: 1_240_000,
  remainingOere: 840_000,
  payBy: dayOfMonthAway(today, -8, 1),
  isSentToCollection: true,
  instalments: { amountPerMonthOere: 50_000, nextOn: dayOfMonthAway(today, 1, 1) },
});

const debtorInstalments: TestPerson = {
  key: 'debtor-instalments',
  situation: {
    da: 'Afdragsordning hos Udbetaling Danmark og modregning hos Gældsstyrelsen: samme krav to steder',
    en: 'Instalment plan at Udbetaling Danmark and offset at Gældsstyrelsen: the same claim in two places',
  },
  cprNumber: DEBTOR,
  facts: (today) =>
    citizenOf({
      cprNumber: DEBTOR,
      bornOn: '1984-12-01',
      name: { given: 'Skyldig', family: 'Afdragsen' },
      address: { street: 'Gældsbækvej', houseNumber: '100', ...PLACES.roenne, from: '2016-01-01' },
      benefits: [housingBenefit(DEBTOR, { incomeOere: 22_800_000, size: 1, amountOere: 96_200 }, '2016-02-01', today)],
      debts: [debtInInstalments(today)],
      claims: [claimOfDebt(debtInInstalments(today), 'UDKBOST', true)],
      tax: taxOf(
        { expectedIncomeOere: 22_800_000, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 22_140_000, taxOere: 6_210_000, paidOere: 6_590_000, offsetOere: 380_000 }],
        today,
      ),
    }),
};

const HOLIDAY_PAY = testNumber('1997-11-22', 'MALE');

const holidayPayBlocked: TestPerson = {
  key: 'holiday-pay-blocked',
  situation: {
    da: 'Får kontanthjælp og kan derfor ikke få feriepenge udbetalt samtidig',
    en: 'Receives kontanthjælp, so holiday pay cannot be paid out at the same time',
  },
  cprNumber: HOLIDAY_PAY,
  facts: (today) =>
    citizenOf({
      cprNumber: HOLIDAY_PAY,
      bornOn: '1997-11-22',
      name: { given: 'Ferieløs', family: 'Hjælpøe' },
      address: { street: 'Ventesalen', houseNumber: '2', floor: '3', door: 'mf', ...PLACES.aarhus, from: '2021-07-01' },
      benefits: [
        holidayPay(
          HOLIDAY_PAY,
          { availableOere: 1_183_500, availableDays: 10.4, isBlockedByOtherBenefit: true },
          today,
        ),
      ],
      tax: taxOf({ expectedIncomeOere: 14_332_800, monthlyDeductionOere: 455_000, withholdingPercent: 36 }, [], today),
    }),
};

interface ClaimSketch {
  readonly what: string;
  readonly typeCode: string;
  readonly creditor: string;
  readonly amountOere: number;
  readonly payBy: CalendarDate;
  readonly isSentToCollection: boolean;
}

function balancePerson(person: {
  readonly key: string;
  readonly situation: TestPerson['situation'];
  readonly bornOn: CalendarDate;
  readonly given: string;
  readonly claims: (today: CalendarDate) => readonly ClaimSketch[];
}): TestPerson {
  const cprNumber = testNumber(person.bornOn, 'MALE');
  const claimOf = ({ what, amountOere, ...claim }: ClaimSketch): ClaimFacts => ({
    claimId: reference('FORDR', cprNumber, what),
    description: what,
    originalAmountOere: amountOere,
    remainingOere: amountOere,
    isOffset: false,
    ...claim,
  });
  return {
    key: person.key,
    situation: person.situation,
    cprNumber,
    facts: (today) =>
      citizenOf({
        cprNumber,
        bornOn: person.bornOn,
        name: { given: person.given, family: 'Saldoborg' },
        address: { street: 'Restancevej', houseNumber: '6', ...PLACES.koebenhavn, from: '2019-09-01' },
        claims: person.claims(today).map(claimOf),
        tax: taxOf(
          { expectedIncomeOere: 30_000_000, monthlyDeductionOere: 455_000, withholdingPercent: 37 },
          [],
          today,
        ),
      }),
  };
}

const overdue = (today: CalendarDate): ClaimSketch => ({
  what: 'Ejendomsskat, 1. rate',
  typeCode: 'KFEJSKA',
  creditor: 'Københavns Kommune',
  amountOere: 412_500,
  payBy: dayOfMonthAway(today, -1, 1),
  isSentToCollection: false,
});
const sent = (today: CalendarDate): ClaimSketch => ({
  what: 'Rykkergebyr',
  typeCode: 'CVRYKOP',
  creditor: 'Københavns Kommune',
  amountOere: 25_000,
  payBy: dayOfMonthAway(today, -7, 1),
  isSentToCollection: true,
});
const upcoming = (today: CalendarDate): ClaimSketch => ({
  what: 'Ejendomsskat, 2. rate',
  typeCode: 'KFEJSKA',
  creditor: 'Københavns Kommune',
  amountOere: 412_600,
  payBy: dayOfMonthAway(today, 2, 1),
  isSentToCollection: false,
});

export const DEBTORS: readonly TestPerson[] = [
  debtorInstalments,
  holidayPayBlocked,
  balancePerson({
    key: 'balance-partly-sent',
    situation: {
      da: 'Saldo af to betalinger: én overskredet, én sendt til Gældsstyrelsen',
      en: 'Balance of two payments: one overdue, one sent for collection',
    },
    bornOn: '1976-02-17',
    given: 'Delvis',
    claims: (today) => [sent(today), overdue(today)],
  }),
  balancePerson({
    key: 'balance-partly-overdue-partly-sent',
    situation: {
      da: 'Saldo af tre betalinger: én overskredet, én sendt, én kommende (status 7)',
      en: 'Balance of three payments: one overdue, one sent, one upcoming (status 7)',
    },
    bornOn: '1977-06-29',
    given: 'Broget',
    claims: (today) => [sent(today), overdue(today), upcoming(today)],
  }),
];
