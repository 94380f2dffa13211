import { isBankDay, parseCalendarDate, addDays } from '@app/domain';
import fc from 'fast-check';
import { aChildAllowance, aChildBenefit, aHousingBenefit, aStatePension, TODAY } from '../../test/grants.js';
import { nextPayDay, plannedPayments } from './pay-days.js';

describe('pay days', () => {
  it('moves a payment that is due on a Saturday to the Friday before', () => {
    expect(nextPayDay(TODAY, aHousingBenefit({ nextDueOn: '2026-06-20' }))).toBe('2026-06-19');
  });

  it('counts a payment of today as the next one, and goes on tomorrow', () => {
    const grant = aHousingBenefit({ nextDueOn: '2026-06-20' });

    expect(nextPayDay('2026-06-19', grant)).toBe('2026-06-19');
    expect(nextPayDay('2026-06-20', grant)).toBe('2026-07-20');
  });

  it('keeps a pension on the last bank day of each month for twelve months', () => {
    expect(plannedPayments(TODAY, aStatePension()).map(({ payOn }) => payOn)).toEqual([
      '2026-06-30',
      '2026-07-31',
      '2026-08-31',
      '2026-09-30',
      '2026-10-30',
      '2026-11-30',
      '2026-12-30',
      '2027-01-29',
      '2027-02-26',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ]);
  });

  it('pays boligstøtte on the first bank day of each month, not before the month', () => {
    const payments = plannedPayments(TODAY, aHousingBenefit({ nextDueOn: '2026-07-01' }));

    expect(payments.map(({ payOn }) => payOn).slice(0, 7)).toEqual([
      '2026-07-01',
      // 1 August 2026 is a Saturday, 1 January 2027 a holiday.
      '2026-08-03',
      '2026-09-01',
      '2026-10-01',
      '2026-11-02',
      '2026-12-01',
      '2027-01-04',
    ]);
  });

  it('pays every fourteen days, and once only once', () => {
    const fortnightly = aHousingBenefit({ frequency: 'FORTNIGHTLY', nextDueOn: '2026-06-16' });
    const once = aHousingBenefit({ frequency: 'ONCE', nextDueOn: '2026-06-16' });

    expect(plannedPayments(TODAY, fortnightly).map(({ payOn }) => payOn)).toContain('2026-06-30');
    expect(plannedPayments(TODAY, once)).toEqual([{ payOn: '2026-06-16', amountOere: 100_000 }]);
  });

  it.each(['STOPPED', 'ENDED'] as const)('plans nothing for a grant that is %s', (status) => {
    expect(plannedPayments(TODAY, aHousingBenefit({ status }))).toEqual([]);
  });

  it('plans nothing without a due date', () => {
    expect(plannedPayments(TODAY, aHousingBenefit({ nextDueOn: null }))).toEqual([]);
  });

  it('plans up to the month in which the grant ends', () => {
    const grant = aHousingBenefit({ nextDueOn: '2026-06-30', grantedTo: '2026-08-10' });

    expect(plannedPayments(TODAY, grant).map(({ payOn }) => payOn)).toEqual(['2026-06-30', '2026-07-31', '2026-08-31']);
  });

  it('does not guess the amount for a part of a month', () => {
    const grant = aHousingBenefit({ nextDueOn: '2026-07-31' });

    expect(plannedPayments(TODAY, { ...grant, grantedTo: '2026-08-10' })).toEqual([
      { payOn: '2026-07-31', amountOere: 100_000 },
      { payOn: '2026-08-31', amountOere: null },
    ]);
    expect(plannedPayments(TODAY, { ...grant, grantedTo: '2026-08-31' })[1]?.amountOere).toBe(100_000);
  });

  it('plans an allowance up to the day by which the declaration must be answered', () => {
    const waiting = aChildAllowance({ declarationRequest: { answerBy: '2026-11-30', answeredOn: null } });
    const answered = aChildAllowance({ declarationRequest: { answerBy: '2026-11-30', answeredOn: '2026-06-01' } });

    expect(plannedPayments(TODAY, waiting).map(({ payOn }) => payOn)).toEqual(['2026-07-20', '2026-10-20']);
    expect(plannedPayments(TODAY, answered).map(({ payOn }) => payOn)).toEqual([
      '2026-07-20',
      '2026-10-20',
      '2027-01-20',
      '2027-04-20',
    ]);
  });

  describe('of børne- og ungeydelse', () => {
    it('follow the child into the next age band', () => {
      expect(plannedPayments(TODAY, aChildBenefit())).toEqual([
        { payOn: '2026-07-20', amountOere: 268_500 },
        { payOn: '2026-10-20', amountOere: 268_500 },
        { payOn: '2027-01-20', amountOere: 212_400 },
        { payOn: '2027-04-20', amountOere: 212_400 },
      ]);
    });

    it('turn monthly when the child turns fifteen', () => {
      // Two of the three months of the quarter are left below fifteen; 20 September 2026 is a Sunday.
      const grant = aChildBenefit({ childBornOn: '2011-08-05', amountPerPaymentOere: 111_400 });

      expect(plannedPayments(TODAY, grant).slice(0, 4)).toEqual([
        { payOn: '2026-07-20', amountOere: 111_400 },
        { payOn: '2026-09-18', amountOere: 55_700 },
        { payOn: '2026-10-20', amountOere: 55_700 },
        { payOn: '2026-11-20', amountOere: 55_700 },
      ]);
    });

    it('are known until the next change only where the amount was reduced', () => {
      expect(plannedPayments(TODAY, aChildBenefit({ amountPerPaymentOere: 200_000 }))).toEqual([
        { payOn: '2026-07-20', amountOere: 200_000 },
        { payOn: '2026-10-20', amountOere: 200_000 },
      ]);
    });

    it('follow the rhythm of the source where it differs from the law', () => {
      const grant = aChildBenefit({ nextDueOn: '2026-06-25' });

      expect(plannedPayments(TODAY, grant).slice(0, 2)).toEqual([
        { payOn: '2026-06-25', amountOere: 268_500 },
        { payOn: '2026-09-25', amountOere: 268_500 },
      ]);
    });
  });

  it('are bank days, ascending, from today on and within twelve months, whatever is due', () => {
    const offsets = fc.integer({ min: -40, max: 400 });
    const frequencies = fc.constantFrom('MONTHLY', 'QUARTERLY', 'FORTNIGHTLY', 'ONCE');
    fc.assert(
      fc.property(offsets, frequencies, (offset, frequency) => {
        const days = plannedPayments(TODAY, aHousingBenefit({ nextDueOn: addDays(TODAY, offset), frequency })).map(
          ({ payOn }) => payOn,
        );
        for (const day of days) {
          expect(parseCalendarDate(day)).toBe(day);
          expect(isBankDay(day)).toBe(true);
          expect(day >= TODAY && day <= '2027-06-15').toBe(true);
        }
        expect(days).toEqual(days.toSorted());
      }),
    );
  });
});
