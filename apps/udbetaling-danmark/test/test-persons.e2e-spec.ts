import { loadExamples } from '@app/contracts';
import { dayInDenmark, frozenClock } from '@app/domain';
import {
  findTestPerson,
  StandIn,
  syntheticCitizen,
  TEST_PERSONS,
  TestGateway,
  TestSubgraph,
  type TestPerson,
} from '@app/testing';
import { AUTHORITY, UdbetalingDanmarkModule } from '../src/udbetaling-danmark.module.js';

const EVERYTHING = `
  recordOwner
  benefits {
    __typename id name status grantedFrom grantedTo isTaxable frequency amountPerPaymentOere nextPaymentOn
    ... on StatePension { basicAmountOere supplementOere }
    ... on DisabilityPension { grantedByMunicipalityCode }
    ... on HousingBenefit { householdIncomeOere householdSize }
    ... on ChildAndYouthBenefit { childBornOn sharePercent }
    ... on ChildAllowance { kind singleProviderDeclaration { status answerBy answeredOn } }
    ... on ParentalLeaveBenefit { amountPerWeekOere weeksLeft }
    ... on HolidayPay { availableOere availableDays takeBy isBlockedByOtherBenefit }
  }
  payments { next { benefitId benefitName payOn amountOere } earlier { benefitId benefitName payOn amountOere } }
  debtsToUdbetalingDanmark {
    claimId description originalAmountOere remainingOere payBy status instalments { amountPerMonthOere nextOn }
  }
  statePensionOutlook { pensionAgeMonths reachedOn payableFrom applyFrom canApplyNow }
`;

/** Monday 15 June 2026. */
const FROZEN_AT = '2026-06-15T09:00:00+02:00';
const AMPLE_MS = 5_000;
const AMPLE = { deadlineMs: 2 * AMPLE_MS };

interface Answer {
  readonly recordOwner: string | null;
  readonly benefits: readonly { readonly id: string }[] | null;
  readonly payments: { readonly next: readonly Paid[]; readonly earlier: readonly Paid[] } | null;
  readonly debtsToUdbetalingDanmark: readonly unknown[] | null;
  readonly statePensionOutlook: unknown;
}
interface Paid {
  readonly benefitId: string;
  readonly benefitName: string;
  readonly payOn: string;
  readonly amountOere: number;
}

let standIn: StandIn;
let gateway: TestGateway;
let subgraph: TestSubgraph;

beforeAll(async () => {
  [standIn, gateway] = await Promise.all([StandIn.start(FROZEN_AT), TestGateway.start()]);
  subgraph = await TestSubgraph.start({
    gateway,
    name: AUTHORITY,
    module: UdbetalingDanmarkModule.forRoot,
    sourceUrl: standIn.url,
    config: { clock: frozenClock(FROZEN_AT), sourceTimeLimitMs: AMPLE_MS },
  });
}, 30_000);

afterAll(async () => {
  await subgraph.stop();
  await gateway[Symbol.asyncDispose]();
  await standIn[Symbol.asyncDispose]();
});

function person(key: string): TestPerson {
  const found = findTestPerson(key);
  if (found === undefined) throw new Error(`no test person ${key}`);
  return found;
}

const ask = ({ cprNumber }: TestPerson) => subgraph.ask(cprNumber, EVERYTHING, AMPLE);

async function answerFor(key: string): Promise<Answer> {
  const { errors, entity } = await ask(person(key));
  expect(errors).toEqual([]);
  return entity as Answer;
}

const daysAndAmounts = (payments: readonly Paid[] = []) => payments.map(({ payOn, amountOere }) => [payOn, amountOere]);

describe('what Udbetaling Danmark answers about the test persons on 15 June 2026', () => {
  it('parent: half amounts, two rhythms, the weekend rule, and the younger child into the next age band', async () => {
    const { benefits, payments, debtsToUdbetalingDanmark, statePensionOutlook } = await answerFor('parent');

    const common = {
      __typename: 'ChildAndYouthBenefit',
      name: 'Børne- og ungeydelse',
      status: 'CURRENT',
      isTaxable: false,
      sharePercent: 50,
    };
    expect(benefits).toEqual([
      {
        ...common,
        id: expect.any(String),
        grantedFrom: '2010-01-01',
        grantedTo: '2027-11-05',
        frequency: 'MONTHLY',
        amountPerPaymentOere: 55_700,
        nextPaymentOn: '2026-06-19',
        childBornOn: '2009-11-05',
      },
      {
        ...common,
        id: expect.any(String),
        grantedFrom: '2024-04-01',
        grantedTo: '2042-03-10',
        frequency: 'QUARTERLY',
        amountPerPaymentOere: 268_500,
        nextPaymentOn: '2026-07-20',
        childBornOn: '2024-03-10',
      },
    ]);
    expect(daysAndAmounts(payments?.next)).toEqual([
      // 20 June, 20 September and 20 December 2026, 20 February and 20 March 2027 fall on weekends.
      ['2026-06-19', 55_700],
      ['2026-07-20', 55_700],
      ['2026-07-20', 268_500],
      ['2026-08-20', 55_700],
      ['2026-09-18', 55_700],
      ['2026-10-20', 55_700],
      ['2026-10-20', 268_500],
      ['2026-11-20', 55_700],
      ['2026-12-18', 55_700],
      ['2027-01-20', 55_700],
      ['2027-01-20', 268_500],
      ['2027-02-19', 55_700],
      ['2027-03-19', 55_700],
      ['2027-04-20', 55_700],
      // Three years old on 10 March 2027.
      ['2027-04-20', 212_400],
      ['2027-05-20', 55_700],
    ]);
    expect(payments?.earlier).toHaveLength(16);
    expect(payments?.earlier[0]).toEqual({
      benefitId: benefits?.[0]?.id,
      benefitName: 'Børne- og ungeydelse',
      payOn: '2026-05-20',
      amountOere: 55_700,
    });
    expect(payments?.earlier.at(-1)).toMatchObject({ payOn: '2025-06-20', amountOere: 53_200 });
    expect(debtsToUdbetalingDanmark).toEqual([]);
    expect(statePensionOutlook).toEqual({
      pensionAgeMonths: 70 * 12,
      reachedOn: '2055-04-17',
      payableFrom: '2055-05-01',
      applyFrom: '2054-11-01',
      canApplyNow: false,
    });
  });

  it('parent and parent-spouse: the same children, days and amounts, each under an own reference', async () => {
    const [one, other] = [await answerFor('parent'), await answerFor('parent-spouse')];

    expect(daysAndAmounts(other.payments?.next)).toEqual(daysAndAmounts(one.payments?.next));
    expect(other.benefits?.map(({ id }) => id)).not.toEqual(one.benefits?.map(({ id }) => id));
  });

  it('parted before and after the rule of 19 October 2021: the whole and nothing, or half and half', async () => {
    const nextOf = async (key: string) => daysAndAmounts((await answerFor(key)).payments?.next)[0];

    expect(await nextOf('parted-before-rule')).toEqual(['2026-07-20', 334_200]);
    expect(await nextOf('parted-before-rule-other')).toBeUndefined();
    expect(await nextOf('parted-after-rule')).toEqual(['2026-07-20', 167_100]);
    expect(await nextOf('parted-after-rule-other')).toEqual(['2026-07-20', 167_100]);
  });

  it('single-provider-stopped: the allowances have stopped, the child benefit goes on', async () => {
    const { benefits, payments } = await answerFor('single-provider-stopped');

    const stopped = {
      __typename: 'ChildAllowance',
      status: 'STOPPED',
      nextPaymentOn: null,
      singleProviderDeclaration: { status: 'DEADLINE_PASSED', answerBy: '2025-11-30', answeredOn: null },
    };
    expect(benefits).toMatchObject([
      { __typename: 'ChildAndYouthBenefit', status: 'CURRENT', amountPerPaymentOere: 334_200, sharePercent: 100 },
      { __typename: 'ChildAndYouthBenefit', status: 'CURRENT', amountPerPaymentOere: 424_800, sharePercent: 100 },
      { ...stopped, name: 'Ordinært børnetilskud', kind: 'ORDINARY', amountPerPaymentOere: 348_200 },
      { ...stopped, name: 'Ekstra børnetilskud', kind: 'EXTRA', amountPerPaymentOere: 177_400 },
    ]);
    expect(new Set(payments?.next.map(({ benefitName }) => benefitName))).toEqual(new Set(['Børne- og ungeydelse']));
    const allowances = payments?.earlier.filter(({ benefitName }) => benefitName.endsWith('børnetilskud'));
    expect(allowances?.map(({ payOn }) => payOn)).toEqual(['2025-10-20', '2025-10-20', '2025-07-18', '2025-07-18']);
  });

  it('weekend-payment: Saturday 20 June is paid on Friday; the amount of the last weeks of leave is not guessed', async () => {
    const { benefits, payments } = await answerFor('weekend-payment');

    expect(benefits).toMatchObject([
      { frequency: 'MONTHLY', amountPerPaymentOere: 111_400, nextPaymentOn: '2026-06-19', sharePercent: 100 },
      { frequency: 'QUARTERLY', amountPerPaymentOere: 537_000, nextPaymentOn: '2026-07-20' },
      {
        __typename: 'ParentalLeaveBenefit',
        name: 'Barselsdagpenge',
        isTaxable: true,
        grantedTo: '2026-08-20',
        amountPerPaymentOere: 1_820_000,
        nextPaymentOn: '2026-06-30',
        amountPerWeekOere: 455_000,
        weeksLeft: 9,
      },
    ]);
    const leave = payments?.next.filter(({ benefitName }) => benefitName === 'Barselsdagpenge');
    expect(daysAndAmounts(leave)).toEqual([
      ['2026-06-30', 1_820_000],
      ['2026-07-31', 1_820_000],
    ]);
  });

  it('pension-applicant: may apply since 1 June and has not', async () => {
    expect(await answerFor('pension-applicant')).toMatchObject({
      benefits: [],
      payments: { next: [], earlier: [] },
      debtsToUdbetalingDanmark: [],
      statePensionOutlook: {
        pensionAgeMonths: 67 * 12,
        reachedOn: '2026-11-15',
        payableFrom: '2026-12-01',
        applyFrom: '2026-06-01',
        canApplyNow: true,
      },
    });
  });

  it('born on either side of New Year 1963: a year apart in age', async () => {
    expect((await answerFor('born-before-1963')).statePensionOutlook).toMatchObject({
      pensionAgeMonths: 67 * 12,
      reachedOn: '2029-12-31',
      payableFrom: '2030-01-01',
    });
    expect((await answerFor('born-in-1963')).statePensionOutlook).toMatchObject({
      pensionAgeMonths: 68 * 12,
      reachedOn: '2031-01-01',
      payableFrom: '2031-02-01',
    });
  });

  it('power-of-attorney-giver: pension on the last, housing benefit on the first bank day; no outlook any more', async () => {
    const { benefits, payments, debtsToUdbetalingDanmark, statePensionOutlook } =
      await answerFor('power-of-attorney-giver');

    expect(benefits).toMatchObject([
      {
        __typename: 'StatePension',
        name: 'Folkepension',
        isTaxable: true,
        amountPerPaymentOere: 1_627_300,
        basicAmountOere: 754_400,
        supplementOere: 872_900,
        nextPaymentOn: '2026-06-30',
      },
      {
        __typename: 'HousingBenefit',
        name: 'Boligstøtte',
        isTaxable: false,
        householdSize: 1,
        nextPaymentOn: '2026-07-01',
      },
    ]);
    expect(daysAndAmounts(payments?.next).slice(0, 4)).toEqual([
      ['2026-06-30', 1_627_300],
      ['2026-07-01', 231_400],
      ['2026-07-31', 1_627_300],
      // 1 August 2026 is a Saturday.
      ['2026-08-03', 231_400],
    ]);
    expect(payments?.next).toHaveLength(24);
    expect(payments?.earlier).toHaveLength(24);
    expect(debtsToUdbetalingDanmark).toMatchObject([
      {
        description: 'Lån til beboerindskud',
        originalAmountOere: 1_200_000,
        remainingOere: 400_000,
        payBy: '2026-08-01',
        status: 'UPCOMING',
        instalments: null,
      },
    ]);
    expect(statePensionOutlook).toBeNull();
  });

  it('protected-address: disability pension, granted by the municipality', async () => {
    expect((await answerFor('protected-address')).benefits?.[0]).toMatchObject({
      __typename: 'DisabilityPension',
      name: 'Førtidspension',
      isTaxable: true,
      grantedByMunicipalityCode: '0851',
      nextPaymentOn: '2026-06-30',
    });
  });

  it('debtor-instalments: the claim is under collection and has an instalment plan', async () => {
    const [debt] = person('debtor-instalments').facts('2026-06-15').debts;

    expect((await answerFor('debtor-instalments')).debtsToUdbetalingDanmark).toEqual([
      {
        claimId: debt?.claimId,
        description: 'For meget udbetalt boligstøtte',
        originalAmountOere: 1_240_000,
        remainingOere: 840_000,
        payBy: '2025-10-01',
        status: 'SENT_TO_COLLECTION',
        instalments: { amountPerMonthOere: 50_000, nextOn: '2026-07-01' },
      },
    ]);
  });

  it('holiday-pay-blocked: holiday pay that another benefit keeps from being paid', async () => {
    expect((await answerFor('holiday-pay-blocked')).benefits).toMatchObject([
      {
        __typename: 'HolidayPay',
        name: 'Feriepenge',
        frequency: 'ONCE',
        amountPerPaymentOere: null,
        nextPaymentOn: null,
        availableOere: 1_183_500,
        availableDays: 10.4,
        takeBy: '2026-12-31',
        isBlockedByOtherBenefit: true,
      },
    ]);
  });

  it('closed-window: closed, with the time of opening, and no field looks empty', async () => {
    const { entity, errors } = await ask(person('closed-window'));

    expect(entity).toMatchObject({ benefits: null, payments: null, debtsToUdbetalingDanmark: null });
    expect(new Set(errors.map(({ code, opensAt }) => `${code} ${opensAt}`))).toEqual(
      new Set(['SOURCE_CLOSED 2026-06-15T09:00:00.000Z']),
    );
  });

  it('everyone: about themselves, without error, and without a number in answer, log or metrics', async () => {
    const answers: string[] = [];
    for (const someone of TEST_PERSONS.filter(({ key }) => key !== 'closed-window')) {
      const { text, errors, entity } = await ask(someone);
      expect([someone.key, errors]).toEqual([someone.key, []]);
      expect(entity).toMatchObject({ recordOwner: gateway.ownerHash(someone.cprNumber) });
      answers.push(text);
    }
    const seen = [await subgraph.traces(), ...answers].join('\n');
    for (const { cprNumber } of TEST_PERSONS) expect(seen).not.toContain(cprNumber);
  });
});

describe('what Udbetaling Danmark answers about a synthetic population', () => {
  it('is about the right one of a hundred citizens asked ten at a time, and never of the wrong shape', async () => {
    const seed = 1;
    for (let first = 0; first < 100; first += 10) {
      const citizens = Array.from({ length: 10 }, (_, index) => syntheticCitizen(seed, first + index));
      const answers = await Promise.all(citizens.map((cprNumber) => subgraph.ask(cprNumber, EVERYTHING, AMPLE)));
      answers.forEach(({ errors, entity }, index) => {
        expect(errors).toEqual([]);
        expect(entity).toMatchObject({ recordOwner: gateway.ownerHash(citizens[index]!) });
      });
    }
  });
});

describe('the examples of the contract', () => {
  it.each(loadExamples('contracts', AUTHORITY).map((example) => [example.name, example] as const))(
    '%s is what is answered',
    async (_name, { person: key, today, entityQuery: query, expected }) => {
      // Another day would need a stand-in and a subgraph of its own.
      expect(today).toBe(dayInDenmark(new Date(FROZEN_AT)));
      const token = await gateway.tokenFor(AUTHORITY, person(key).cprNumber);
      const variables = { representations: [{ __typename: 'Citizen', id: 'test-citizen' }] };

      const asked = await subgraph.post({ query, variables }, { token, ...AMPLE });

      expect([asked.errors, asked.entity]).toEqual([[], expected]);
    },
  );
});
