import { loadExamples } from '@app/contracts';
import { frozenClock } from '@app/domain';
import { findTestPerson, type TestPerson } from '@app/testing';
import { AUTHORITY } from '../src/skat.module.js';
import { fordringerOf, opgoerelserOf } from './replies.js';
import { FORDRINGER, OPGOERELSER, RunningSkat } from './running-skat.js';

const TODAY = '2026-06-15';

function person(key: string): TestPerson {
  const found = findTestPerson(key);
  if (found === undefined) throw new Error(`no test person ${key}`);
  return found;
}

async function answerFor(key: string) {
  const { cprNumber, facts } = person(key);
  const known = facts(TODAY);
  await using skat = await RunningSkat.start({
    [OPGOERELSER]: opgoerelserOf(known),
    [FORDRINGER]: fordringerOf(known),
  });
  const asked = await skat.ask(cprNumber);
  expect(asked.errors).toEqual([]);
  expect(await skat.subgraph.traces()).not.toContain(cprNumber);
  expect(asked.text).not.toContain(cprNumber);
  expect(asked.entity).toMatchObject({ id: 'test-citizen', recordOwner: skat.gateway.ownerHash(cprNumber) });
  return asked.entity;
}

describe('what Skat answers about the test persons on 15 June 2026', () => {
  it('parent: a refund, a year that balances, one claim under collection', async () => {
    expect(await answerFor('parent')).toMatchObject({
      preliminaryTax: {
        incomeYear: 2026,
        expectedIncomeOere: 42_600_000,
        monthlyDeductionOere: 512_300,
        withholdingPercent: 38,
        assessedOn: '2025-11-15',
      },
      annualTax: [
        {
          incomeYear: 2025,
          assessedOn: '2026-03-23',
          correctBy: '2026-05-20',
          taxableIncomeOere: 40_152_000,
          taxOere: 13_820_000,
          paidOere: 14_231_900,
          // 5 April 2026 is Easter Sunday; banks close from Maundy Thursday.
          settlement: { __typename: 'TaxRefund', amountOere: 411_900, payOn: '2026-04-01', offsetOere: 0 },
        },
        { incomeYear: 2024, settlement: null },
      ],
      claimsUnderCollection: {
        balance: { amountOere: 180_000, status: 'SENT_TO_COLLECTION' },
        claims: [
          {
            typeCode: 'KFDAGIN',
            description: 'Daginstitution, restance',
            creditor: 'Ærø Kommune',
            originalAmountOere: 342_000,
            remainingOere: 180_000,
            payBy: '2026-01-01',
            status: 'SENT_TO_COLLECTION',
            isOffset: false,
          },
        ],
      },
    });
  });

  it('parent-spouse: residual tax, no claims, so a balance of zero without a status', async () => {
    expect(await answerFor('parent-spouse')).toMatchObject({
      annualTax: [{ settlement: { __typename: 'ResidualTax', residualOere: 192_500, payBy: '2026-07-01' } }],
      claimsUnderCollection: { balance: { amountOere: 0, status: null }, claims: [] },
    });
  });

  it('debtor-instalments: the whole refund covers the claim that is also at Udbetaling Danmark', async () => {
    const [claim] = person('debtor-instalments').facts(TODAY).debts;
    expect(await answerFor('debtor-instalments')).toMatchObject({
      annualTax: [{ settlement: { __typename: 'TaxRefund', amountOere: 380_000, offsetOere: 380_000 } }],
      claimsUnderCollection: {
        balance: { amountOere: 840_000, status: 'SENT_TO_COLLECTION' },
        claims: [{ claimId: claim?.claimId, isOffset: true, status: 'SENT_TO_COLLECTION' }],
      },
    });
  });

  it('balance-partly-sent: one overdue, one sent, none upcoming is status 6', async () => {
    expect(await answerFor('balance-partly-sent')).toMatchObject({
      claimsUnderCollection: {
        balance: { amountOere: 437_500, status: 'PARTLY_SENT_TO_COLLECTION' },
        claims: [
          { payBy: '2025-11-01', status: 'SENT_TO_COLLECTION' },
          { payBy: '2026-05-01', status: 'OVERDUE' },
        ],
      },
    });
  });

  it('balance-partly-overdue-partly-sent: one overdue, one sent, one upcoming is status 7', async () => {
    expect(await answerFor('balance-partly-overdue-partly-sent')).toMatchObject({
      claimsUnderCollection: {
        balance: { amountOere: 850_100, status: 'PARTLY_OVERDUE_PARTLY_SENT' },
        claims: [{ status: 'SENT_TO_COLLECTION' }, { status: 'OVERDUE' }, { payBy: '2026-08-01', status: 'UPCOMING' }],
      },
    });
  });

  it('born-in-1963: nothing is known, which is an answer and not a failure', async () => {
    expect(await answerFor('born-in-1963')).toMatchObject({
      preliminaryTax: null,
      annualTax: [],
      claimsUnderCollection: { balance: { amountOere: 0, status: null }, claims: [] },
    });
  });
});

describe('the examples of the contract', () => {
  it.each(loadExamples('contracts', AUTHORITY).map((example) => [example.name, example] as const))(
    '%s is what is answered',
    async (_name, { person: key, today, entityQuery: query, expected }) => {
      const { cprNumber, facts } = person(key);
      const answers = { [OPGOERELSER]: opgoerelserOf(facts(today)), [FORDRINGER]: fordringerOf(facts(today)) };
      await using skat = await RunningSkat.start(answers, { clock: frozenClock(`${today}T12:00:00+02:00`) });
      const token = await skat.gateway.tokenFor(AUTHORITY, cprNumber);
      const variables = { representations: [{ __typename: 'Citizen', id: 'test-citizen' }] };

      const asked = await skat.subgraph.post({ query, variables }, { token, deadlineMs: 5_000 });

      expect([asked.errors, asked.entity]).toEqual([[], expected]);
    },
  );
});
