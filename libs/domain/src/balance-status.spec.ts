import type { ClaimStatus } from './payment-status.js';
import fc from 'fast-check';
import { balanceStatusOf, PAYMENT_STATUSES, type PaymentStatus } from './balance-status.js';

const SINGLE: readonly ClaimStatus[] = ['UPCOMING', 'PAID', 'OVERDUE', 'SENT_TO_COLLECTION'];

/** Official numbers, so that the table below reads like the model's own. */
const status = (number: number) => PAYMENT_STATUSES[number - 1] as ClaimStatus;
const numberOf = (name: PaymentStatus | undefined) => (name === undefined ? null : PAYMENT_STATUSES.indexOf(name) + 1);

describe('status of a balance', () => {
  const TABLE: readonly (readonly [present: readonly number[], expected: number | null])[] = [
    [[], null],
    [[1], 1],
    [[2], 2],
    [[3], 3],
    [[4], 4],
    [[1, 2], 1],
    [[1, 3], 5],
    [[1, 4], 6],
    [[2, 3], 3],
    [[2, 4], 6],
    [[3, 4], 6],
    [[1, 2, 3], 5],
    [[1, 2, 4], 6],
    [[1, 3, 4], 7],
    [[2, 3, 4], 6],
    [[1, 2, 3, 4], 7],
  ];

  it.each(TABLE)('of claims with the statuses %j is %j', (present, expected) => {
    expect(numberOf(balanceStatusOf(present.map(status)))).toBe(expected);
  });

  it('has a row for every combination of single statuses', () => {
    const rows = new Set(TABLE.map(([present]) => present.join()));
    expect(rows.size).toBe(2 ** SINGLE.length);
  });

  it('does not depend on order or duplicates', () => {
    const claims = fc.array(fc.constantFrom(...SINGLE), { maxLength: 12 });
    const shuffledWithRepeats = claims.chain((some) =>
      fc.record({
        some: fc.constant(some),
        again: fc
          .array(fc.constantFrom(...(some.length === 0 ? SINGLE : some)), { maxLength: some.length === 0 ? 0 : 6 })
          .chain((repeats) => fc.shuffledSubarray([...some, ...repeats], { minLength: some.length + repeats.length })),
      }),
    );
    fc.assert(
      fc.property(shuffledWithRepeats, ({ some, again }) => {
        expect(balanceStatusOf(again)).toBe(balanceStatusOf(some));
      }),
    );
  });

  it('takes its three own statuses only when the rule of the model holds', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SINGLE), { minLength: 1, maxLength: 8 }), (statuses) => {
        const count = (wanted: ClaimStatus) => statuses.filter((one) => one === wanted).length;
        const sent = count('SENT_TO_COLLECTION');
        const five = count('OVERDUE') > 0 && sent === 0 && count('UPCOMING') > 0;
        const six = sent > 0 && sent < statuses.length;
        const seven = six && count('OVERDUE') > 0 && count('UPCOMING') > 0;
        const own = balanceStatusOf(statuses);
        expect(own === 'PARTLY_OVERDUE').toBe(five);
        expect(own === 'PARTLY_SENT_TO_COLLECTION').toBe(six && !seven);
        expect(own === 'PARTLY_OVERDUE_PARTLY_SENT').toBe(seven);
      }),
    );
  });
});
