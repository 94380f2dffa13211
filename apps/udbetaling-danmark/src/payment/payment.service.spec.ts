import { frozenClock } from '@app/domain';
import { ExposureError } from '@app/errors';
import { Today } from '@app/subgraph';
import { anAccess } from '../../test/an-access.js';
import { aHousingBenefit } from '../../test/grants.js';
import { PaymentService } from './payment.service.js';

/** Half past midnight of the 15th in Denmark. */
const today = new Today(frozenClock('2026-06-14T22:30:00Z'));
const unavailable = () => Promise.reject(new ExposureError('SOURCE_UNAVAILABLE'));

describe('payment service', () => {
  it('joins grants and payments made on the day in Denmark', async () => {
    const grants = {
      findFor: () => Promise.resolve([aHousingBenefit({ nextDueOn: '2026-06-15', frequency: 'ONCE' })]),
    };
    const payments = { findMadeTo: () => Promise.resolve([]) };

    const plan = await new PaymentService(grants, payments, today).findFor(anAccess());

    expect(plan.next.map(({ payOn }) => payOn)).toEqual(['2026-06-15']);
  });

  it('gives no half plan when one of the lists is missing', async () => {
    const grants = { findFor: () => Promise.resolve([]) };
    const payments = { findMadeTo: () => Promise.resolve([]) };

    await expect(
      new PaymentService({ findFor: unavailable }, payments, today).findFor(anAccess()),
    ).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await expect(
      new PaymentService(grants, { findMadeTo: unavailable }, today).findFor(anAccess()),
    ).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });
});
