import fc from 'fast-check';
import { payDayOf } from './bank-day.js';
import { addDays, addMonths } from './calendar-date.js';
import { childBenefitPayments, childBenefitShare, nextChildBenefitPayment } from './child-benefit.js';

const anyBirthDate = () => fc.integer({ min: 0, max: 7_000 }).map((days) => addDays('2011-04-01', days));
const share = () => fc.constantFrom(50 as const, 100 as const);

describe('child and youth benefit', () => {
  it.each([
    ['2026-03-31', '2026-04-20', 'the day before the quarter'],
    ['2026-04-01', '2026-07-20', 'first day of a quarter: the next one'],
    ['2026-05-15', '2026-07-20', 'within a quarter'],
    ['2025-12-31', '2026-01-20', 'over the turn of the year'],
  ] as const)('for a child born on %s is due first on %s: %s', (bornOn, dueOn, _why) => {
    expect(childBenefitPayments(bornOn, 100, { from: bornOn, until: addMonths(bornOn, 7) })[0]?.dueOn).toBe(dueOn);
  });

  it('comes every quarter below 15, with the band of the first day of the quarter', () => {
    expect(childBenefitPayments('2023-05-10', 50, { from: '2026-01-01', until: '2026-12-31' })).toEqual([
      { dueOn: '2026-01-20', frequency: 'QUARTERLY', amountOere: 268_500 },
      { dueOn: '2026-04-20', frequency: 'QUARTERLY', amountOere: 268_500 },
      { dueOn: '2026-07-20', frequency: 'QUARTERLY', amountOere: 212_400 },
      { dueOn: '2026-10-20', frequency: 'QUARTERLY', amountOere: 212_400 },
    ]);
  });

  it('covers the months up to the 15th birthday and comes every month afterwards', () => {
    expect(childBenefitPayments('2011-05-10', 100, { from: '2026-04-01', until: '2026-07-31' })).toEqual([
      { dueOn: '2026-04-20', frequency: 'QUARTERLY', amountOere: 222_800 },
      { dueOn: '2026-06-20', frequency: 'MONTHLY', amountOere: 111_400 },
      { dueOn: '2026-07-20', frequency: 'MONTHLY', amountOere: 111_400 },
    ]);
  });

  it('ends with the part of the month up to the 18th birthday, in whole kroner', () => {
    expect(childBenefitPayments('2008-07-22', 50, { from: '2026-06-01', until: '2026-12-31' })).toEqual([
      { dueOn: '2026-06-20', frequency: 'MONTHLY', amountOere: 55_700 },
      { dueOn: '2026-07-20', frequency: 'MONTHLY', amountOere: 39_500 },
    ]);
  });

  it('has no amount where no rate is known, but a date', () => {
    expect(childBenefitPayments('2020-05-10', 100, { from: '2022-01-01', until: '2022-02-01' })).toEqual([
      { dueOn: '2022-01-20', frequency: 'QUARTERLY', amountOere: undefined },
    ]);
  });

  it.each([
    ['2010-02-01', '2026-06-15', '2026-06-20', 'paid on Friday, still to come'],
    ['2010-02-01', '2026-06-19', '2026-06-20', 'paid today'],
    ['2010-02-01', '2026-06-20', '2026-07-20', 'due today, but paid yesterday'],
    ['2024-02-01', '2026-06-15', '2026-07-20', 'quarterly'],
    ['2026-08-01', '2026-06-15', '2026-10-20', 'not born yet'],
    ['2008-06-01', '2026-06-15', '2026-06-20', 'the month of the 18th birthday'],
    ['2008-05-31', '2026-06-15', undefined, 'grown up'],
  ] as const)('for a child born on %s, seen on %s, is due next on %s: %s', (bornOn, today, dueOn, _why) => {
    expect(nextChildBenefitPayment(bornOn, 50, today)?.dueOn).toBe(dueOn);
  });

  it.each([
    ['2026-06-15', { custody: 'SHARED', receivedWhole: true }, 50, 'a couple shares'],
    [
      '2026-06-15',
      { custody: 'SHARED', receivedWhole: false, partedOn: '2021-10-19' },
      50,
      'parted on the day of the rule',
    ],
    [
      '2026-06-15',
      { custody: 'SHARED', receivedWhole: true, partedOn: '2021-10-18' },
      100,
      'parted one day before, had it before',
    ],
    [
      '2026-06-15',
      { custody: 'SHARED', receivedWhole: false, partedOn: '2021-10-18' },
      0,
      'parted one day before, had it not',
    ],
    ['2021-12-31', { custody: 'SHARED', receivedWhole: true }, 100, 'before the rule one parent had the whole'],
    ['2022-01-01', { custody: 'SHARED', receivedWhole: true }, 50, 'first day of the rule'],
    ['2026-06-15', { custody: 'SOLE', receivedWhole: false, partedOn: '2024-01-01' }, 100, 'sole custody'],
    ['2026-06-15', { custody: 'NONE', receivedWhole: true }, 0, 'no custody'],
  ] as const)('on %s with %j gives %i percent: %s', (on, parents, percent, _why) => {
    expect(childBenefitShare(on, parents)).toBe(percent);
  });

  it('is due on the 20th, in the quarter months while quarterly, and never twice', () => {
    fc.assert(
      fc.property(anyBirthDate(), share(), (bornOn, percent) => {
        const payments = childBenefitPayments(bornOn, percent, { from: bornOn, until: addMonths(bornOn, 19 * 12) });
        expect(new Set(payments.map(({ dueOn }) => dueOn)).size).toBe(payments.length);
        for (const { dueOn, frequency } of payments) {
          expect(dueOn.slice(8)).toBe('20');
          if (frequency === 'QUARTERLY') expect(['01', '04', '07', '10']).toContain(dueOn.slice(5, 7));
        }
      }),
    );
  });

  it('pays a youth 36 times: from the month after the 15th to the month of the 18th birthday', () => {
    fc.assert(
      fc.property(anyBirthDate(), (bornOn) => {
        const fifteen = addMonths(bornOn, 15 * 12);
        const payments = childBenefitPayments(bornOn, 100, { from: fifteen, until: addMonths(bornOn, 19 * 12) });
        const monthly = payments.filter(({ frequency }) => frequency === 'MONTHLY');
        expect(monthly).toHaveLength(36);
        expect(monthly[0]?.dueOn.slice(0, 7)).toBe(
          addMonths(`${fifteen.slice(0, 7)}-01` as typeof fifteen, 1).slice(0, 7),
        );
      }),
    );
  });

  it('gives two parents together the whole, up to the rounding to whole kroner', () => {
    fc.assert(
      fc.property(anyBirthDate(), fc.integer({ min: 0, max: 60 }), (bornOn, months) => {
        const from = addMonths('2023-01-01', months);
        const period = { from, until: addMonths(from, 6) };
        const [half, whole] = [childBenefitPayments(bornOn, 50, period), childBenefitPayments(bornOn, 100, period)];
        expect(half).toHaveLength(whole.length);
        for (const [index, { amountOere }] of whole.entries())
          expect(Math.abs((half[index]?.amountOere ?? 0) * 2 - (amountOere ?? 0))).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('always names as next the first payment that is not in the account before today', () => {
    fc.assert(
      fc.property(anyBirthDate(), fc.integer({ min: 0, max: 20 * 365 }), (bornOn, days) => {
        const today = addDays(bornOn, days);
        const all = childBenefitPayments(bornOn, 50, { from: bornOn, until: addMonths(bornOn, 20 * 12) });
        expect(nextChildBenefitPayment(bornOn, 50, today)).toEqual(all.find(({ dueOn }) => payDayOf(dueOn) >= today));
      }),
    );
  });
});
