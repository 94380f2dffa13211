import { housingBenefit } from '../benefits.js';
import { citizenOf } from '../citizen.js';
import { PLACES } from '../places.js';
import { taxOf } from '../tax.js';
import type { TestPerson } from '../test-person.js';
import { testNumber } from '../test-number.js';
import { DEBTORS } from './debtors.js';

/** People for whom a source misbehaves; their own facts are ordinary. */

const TRIPWIRE = testNumber('1970-07-14', 'FEMALE');

const tripwire: TestPerson = {
  key: 'tripwire',
  situation: {
    da: 'Skats kilde svarer med en anden borgers oplysninger: alt fra Skat kasseres',
    en: "Skat's source answers with another citizen's record: everything from Skat is dropped",
  },
  cprNumber: TRIPWIRE,
  sourceBehaviour: { kind: 'other-person', source: 'skat', instead: DEBTORS[0]!.cprNumber },
  facts: (today) =>
    citizenOf({
      cprNumber: TRIPWIRE,
      bornOn: '1970-07-14',
      name: { given: 'Snubletråd', family: 'Forvekslund' },
      address: { street: 'Fejlvej', houseNumber: '13', ...PLACES.aalborg, from: '2008-08-08' },
      benefits: [
        housingBenefit(TRIPWIRE, { incomeOere: 25_200_000, size: 1, amountOere: 88_100 }, '2023-01-01', today),
      ],
      tax: taxOf(
        { expectedIncomeOere: 25_200_000, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 24_870_000, taxOere: 7_340_000, paidOere: 7_500_000 }],
        today,
      ),
    }),
};

const CLOSED_WINDOW = testNumber('1992-08-08', 'MALE');

const closedWindow: TestPerson = {
  key: 'closed-window',
  situation: {
    da: 'Udbetaling Danmarks kilde har et servicevindue',
    en: 'The source of Udbetaling Danmark is in a service window',
  },
  cprNumber: CLOSED_WINDOW,
  sourceBehaviour: { kind: 'closed-window', source: 'udbetaling-danmark' },
  facts: (today) =>
    citizenOf({
      cprNumber: CLOSED_WINDOW,
      bornOn: '1992-08-08',
      name: { given: 'Natlukket', family: 'Vindueskær' },
      address: { street: 'Åbningstidens Plads', houseNumber: '24', ...PLACES.odense, from: '2020-12-01' },
      benefits: [
        housingBenefit(CLOSED_WINDOW, { incomeOere: 18_000_000, size: 3, amountOere: 203_900 }, '2021-01-01', today),
      ],
      tax: taxOf(
        { expectedIncomeOere: 18_000_000, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 17_600_000, taxOere: 4_404_000, paidOere: 4_404_000 }],
        today,
      ),
    }),
};

export const SOURCE_CASES: readonly TestPerson[] = [tripwire, closedWindow];
