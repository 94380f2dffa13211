import { debtsOn, type ClaimOnCitizen } from './debt.js';

const claim: ClaimOnCitizen = {
  claimId: 'F-1',
  description: 'Tilbagebetaling af boligstøtte',
  originalAmountOere: 500_000,
  remainingOere: 420_000,
  payBy: '2026-08-01',
  isSentToCollection: false,
  instalments: { amountPerMonthOere: 20_000, nextOn: '2026-07-01' },
};

describe('debts on a day', () => {
  it('lists the first due first, each with its status', () => {
    const claims = [claim, { ...claim, claimId: 'F-2', payBy: '2026-03-01' } as const];

    expect(debtsOn('2026-06-15', claims)).toMatchObject([
      { claimId: 'F-2', status: 'OVERDUE' },
      { claimId: 'F-1', status: 'UPCOMING', instalments: { amountPerMonthOere: 20_000, nextOn: '2026-07-01' } },
    ]);
  });
});
