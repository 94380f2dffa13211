import { calendarDate } from '@app/domain';
import fc from 'fast-check';
import { claimOverviewOf, type RegisteredClaim } from './claim.js';

const today = calendarDate(2026, 6, 15);

function aClaim(claim: Partial<RegisteredClaim>): RegisteredClaim {
  return {
    claimId: 'UDK-1',
    typeCode: 'CVRYKOP',
    description: 'Rykkergebyr, børnetilskud',
    creditor: 'Udbetaling Danmark',
    originalAmountOere: 100_000,
    remainingOere: 60_000,
    payBy: calendarDate(2026, 3, 1),
    isSentToCollection: true,
    isOffset: false,
    ...claim,
  };
}

describe('overview of claims', () => {
  it('is a balance of zero without a status when there are no claims', () => {
    expect(claimOverviewOf([], today)).toEqual({ balance: { amountOere: 0, status: undefined }, claims: [] });
  });

  it('adds what is left, not what was claimed at first', () => {
    const overview = claimOverviewOf([aClaim({}), aClaim({ claimId: 'UDK-2', remainingOere: 2_550 })], today);
    expect(overview.balance).toEqual({ amountOere: 62_550, status: 'SENT_TO_COLLECTION' });
  });

  it('shows the oldest claim first and decides between equals by reference', () => {
    const claims = [
      aClaim({ claimId: 'C', payBy: calendarDate(2026, 3, 1) }),
      aClaim({ claimId: 'B', payBy: calendarDate(2026, 3, 1) }),
      aClaim({ claimId: 'D', payBy: calendarDate(2019, 12, 31) }),
    ];
    expect(claimOverviewOf(claims, today).claims.map((claim) => claim.claimId)).toEqual(['D', 'B', 'C']);
  });

  it('gives every claim its status of today', () => {
    const overview = claimOverviewOf(
      [
        aClaim({ claimId: 'sent' }),
        aClaim({ claimId: 'overdue', isSentToCollection: false }),
        aClaim({ claimId: 'upcoming', isSentToCollection: false, payBy: calendarDate(2026, 7, 1) }),
      ],
      today,
    );
    expect(overview.claims.map(({ claimId, status }) => [claimId, status])).toEqual([
      ['overdue', 'OVERDUE'],
      ['sent', 'SENT_TO_COLLECTION'],
      ['upcoming', 'UPCOMING'],
    ]);
    expect(overview.balance.status).toBe('PARTLY_OVERDUE_PARTLY_SENT');
  });

  it('keeps a claim type code that it has never seen', () => {
    expect(claimOverviewOf([aClaim({ typeCode: 'NYKODE9' })], today).claims[0]?.typeCode).toBe('NYKODE9');
  });

  it('is the same for every order of the same claims', () => {
    const claims = fc.uniqueArray(
      fc.record({
        claimId: fc.string({ minLength: 1, maxLength: 6 }),
        remainingOere: fc.nat(1_000_000),
        payBy: fc.integer({ min: 1, max: 28 }).map((day) => calendarDate(2026, 6, day)),
        isSentToCollection: fc.boolean(),
      }),
      { selector: (claim) => claim.claimId, maxLength: 8 },
    );
    fc.assert(
      fc.property(claims, (some) => {
        const registered = some.map(aClaim);
        expect(claimOverviewOf(registered.toReversed(), today)).toEqual(claimOverviewOf(registered, today));
      }),
    );
  });
});
