import { calendarDate, childBenefitShare, partsOf, type CalendarDate, type CprNumber } from '@app/domain';
import { childAllowances, childBenefit, parentalLeave } from '../benefits.js';
import type { AddressFacts, ChildFacts, NameFacts } from '../citizen-facts.js';
import { citizenOf } from '../citizen.js';
import { reference } from '../hash.js';
import { PLACES } from '../places.js';
import { bornAtAge, dayOfMonthAway, latestDayBefore } from '../relative-dates.js';
import { taxOf } from '../tax.js';
import type { TestPerson } from '../test-person.js';
import { testNumber, type Gender } from '../test-number.js';

/** Parents: what one of them is told about the children must fit what the other is told. */

interface ChildSketch {
  readonly name: NameFacts;
  readonly gender: Gender;
  readonly bornOn: CalendarDate;
}

function childOf(sketch: ChildSketch, custody: ChildFacts['custody'], livesWithCitizen: boolean): ChildFacts {
  return {
    cprNumber: testNumber(sketch.bornOn, sketch.gender),
    name: sketch.name,
    bornOn: sketch.bornOn,
    custody,
    livesWithCitizen,
    isProtected: false,
  };
}

const halves = (owner: CprNumber, children: readonly ChildFacts[], today: CalendarDate) =>
  children.map((child) => childBenefit(owner, child, 50, today));

/** A child has the same age every year, so the two payment rhythms show on any day. */
const childrenOfTheCouple = (today: CalendarDate): readonly ChildFacts[] => [
  childOf(
    {
      name: { given: 'Søren', middle: 'Påhit', family: 'Prøvesen' },
      gender: 'MALE',
      bornOn: bornAtAge(today, 16, { month: 11, day: 5 }),
    },
    'SHARED',
    true,
  ),
  childOf(
    {
      name: { given: 'Æblerose', middle: 'Påhit', family: 'Prøvesen' },
      gender: 'FEMALE',
      bornOn: bornAtAge(today, 2, { month: 3, day: 10 }),
    },
    'SHARED',
    true,
  ),
];
const COUPLE_HOME: AddressFacts = {
  street: 'Prøvevænget',
  houseNumber: '12',
  floor: '2',
  door: 'th',
  ...PLACES.aeroe,
  from: '2014-08-01',
};
const COUPLE_MARRIED_ON: CalendarDate = '2011-08-20';
const PARENT = testNumber('1985-04-17', 'FEMALE');
const PARENT_SPOUSE = testNumber('1983-09-02', 'MALE');

const parent: TestPerson = {
  key: 'parent',
  situation: {
    da: 'Forælder i et par med børn på 2 og 16 år: ydelser, overskydende skat og én gæld',
    en: 'Parent in a couple with children of 2 and 16: benefits, a tax refund and one debt',
  },
  cprNumber: PARENT,
  facts: (today) =>
    citizenOf({
      cprNumber: PARENT,
      bornOn: '1985-04-17',
      name: { given: 'Åse', middle: 'Påhit', family: 'Prøvesen' },
      address: COUPLE_HOME,
      person: {
        civilStatus: { code: 'G', from: COUPLE_MARRIED_ON },
        spouse: PARENT_SPOUSE,
        children: childrenOfTheCouple(today),
        earlierAddresses: [
          { street: 'Eksempelgade', houseNumber: '3', ...PLACES.odense, from: '2009-09-01', to: '2014-07-31' },
        ],
      },
      benefits: halves(PARENT, childrenOfTheCouple(today), today),
      tax: taxOf(
        { expectedIncomeOere: 42_600_000, monthlyDeductionOere: 512_300, withholdingPercent: 38 },
        [
          { taxableIncomeOere: 40_152_000, taxOere: 13_820_000, paidOere: 14_231_900 },
          { taxableIncomeOere: 38_905_000, taxOere: 13_402_000, paidOere: 13_402_000 },
        ],
        today,
      ),
      claims: [
        {
          claimId: reference('FORDR', PARENT, 'daginstitution'),
          typeCode: 'KFDAGIN',
          description: 'Daginstitution, restance',
          creditor: 'Ærø Kommune',
          originalAmountOere: 342_000,
          remainingOere: 180_000,
          payBy: dayOfMonthAway(today, -5, 1),
          isSentToCollection: true,
          isOffset: false,
        },
      ],
    }),
};

const parentSpouse: TestPerson = {
  key: 'parent-spouse',
  situation: {
    da: 'Den anden forælder i parret: samme børn, halve beløb, egen skat',
    en: 'The other parent of the couple: the same children, half amounts, own tax',
  },
  cprNumber: PARENT_SPOUSE,
  facts: (today) =>
    citizenOf({
      cprNumber: PARENT_SPOUSE,
      bornOn: '1983-09-02',
      name: { given: 'Jørgen', family: 'Prøvesen' },
      address: COUPLE_HOME,
      person: {
        civilStatus: { code: 'G', from: COUPLE_MARRIED_ON },
        spouse: PARENT,
        children: childrenOfTheCouple(today),
      },
      benefits: halves(PARENT_SPOUSE, childrenOfTheCouple(today), today),
      tax: taxOf(
        { expectedIncomeOere: 51_000_000, monthlyDeductionOere: 498_700, withholdingPercent: 39 },
        [{ taxableIncomeOere: 48_910_000, taxOere: 17_204_000, paidOere: 17_011_500 }],
        today,
      ),
    }),
};

interface PartedParent {
  readonly key: string;
  readonly partedOn: CalendarDate;
  readonly bornOn: CalendarDate;
  readonly gender: Gender;
  readonly receivedWhole: boolean;
  readonly livesWithChild: boolean;
  readonly name: NameFacts;
  readonly home: Omit<AddressFacts, 'from'>;
  readonly child: ChildSketch;
  readonly situation: TestPerson['situation'];
}

/** Born before the parents parted, so these children do not move with today; they are grown up from 2034. */
const CHILD_OF_PARTED_BEFORE: ChildSketch = {
  name: { given: 'Ømhed', family: 'Skilstrup' },
  gender: 'FEMALE',
  bornOn: '2016-03-08',
};
const CHILD_OF_PARTED_AFTER: ChildSketch = {
  name: { given: 'Århild', family: 'Deleby' },
  gender: 'MALE',
  bornOn: '2017-08-24',
};

function partedParent(parted: PartedParent): TestPerson {
  const cprNumber = testNumber(parted.bornOn, parted.gender);
  const child = childOf(parted.child, 'SHARED', parted.livesWithChild);
  return {
    key: parted.key,
    situation: parted.situation,
    cprNumber,
    facts: (today) => {
      const share = childBenefitShare(today, {
        custody: 'SHARED',
        partedOn: parted.partedOn,
        receivedWhole: parted.receivedWhole,
      });
      return citizenOf({
        cprNumber,
        bornOn: parted.bornOn,
        name: parted.name,
        address: { ...parted.home, from: parted.partedOn },
        person: { civilStatus: { code: 'F', from: parted.partedOn }, children: [child] },
        benefits: share === 0 ? [] : [childBenefit(cprNumber, child, share, today)],
        tax: taxOf(
          { expectedIncomeOere: 38_400_000, monthlyDeductionOere: 471_200, withholdingPercent: 37 },
          [{ taxableIncomeOere: 36_020_000, taxOere: 12_204_000, paidOere: 12_204_000 }],
          today,
        ),
      });
    },
  };
}

const partedBeforeRule = partedParent({
  key: 'parted-before-rule',
  partedOn: '2021-10-18',
  bornOn: '1988-06-30',
  gender: 'FEMALE',
  receivedWhole: true,
  livesWithChild: true,
  name: { given: 'Kærlig', family: 'Skilstrup' },
  home: { street: 'Delt Allé', houseNumber: '7A', ...PLACES.aarhus },
  child: CHILD_OF_PARTED_BEFORE,
  situation: {
    da: 'Flyttet fra hinanden 18-10-2021: hele børne- og ungeydelsen som før',
    en: 'Parted on 18-10-2021: the whole child benefit as before',
  },
});

const partedBeforeRuleOther = partedParent({
  key: 'parted-before-rule-other',
  partedOn: '2021-10-18',
  bornOn: '1986-01-12',
  gender: 'MALE',
  receivedWhole: false,
  livesWithChild: false,
  name: { given: 'Fjernes', family: 'Skilstrup' },
  home: { street: 'Enebærgade', houseNumber: '40', floor: 'st', door: 'tv', ...PLACES.aarhus },
  child: CHILD_OF_PARTED_BEFORE,
  situation: {
    da: 'Den anden forælder, flyttet 18-10-2021: delt forældremyndighed, ingen børne- og ungeydelse',
    en: 'The other parent, parted on 18-10-2021: shared custody, no child benefit',
  },
});

const partedAfterRule = partedParent({
  key: 'parted-after-rule',
  partedOn: '2021-10-19',
  bornOn: '1990-02-11',
  gender: 'FEMALE',
  receivedWhole: true,
  livesWithChild: true,
  name: { given: 'Halvdanne', family: 'Deleby' },
  home: { street: 'Midtvejs', houseNumber: '50', ...PLACES.broenderslev },
  child: CHILD_OF_PARTED_AFTER,
  situation: {
    da: 'Flyttet fra hinanden 19-10-2021: halv børne- og ungeydelse',
    en: 'Parted on 19-10-2021: half of the child benefit',
  },
});

const partedAfterRuleOther = partedParent({
  key: 'parted-after-rule-other',
  partedOn: '2021-10-19',
  bornOn: '1989-12-03',
  gender: 'MALE',
  receivedWhole: false,
  livesWithChild: false,
  name: { given: 'Halvor', family: 'Deleby' },
  home: { street: 'Midtvejs', houseNumber: '51', ...PLACES.broenderslev },
  child: CHILD_OF_PARTED_AFTER,
  situation: {
    da: 'Den anden forælder, flyttet 19-10-2021: den anden halvdel',
    en: 'The other parent, parted on 19-10-2021: the other half',
  },
});

const SINGLE_PROVIDER = testNumber('1991-07-23', 'FEMALE');
const childrenOfTheSingleProvider = (today: CalendarDate): readonly ChildFacts[] => [
  childOf(
    {
      name: { given: 'Flæskesteg', family: 'Enligsen' },
      gender: 'MALE',
      bornOn: bornAtAge(today, 9, { month: 2, day: 14 }),
    },
    'SOLE',
    true,
  ),
  childOf(
    {
      name: { given: 'Rødgrød', family: 'Enligsen' },
      gender: 'FEMALE',
      bornOn: bornAtAge(today, 5, { month: 9, day: 30 }),
    },
    'SOLE',
    true,
  ),
];

const singleProviderStopped: TestPerson = {
  key: 'single-provider-stopped',
  situation: {
    da: 'Enlig forsørger, som ikke har besvaret enlig erklæring: børnetilskud er standset',
    en: 'Single provider who did not answer the yearly declaration: child allowance has stopped',
  },
  cprNumber: SINGLE_PROVIDER,
  facts: (today) => {
    const children = childrenOfTheSingleProvider(today);
    return citizenOf({
      cprNumber: SINGLE_PROVIDER,
      bornOn: '1991-07-23',
      name: { given: 'Mette', middle: 'Ø', family: 'Enligsen' },
      address: {
        street: 'Ubesvaret Stræde',
        houseNumber: '30',
        floor: '1',
        ...PLACES.aalborg,
        from: calendarDate(partsOf(today).year - 4, 5, 1),
      },
      person: { children },
      benefits: [
        ...children.map((child) => childBenefit(SINGLE_PROVIDER, child, 100, today)),
        ...childAllowances(SINGLE_PROVIDER, children.length, { answerBy: latestDayBefore(today, 11, 30) }, today),
      ],
      tax: taxOf(
        { expectedIncomeOere: 29_800_000, monthlyDeductionOere: 455_000, withholdingPercent: 36 },
        [{ taxableIncomeOere: 28_144_000, taxOere: 8_602_000, paidOere: 8_834_400 }],
        today,
      ),
    });
  },
};

const WEEKEND_PARENT = testNumber('1981-10-09', 'FEMALE');

const weekendPayment: TestPerson = {
  key: 'weekend-payment',
  situation: {
    da: 'Ungeydelse, der forfalder den 20.: falder den i en weekend, udbetales den bankdagen før. Er også på barsel',
    en: 'Youth benefit due on the 20th: on a weekend it is paid on the bank day before. Also on parental leave',
  },
  cprNumber: WEEKEND_PARENT,
  facts: (today) => {
    const children = [
      childOf(
        {
          name: { given: 'Lørdag', family: 'Weekendborg' },
          gender: 'MALE',
          bornOn: bornAtAge(today, 16, { month: 1, day: 25 }),
        },
        'SOLE',
        true,
      ),
      childOf(
        { name: { given: 'Søndag', family: 'Weekendborg' }, gender: 'FEMALE', bornOn: dayOfMonthAway(today, -3, 6) },
        'SOLE',
        true,
      ),
    ];
    return citizenOf({
      cprNumber: WEEKEND_PARENT,
      bornOn: '1981-10-09',
      name: { given: 'Fredag', family: 'Weekendborg' },
      address: { street: 'Helligdagsvej', houseNumber: '20', ...PLACES.taarnby, from: '2018-06-20' },
      person: { children },
      benefits: [
        ...children.map((child) => childBenefit(WEEKEND_PARENT, child, 100, today)),
        parentalLeave(WEEKEND_PARENT, { from: dayOfMonthAway(today, -3, 6), weeks: 24 }, today),
      ],
      tax: taxOf({ expectedIncomeOere: 33_000_000, monthlyDeductionOere: 460_000, withholdingPercent: 37 }, [], today),
    });
  },
};

export const PARENTS: readonly TestPerson[] = [
  parent,
  parentSpouse,
  partedBeforeRule,
  partedBeforeRuleOther,
  partedAfterRule,
  partedAfterRuleOther,
  singleProviderStopped,
  weekendPayment,
];
