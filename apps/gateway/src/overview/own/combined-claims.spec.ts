import { combineClaims } from './combined-claims.js';
import type { ClaimInput, DebtInput } from './overview-inputs.js';

const TODAY = '2026-06-15';
const claim = (more: Partial<ClaimInput> = {}): ClaimInput => ({
  claimId: 'F-1',
  description: 'Boligstøtte',
  creditor: 'Ærø Kommune',
  originalAmountOere: 1000,
  remainingOere: 400,
  payBy: '2026-08-01',
  status: 'UPCOMING',
  isOffset: false,
  ...more,
});
const debt = (more: Partial<DebtInput> = {}): DebtInput => {
  const { creditor: _creditor, isOffset: _isOffset, ...seen } = claim();
  return { ...seen, instalments: null, ...more };
};
const combined = (debts: DebtInput[] | null, claims: ClaimInput[] | null) =>
  combineClaims({ debtsToUdbetalingDanmark: debts, claimsUnderCollection: claims === null ? null : { claims } }, TODAY);

describe('a claim that two authorities see', () => {
  it('is shown once, with what each of them says', () => {
    const { claims, total } = combined([debt()], [claim({ isOffset: true })]);

    expect(claims).toEqual([
      {
        claimId: 'F-1',
        description: 'Boligstøtte',
        creditor: 'Ærø Kommune',
        originalAmountOere: 1000,
        remainingOere: 400,
        payBy: '2026-08-01',
        status: 'UPCOMING',
        isOffset: true,
        instalmentOere: null,
        nextInstalmentOn: null,
        sightings: [
          { source: 'debtsToUdbetalingDanmark', remainingOere: 400, status: 'UPCOMING', counts: true },
          { source: 'claimsUnderCollection', remainingOere: 400, status: 'UPCOMING', counts: false },
        ],
      },
    ]);
    expect(total).toEqual({ amountOere: 400, status: 'UPCOMING' });
  });

  it.each([
    [
      'the creditor while it is only registered for offsetting',
      debt({ remainingOere: 300, status: 'OVERDUE', payBy: '2026-05-01' }),
      claim({ remainingOere: 400, status: 'OVERDUE', payBy: '2026-05-01' }),
      { remainingOere: 300, status: 'OVERDUE' },
      'debtsToUdbetalingDanmark',
    ],
    [
      'the collector once it was sent there',
      debt({ remainingOere: 300, status: 'SENT_TO_COLLECTION' }),
      claim({ remainingOere: 400, status: 'SENT_TO_COLLECTION' }),
      { remainingOere: 400, status: 'SENT_TO_COLLECTION' },
      'claimsUnderCollection',
    ],
    [
      'the collector when the creditor alone knows that it was sent',
      debt({ remainingOere: 300, status: 'SENT_TO_COLLECTION' }),
      claim({ remainingOere: 400, status: 'UPCOMING' }),
      { remainingOere: 400, status: 'SENT_TO_COLLECTION' },
      'claimsUnderCollection',
    ],
    [
      'the collector when it alone knows that it was sent',
      debt({ remainingOere: 300, status: 'OVERDUE', payBy: '2026-05-01' }),
      claim({ remainingOere: 400, status: 'SENT_TO_COLLECTION' }),
      { remainingOere: 400, status: 'SENT_TO_COLLECTION' },
      'claimsUnderCollection',
    ],
    [
      'the collector, where it is paid, when it was sent there',
      debt({ remainingOere: 300, status: 'SENT_TO_COLLECTION' }),
      claim({ remainingOere: 0, status: 'PAID' }),
      { remainingOere: 0, status: 'PAID' },
      'claimsUnderCollection',
    ],
  ] as const)('counts as says %s', (_who, atCreditor, atCollector, expected, source) => {
    const [one, ...others] = combined([atCreditor], [atCollector]).claims;

    expect(others).toEqual([]);
    expect(one).toMatchObject(expected);
    expect(one?.sightings.filter(({ counts }) => counts).map((sighting) => sighting.source)).toEqual([source]);
  });

  it('counts once in the total, although three sightings name it', () => {
    expect(combined([debt(), debt()], [claim()])).toMatchObject({
      claims: [{ claimId: 'F-1' }],
      total: { amountOere: 400 },
    });
  });
});

describe('a claim that one authority sees', () => {
  it('of the collector has no instalments', () => {
    expect(combined([], [claim()]).claims).toMatchObject([{ instalmentOere: null, isOffset: false }]);
  });

  it('of the creditor is Udbetaling Danmark’s, and whether it is offset is not known', () => {
    expect(combined([debt()], []).claims).toMatchObject([{ creditor: 'Udbetaling Danmark', isOffset: null }]);
  });

  it.each([
    [{ amountPerMonthOere: 150, nextOn: '2026-07-01' }, 150, '2026-07-01'],
    [{ amountPerMonthOere: 5000, nextOn: null }, 400, null],
  ] as const)('with the plan %j is paid off by no more than what is left', (instalments, instalmentOere, nextOn) => {
    expect(combined([debt({ instalments })], []).claims).toMatchObject([{ instalmentOere, nextInstalmentOn: nextOn }]);
  });

  it('on its last day is overdue, whatever the authority said the day before', () => {
    expect(combined([debt({ payBy: TODAY })], []).claims).toMatchObject([{ status: 'OVERDUE' }]);
  });
});

describe('all claims', () => {
  it('come first due first, the reference deciding between equals', () => {
    const claims = [
      claim({ claimId: 'F-3' }),
      claim({ claimId: 'F-2' }),
      claim({ claimId: 'F-1', payBy: '2026-09-01' }),
    ];

    expect(combined([], claims).claims.map(({ claimId }) => claimId)).toEqual(['F-2', 'F-3', 'F-1']);
    expect(combined([], claims.toReversed()).claims.map(({ claimId }) => claimId)).toEqual(['F-2', 'F-3', 'F-1']);
  });

  it('have a total with the status of a balance', () => {
    const claims = [claim({ status: 'SENT_TO_COLLECTION' }), claim({ claimId: 'F-2', remainingOere: 1 })];

    expect(combined([], claims).total).toEqual({ amountOere: 401, status: 'PARTLY_SENT_TO_COLLECTION' });
  });

  it('are none, with a total of nothing, when both authorities answered so', () => {
    const none = { claims: [], total: { amountOere: 0, status: null }, lacks: [] };

    expect(combined([], [])).toEqual(none);
    expect(combined(null, null)).toEqual(none);
  });
});

describe('without an answer', () => {
  it('of the collector there is no total, and the creditor’s word counts', () => {
    const result = combineClaims({ debtsToUdbetalingDanmark: [debt({ status: 'SENT_TO_COLLECTION' })] }, TODAY);

    expect(result).toMatchObject({
      claims: [{ status: 'SENT_TO_COLLECTION', sightings: [{ counts: true }] }],
      total: null,
      lacks: ['claimsUnderCollection'],
    });
  });

  it('of the creditor there is no total', () => {
    expect(combineClaims({ claimsUnderCollection: { claims: [] } }, TODAY)).toEqual({
      claims: [],
      total: null,
      lacks: ['debtsToUdbetalingDanmark'],
    });
  });

  it('of anybody there is nothing but what is lacking', () => {
    expect(combineClaims({}, TODAY)).toEqual({
      claims: [],
      total: null,
      lacks: ['debtsToUdbetalingDanmark', 'claimsUnderCollection'],
    });
  });
});
