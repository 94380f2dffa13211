import { disabilityPension, housingBenefit } from '../benefits.js';
import { citizenOf } from '../citizen.js';
import { PLACES } from '../places.js';
import { taxOf } from '../tax.js';
import type { TestPerson } from '../test-person.js';
import { testNumber, testNumberWithoutCheckDigit } from '../test-number.js';
import type { CitizenFacts } from '../citizen-facts.js';

/** What the civil registration system can look like. */

const PROTECTED = testNumber('1994-05-05', 'FEMALE');

const protectedAddress: TestPerson = {
  key: 'protected-address',
  situation: {
    da: 'Navne- og adressebeskyttelse: navn og adresse vises ikke',
    en: 'Name and address protection: name and address are withheld',
  },
  cprNumber: PROTECTED,
  facts: (today) =>
    citizenOf({
      cprNumber: PROTECTED,
      bornOn: '1994-05-05',
      name: { given: 'Hemmelig', middle: 'Ånd', family: 'Skjultgaard' },
      address: { street: 'Ukendt Sti', houseNumber: '0', ...PLACES.aalborg, from: '2024-01-15' },
      person: {
        // 0001 is the code of navne- og adressebeskyttelse in CPR.
        protections: [{ typeCode: '0001', from: '2024-01-10' }],
        earlierAddresses: [
          { street: 'Gammel Røbet Vej', houseNumber: '9', ...PLACES.aarhus, from: '2017-03-01', to: '2024-01-14' },
        ],
      },
      benefits: [
        disabilityPension(PROTECTED, PLACES.aalborg.municipalityCode, '2022-10-01', today),
        housingBenefit(PROTECTED, { incomeOere: 24_955_200, size: 1, amountOere: 118_700 }, '2024-02-01', today),
      ],
      tax: taxOf(
        { expectedIncomeOere: 24_955_200, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 24_300_000, taxOere: 7_001_000, paidOere: 7_001_000 }],
        today,
      ),
    }),
};

const NO_CHECK_DIGIT = testNumberWithoutCheckDigit('1965-01-01', 'MALE');

const noCheckDigit: TestPerson = {
  key: 'no-check-digit',
  situation: {
    da: 'Født 1. januar, personnummer uden kontrolciffer (modulus 11)',
    en: 'Born on 1 January, person number without a check digit (modulus 11)',
  },
  cprNumber: NO_CHECK_DIGIT,
  facts: (today) =>
    citizenOf({
      cprNumber: NO_CHECK_DIGIT,
      bornOn: '1965-01-01',
      name: { given: 'Nulte', family: 'Kontrolløs' },
      address: { street: 'Ciffergade', houseNumber: '11', ...PLACES.koebenhavn, from: '2009-02-01' },
      tax: taxOf(
        { expectedIncomeOere: 36_000_000, monthlyDeductionOere: 470_000, withholdingPercent: 37 },
        [{ taxableIncomeOere: 35_111_000, taxOere: 11_777_000, paidOere: 11_900_000 }],
        today,
      ),
    }),
};

/** The register had the wrong day of birth until the number was changed. */
const CHANGED_NUMBER = testNumber('1979-04-12', 'FEMALE');
const EARLIER_NUMBER = testNumber('1979-04-21', 'FEMALE');
const CHANGED_NAME = { given: 'Skiftende', family: 'Nummerholt' } as const;
const CHANGED_HOME = { street: 'Omvejen', houseNumber: '60', ...PLACES.taarnby, from: '2012-06-01' } as const;

const changedNumber: TestPerson = {
  key: 'changed-number',
  situation: {
    da: 'Har fået nyt personnummer (det gamle har status 60)',
    en: 'Was given a new person number (the old one has status 60)',
  },
  cprNumber: CHANGED_NUMBER,
  facts: (today) =>
    citizenOf({
      cprNumber: CHANGED_NUMBER,
      bornOn: '1979-04-12',
      name: CHANGED_NAME,
      address: CHANGED_HOME,
      person: {
        citizenships: [{ countryCode: 'SE', from: '1979-04-12' }],
        replacedNumbers: [{ cprNumber: EARLIER_NUMBER, replacedOn: '2023-11-08' }],
      },
      benefits: [
        housingBenefit(CHANGED_NUMBER, { incomeOere: 21_000_000, size: 2, amountOere: 174_300 }, '2024-01-01', today),
      ],
      tax: taxOf(
        { expectedIncomeOere: 21_000_000, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 20_500_000, taxOere: 5_480_000, paidOere: 5_480_000 }],
        today,
      ),
    }),
};

/** What is registered under the number that was replaced: who it was, and that it is out of use. */
export const replacedRecord: CitizenFacts = citizenOf({
  cprNumber: EARLIER_NUMBER,
  bornOn: '1979-04-21',
  name: CHANGED_NAME,
  address: CHANGED_HOME,
  person: { statusCode: '60' },
});

const BUILDING_OWNER = testNumber('1968-09-16', 'MALE');

const buildingOwner: TestPerson = {
  key: 'building-owner',
  situation: {
    da: 'Ejer, ikke ansøger, i en byggesag; skylder restskat',
    en: 'Owner, not applicant, in a building case; owes residual tax',
  },
  cprNumber: BUILDING_OWNER,
  facts: (today) =>
    citizenOf({
      cprNumber: BUILDING_OWNER,
      bornOn: '1968-09-16',
      name: { given: 'Mursten', family: 'Tagrygsen' },
      address: { street: 'Byggemodningen', houseNumber: '1', ...PLACES.broenderslev, from: '2003-11-01' },
      person: { civilStatus: { code: 'F', from: '2020-02-29' } },
      tax: taxOf(
        { expectedIncomeOere: 62_000_000, monthlyDeductionOere: 510_000, withholdingPercent: 42 },
        [{ taxableIncomeOere: 60_730_000, taxOere: 24_118_000, paidOere: 22_905_000 }],
        today,
      ),
    }),
};

export const REGISTER_CASES: readonly TestPerson[] = [protectedAddress, noCheckDigit, changedNumber, buildingOwner];
