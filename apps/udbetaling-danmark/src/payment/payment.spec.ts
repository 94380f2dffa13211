import type { CalendarDate } from '@app/domain';
import { aChildAllowance, aHousingBenefit, aStatePension, TODAY } from '../../test/grants.js';
import { paymentPlanOn, type Payment } from './payment.js';

const paid = (payOn: CalendarDate, benefitId = 'bolig-1'): Payment => ({
  benefitId,
  benefitName: 'Boligstøtte',
  payOn,
  amountOere: 100_000,
});

describe('payment plan', () => {
  it('lists what is planned by all grants, soonest first', () => {
    const plan = paymentPlanOn(TODAY, [aStatePension(), aHousingBenefit()], []);

    expect(plan.next).toHaveLength(24);
    expect(plan.next.slice(0, 3)).toEqual([
      // 1 July is a Wednesday.
      { benefitId: 'pension-1', benefitName: 'Folkepension', payOn: '2026-06-30', amountOere: 100_000 },
      { benefitId: 'bolig-1', benefitName: 'Boligstøtte', payOn: '2026-07-01', amountOere: 100_000 },
      { benefitId: 'pension-1', benefitName: 'Folkepension', payOn: '2026-07-31', amountOere: 100_000 },
    ]);
  });

  it('lists what was paid in the last twelve months, newest first, first and last day included', () => {
    const made = ['2025-06-14', '2025-06-15', '2026-03-31', '2026-06-15', '2026-06-16'] as const;

    expect(
      paymentPlanOn(
        TODAY,
        [],
        made.map((day) => paid(day)),
      ).earlier.map(({ payOn }) => payOn),
    ).toEqual(['2026-06-15', '2026-03-31', '2025-06-15']);
  });

  it('does not plan a payment of today that was made already', () => {
    const grant = aHousingBenefit({ nextDueOn: '2026-06-15' });

    expect(paymentPlanOn(TODAY, [grant], []).next[0]?.payOn).toBe('2026-06-15');
    expect(paymentPlanOn(TODAY, [grant], [paid('2026-06-15')]).next[0]?.payOn).toBe('2026-07-15');
    expect(paymentPlanOn(TODAY, [grant], [paid('2026-06-15', 'other')]).next[0]?.payOn).toBe('2026-06-15');
  });

  it('leaves out planned payments of unknown amount', () => {
    expect(paymentPlanOn(TODAY, [aHousingBenefit({ amountPerPaymentOere: null })], []).next).toEqual([]);
  });

  it('plans nothing for an allowance whose declaration was not answered in time', () => {
    const grant = aChildAllowance({ declarationRequest: { answerBy: '2026-05-31', answeredOn: null } });

    expect(paymentPlanOn(TODAY, [grant], []).next).toEqual([]);
  });
});
