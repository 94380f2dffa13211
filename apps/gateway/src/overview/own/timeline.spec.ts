import { readFileSync } from 'node:fs';
import type { CalendarDate } from '@app/domain';
import type {
  AnnualTaxInput,
  ChildAllowanceInput,
  ClaimInput,
  DebtInput,
  HolidayPayInput,
  OverviewInputs,
  StatePensionInput,
} from './overview-inputs.js';
import { timelineOf, type TimelineEntry } from './timeline.js';

const TODAY = '2026-06-15';
/** Everybody answered, and nobody has anything. */
const NOTHING: Required<OverviewInputs> = {
  benefits: [],
  payments: { next: [] },
  statePensionOutlook: null,
  debtsToUdbetalingDanmark: [],
  annualTax: [],
  claimsUnderCollection: { claims: [] },
};

function entriesOf(inputs: Partial<OverviewInputs>, today: CalendarDate = TODAY): readonly TimelineEntry[] {
  return timelineOf({ ...NOTHING, ...inputs }, today).entries;
}

/** What the authorities answer about a test person on the frozen day. */
function answersAbout(person: string): OverviewInputs {
  const { me }: { me: OverviewInputs } = JSON.parse(readFileSync(`test/expected/${person}.json`, 'utf8'));
  return me;
}

const inShort = ({ happensOn, action, kind, amountOere }: TimelineEntry) =>
  [happensOn, action, kind, ...(amountOere === null ? [] : [amountOere / 100])].join(' ');

describe('the timeline of', () => {
  it.each<[person: string, entries: string[]]>([
    [
      'parent',
      [
        '2026-06-19 NONE BENEFIT_PAYMENT 557',
        '2026-07-20 NONE BENEFIT_PAYMENT 557',
        '2026-07-20 NONE BENEFIT_PAYMENT 2685',
        '2026-08-20 NONE BENEFIT_PAYMENT 557',
      ],
    ],
    [
      'debtor-instalments',
      [
        '2026-07-01 MUST CLAIM_INSTALMENT -500',
        '2026-07-01 NONE BENEFIT_PAYMENT 962',
        '2026-08-03 NONE BENEFIT_PAYMENT 962',
        '2026-09-01 NONE BENEFIT_PAYMENT 962',
      ],
    ],
    ['building-owner', ['2026-07-01 MUST RESIDUAL_TAX -12130']],
    [
      'balance-partly-overdue-partly-sent',
      ['2026-05-01 MUST CLAIM_PAYMENT -4125', '2026-08-01 MUST CLAIM_PAYMENT -4126'],
    ],
    ['pension-applicant', ['2026-12-01 MAY STATE_PENSION_APPLICATION']],
    ['born-in-1963', []],
    [
      'single-provider-stopped',
      [
        '2025-11-30 MUST SINGLE_PROVIDER_DECLARATION',
        '2026-07-20 NONE BENEFIT_PAYMENT 4248',
        '2026-07-20 NONE BENEFIT_PAYMENT 3342',
      ],
    ],
    ['holiday-pay-blocked', []],
    [
      'power-of-attorney-giver',
      [
        '2026-06-30 NONE BENEFIT_PAYMENT 16273',
        '2026-07-01 NONE BENEFIT_PAYMENT 2314',
        '2026-07-31 NONE BENEFIT_PAYMENT 16273',
        '2026-08-01 MUST CLAIM_PAYMENT -4000',
        '2026-08-03 NONE BENEFIT_PAYMENT 2314',
        '2026-08-31 NONE BENEFIT_PAYMENT 16273',
        '2026-09-01 NONE BENEFIT_PAYMENT 2314',
      ],
    ],
  ])('%s', (person, entries) => {
    const timeline = timelineOf(answersAbout(person), TODAY);

    expect(timeline.entries.map(inShort)).toEqual(entries);
    expect(timeline).toMatchObject({ tasksUntil: '2027-06-15', eventsUntil: '2026-09-15', lacks: [] });
  });
});

describe('payments', () => {
  const payment = { benefitId: 'B', benefitName: 'Folkepension', payOn: TODAY, amountOere: 100 } as const;

  it('say who is paid what, and are shown on their day', () => {
    expect(entriesOf({ payments: { next: [payment] } })).toEqual([
      {
        kind: 'BENEFIT_PAYMENT',
        happensOn: TODAY,
        action: 'NONE',
        amountOere: 100,
        title: { da: 'Folkepension udbetales', en: 'Folkepension is paid' },
        source: 'payments',
        recordId: 'B',
      },
    ]);
  });

  it.each([
    ['yesterday', '2026-06-14', 0],
    ['the last day ahead', '2026-09-15', 1],
    ['the day after', '2026-09-16', 0],
  ] as const)('on %s are %s: %i shown', (_when, payOn, count) => {
    expect(entriesOf({ payments: { next: [{ ...payment, payOn }] } })).toHaveLength(count);
  });

  it('of equal amount on one day are two', () => {
    expect(entriesOf({ payments: { next: [payment, payment] } })).toHaveLength(2);
  });
});

describe('the single provider declaration', () => {
  const allowance = (more: Partial<ChildAllowanceInput> = {}): ChildAllowanceInput => ({
    __typename: 'ChildAllowance',
    status: 'CURRENT',
    singleProviderDeclaration: { status: 'AWAITING_ANSWER', answerBy: '2026-11-30' },
    ...more,
  });

  it('is one task, whatever number of allowances depend on it', () => {
    const entries = entriesOf({ benefits: [allowance(), allowance()] });

    expect(entries.map(inShort)).toEqual(['2026-11-30 MUST SINGLE_PROVIDER_DECLARATION']);
    expect(entries[0]?.title.da).toBe('Sidste dag til at besvare enlig erklæring');
  });

  it.each([
    ['answered', allowance({ singleProviderDeclaration: { status: 'ANSWERED', answerBy: '2026-11-30' } })],
    ['not asked for', allowance({ singleProviderDeclaration: null })],
    ['of an allowance that ended', allowance({ status: 'ENDED' })],
    [
      'beyond the horizon',
      allowance({ singleProviderDeclaration: { status: 'AWAITING_ANSWER', answerBy: '2027-06-16' } }),
    ],
  ])('is no task when it is %s', (_what, benefit) => {
    expect(entriesOf({ benefits: [benefit] })).toEqual([]);
  });

  it.each(['AWAITING_ANSWER', 'DEADLINE_PASSED'] as const)('stays a task after its last day as %s', (status) => {
    const overdue = allowance({ singleProviderDeclaration: { status, answerBy: '2026-06-14' } });

    expect(entriesOf({ benefits: [overdue] })).toMatchObject([
      { happensOn: '2026-06-14', action: 'MUST', title: { da: 'Svarfristen for enlig erklæring er overskredet' } },
    ]);
  });
});

describe('holiday pay', () => {
  const holiday = (more: Partial<HolidayPayInput> = {}): HolidayPayInput => ({
    __typename: 'HolidayPay',
    id: 'H',
    availableOere: 100,
    takeBy: '2026-08-31',
    isBlockedByOtherBenefit: false,
    ...more,
  });

  it.each([
    ['can be taken', holiday(), ['2026-08-31 MAY HOLIDAY_PAY 1']],
    ['can perhaps be taken', holiday({ isBlockedByOtherBenefit: null }), ['2026-08-31 MAY HOLIDAY_PAY 1']],
    ['is blocked', holiday({ isBlockedByOtherBenefit: true }), ['2026-08-31 NONE HOLIDAY_PAY 1']],
    ['is taken', holiday({ availableOere: 0 }), []],
    ['is lost', holiday({ takeBy: '2026-06-14' }), []],
  ] as const)('that %s', (_what, benefit, entries) => {
    expect(entriesOf({ benefits: [{ __typename: 'StatePension' }, benefit] }).map(inShort)).toEqual(entries);
  });
});

describe('the state pension', () => {
  const outlook = (more: Partial<StatePensionInput>): StatePensionInput => ({
    payableFrom: '2027-05-01',
    applyFrom: '2026-11-01',
    canApplyNow: false,
    ...more,
  });

  it.each([
    ['the first day to apply', outlook({}), ['2026-11-01 MAY STATE_PENSION_APPLICATION']],
    ['the day it can be paid from', outlook({ canApplyNow: true }), ['2027-05-01 MAY STATE_PENSION_APPLICATION']],
    [
      'the day it could have been paid from',
      outlook({ canApplyNow: true, payableFrom: '2026-03-01' }),
      ['2026-03-01 MAY STATE_PENSION_APPLICATION'],
    ],
    ['nothing when it was applied for', outlook({ applyFrom: '2026-06-01' }), []],
    ['nothing for years', outlook({ applyFrom: '2040-01-01', payableFrom: '2040-07-01' }), []],
  ] as const)('shows %s', (_what, statePensionOutlook, entries) => {
    expect(entriesOf({ statePensionOutlook }).map(inShort)).toEqual(entries);
  });
});

describe('claims', () => {
  const debt = (more: Partial<DebtInput> = {}): DebtInput => ({
    claimId: 'F-1',
    description: 'Boligstøtte',
    originalAmountOere: 1000,
    remainingOere: 400,
    payBy: '2026-08-01',
    status: 'UPCOMING',
    instalments: null,
    ...more,
  });
  const claim = (more: Partial<ClaimInput> = {}): ClaimInput => {
    const { instalments: _instalments, ...seen } = debt();
    return { ...seen, creditor: 'Ærø Kommune', isOffset: false, ...more };
  };

  it('seen by two authorities are one task', () => {
    expect(
      entriesOf({ debtsToUdbetalingDanmark: [debt()], claimsUnderCollection: { claims: [claim()] } }),
    ).toMatchObject([{ kind: 'CLAIM_PAYMENT', amountOere: -400, recordId: 'F-1', source: 'debtsToUdbetalingDanmark' }]);
  });

  it.each([
    ['on their last day', '2026-06-15', 'Sidste dag til at betale: Boligstøtte'],
    ['after it', '2026-06-14', 'Betalingsdatoen er overskredet: Boligstøtte'],
  ] as const)('%s are still to be paid', (_when, payBy, title) => {
    expect(entriesOf({ debtsToUdbetalingDanmark: [debt({ payBy, status: 'OVERDUE' })] })).toMatchObject([
      { happensOn: payBy, action: 'MUST', title: { da: title } },
    ]);
  });

  it.each([
    ['paid', claim({ remainingOere: 0, status: 'PAID' })],
    ['sent for collection', claim({ status: 'SENT_TO_COLLECTION' })],
  ])('that are %s have no day', (_what, one) => {
    expect(entriesOf({ claimsUnderCollection: { claims: [one] } })).toEqual([]);
  });

  it('with a plan are paid by its next instalment, also when that is past', () => {
    const instalments = { amountPerMonthOere: 150, nextOn: '2026-06-01' } as const;

    expect(entriesOf({ debtsToUdbetalingDanmark: [debt({ instalments })] })).toMatchObject([
      { kind: 'CLAIM_INSTALMENT', happensOn: '2026-06-01', amountOere: -150, action: 'MUST' },
    ]);
  });

  it('with a plan that has no next day are due on their own', () => {
    const instalments = { amountPerMonthOere: 150, nextOn: null };

    expect(entriesOf({ debtsToUdbetalingDanmark: [debt({ instalments })] })).toMatchObject([
      { kind: 'CLAIM_PAYMENT', happensOn: '2026-08-01' },
    ]);
  });
});

describe('annual tax', () => {
  const year = (settlement: AnnualTaxInput['settlement'], correctBy: CalendarDate = '2026-05-01') =>
    entriesOf({ annualTax: [{ incomeYear: 2025, correctBy, settlement }] }).map(inShort);
  const refund = { __typename: 'TaxRefund', amountOere: 500, payOn: '2026-07-01', offsetOere: 0 } as const;
  const residual = { __typename: 'ResidualTax', amountOere: 700, payBy: '2026-07-01' } as const;

  it.each([
    ['a refund', year(refund), ['2026-07-01 NONE TAX_REFUND 5']],
    ['a refund that partly covers a claim', year({ ...refund, offsetOere: 100 }), ['2026-07-01 NONE TAX_REFUND 4']],
    ['a refund that covers a claim', year({ ...refund, offsetOere: 500 }), []],
    ['a refund without a day', year({ ...refund, payOn: null }), []],
    ['a refund that was paid', year({ ...refund, payOn: '2026-06-14' }), []],
    ['residual tax', year(residual), ['2026-07-01 MUST RESIDUAL_TAX -7']],
    ['residual tax after its day', year({ ...residual, payBy: '2026-06-14' }), []],
    [
      'a year that can be corrected',
      year(residual, '2026-07-01'),
      ['2026-07-01 MUST RESIDUAL_TAX -7', '2026-07-01 MAY ANNUAL_TAX_CORRECTION'],
    ],
  ])('shows %s', (_what, entries, expected) => {
    expect(entries).toEqual(expected);
  });
});

it('puts tasks before what happens by itself on the same day, and is the same in whatever order things are answered', () => {
  const payments = ['A', 'B'].map(
    (id) => ({ benefitId: id, benefitName: id, payOn: '2026-07-01', amountOere: 100 }) as const,
  );
  const annualTax: AnnualTaxInput[] = [
    {
      incomeYear: 2025,
      correctBy: '2026-07-01',
      settlement: { __typename: 'ResidualTax', amountOere: 1, payBy: '2026-07-01' },
    },
  ];
  const order = (next: typeof payments) =>
    entriesOf({ payments: { next }, annualTax }).map(({ action, recordId }) => `${action} ${recordId}`);

  expect(order(payments)).toEqual(['MUST 2025', 'MAY 2025', 'NONE A', 'NONE B']);
  expect(order(payments.toReversed())).toEqual(order(payments));
});

describe('what is lacking', () => {
  it.each(Object.keys(NOTHING) as (keyof OverviewInputs)[])('is named when %s is not there', (field) => {
    const { [field]: _absent, ...inputs } = NOTHING;

    expect(timelineOf(inputs, TODAY)).toMatchObject({ entries: [], lacks: [field] });
  });

  it('is everything when nobody answered', () => {
    expect(timelineOf({}, TODAY).lacks).toEqual(Object.keys(NOTHING));
  });

  it('is nothing when the answer was null', () => {
    const answers = Object.fromEntries(Object.keys(NOTHING).map((field) => [field, null]));

    expect(timelineOf(answers, TODAY)).toMatchObject({ entries: [], lacks: [] });
  });

  it('does not keep the rest from being shown', () => {
    const { payments } = answersAbout('parent');

    expect(timelineOf({ payments: payments ?? null }, TODAY)).toMatchObject({
      entries: { length: 4 },
      lacks: Object.keys(NOTHING).filter((field) => field !== 'payments'),
    });
  });
});
