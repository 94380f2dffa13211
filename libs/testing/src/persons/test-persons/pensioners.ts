import type { CalendarDate } from '@app/domain';
import { housingBenefit, statePension } from '../benefits.js';
import { citizenOf } from '../citizen.js';
import { reference } from '../hash.js';
import { PLACES } from '../places.js';
import { dayOfMonthAway } from '../relative-dates.js';
import { taxOf } from '../tax.js';
import type { TestPerson } from '../test-person.js';
import { testNumber } from '../test-number.js';

/** Around the state pension age, and a pensioner who gave a power of attorney. */

const APPLICANT = testNumber('1959-11-15', 'MALE');

const pensionApplicant: TestPerson = {
  key: 'pension-applicant',
  situation: {
    da: 'Fylder 67 den 15-11-2026 og har ikke søgt folkepension: kan ansøge fra 1-6-2026 (fem måneder før den 15-6-2026)',
    en: 'Turns 67 on 15-11-2026 and has not applied for the state pension: may apply from 1-6-2026 (five months before on 15-6-2026)',
  },
  cprNumber: APPLICANT,
  facts: (today) =>
    citizenOf({
      cprNumber: APPLICANT,
      bornOn: '1959-11-15',
      name: { given: 'Snarlig', family: 'Pensionistrup' },
      address: { street: 'Efterårsvej', houseNumber: '67', ...PLACES.roenne, from: '1998-04-01' },
      tax: taxOf(
        { expectedIncomeOere: 44_100_000, monthlyDeductionOere: 489_000, withholdingPercent: 38 },
        [{ taxableIncomeOere: 42_380_000, taxOere: 14_733_000, paidOere: 14_733_000 }],
        today,
      ),
    }),
};

function bornAtTheBoundary(key: string, bornOn: CalendarDate, age: number, family: string): TestPerson {
  const cprNumber = testNumber(bornOn, 'FEMALE');
  return {
    key,
    situation: {
      da: `Født ${bornOn}: folkepensionsalderen er ${age}. Intet hos Udbetaling Danmark og Skat`,
      en: `Born on ${bornOn}: the state pension age is ${age}. Nothing at Udbetaling Danmark and Skat`,
    },
    cprNumber,
    facts: () =>
      citizenOf({
        cprNumber,
        bornOn,
        name: { given: 'Nytår', family },
        address: { street: 'Grænsestien', houseNumber: String(age), ...PLACES.koebenhavn, from: '2001-01-01' },
      }),
  };
}

const HOLDER = testNumber('1972-03-28', 'FEMALE');
const GIVER = testNumber('1941-08-19', 'FEMALE');

const powerOfAttorneyHolder: TestPerson = {
  key: 'power-of-attorney-holder',
  situation: {
    da: 'Har fuldmagt til at se én persons ydelser (læsefuldmagt)',
    en: "Holds a power of attorney to read one person's benefits",
  },
  cprNumber: HOLDER,
  powersOfAttorney: [
    { giver: GIVER, privilege: 'urn:mit-overblik:privilege:udbetaling-danmark:read', givenOn: '2025-02-03' },
  ],
  facts: (today) =>
    citizenOf({
      cprNumber: HOLDER,
      bornOn: '1972-03-28',
      name: { given: 'Hjælpsom', family: 'Fuldmægtig' },
      address: { street: 'Tillidsgade', houseNumber: '4', ...PLACES.odense, from: '2010-10-10' },
      tax: taxOf({ expectedIncomeOere: 47_500_000, monthlyDeductionOere: 480_000, withholdingPercent: 38 }, [], today),
    }),
};

const powerOfAttorneyGiver: TestPerson = {
  key: 'power-of-attorney-giver',
  situation: {
    da: 'Folkepensionist med boligstøtte, som har givet fuldmagt',
    en: 'State pensioner with housing benefit who gave a power of attorney',
  },
  cprNumber: GIVER,
  facts: (today) =>
    citizenOf({
      cprNumber: GIVER,
      bornOn: '1941-08-19',
      name: { given: 'Gammelmor', family: 'Fuldmægtig' },
      address: { street: 'Ålderdomsvænget', houseNumber: '80', floor: 'st', ...PLACES.odense, from: '2015-05-01' },
      person: { civilStatus: { code: 'E', from: '2019-12-24' } },
      benefits: [
        statePension(GIVER, 'SINGLE', '2006-09-01', today),
        housingBenefit(GIVER, { incomeOere: 19_527_600, size: 1, amountOere: 231_400 }, '2015-06-01', today),
      ],
      tax: taxOf(
        { expectedIncomeOere: 19_527_600, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 19_012_000, taxOere: 5_010_000, paidOere: 5_152_300 }],
        today,
      ),
      debts: [
        {
          claimId: reference('FORDR', GIVER, 'indskud'),
          description: 'Lån til beboerindskud',
          originalAmountOere: 1_200_000,
          remainingOere: 400_000,
          payBy: dayOfMonthAway(today, 2, 1),
          isSentToCollection: false,
        },
      ],
    }),
};

export const PENSIONERS: readonly TestPerson[] = [
  pensionApplicant,
  bornAtTheBoundary('born-before-1963', '1962-12-31', 67, 'Førnyt'),
  bornAtTheBoundary('born-in-1963', '1963-01-01', 68, 'Efternyt'),
  powerOfAttorneyHolder,
  powerOfAttorneyGiver,
];
