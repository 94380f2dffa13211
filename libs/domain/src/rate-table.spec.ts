import { RateTable } from './rate-table.js';
import {
  CHILD_ALLOWANCE_RATES,
  CHILD_BENEFIT_RATES,
  HOLIDAY_PAY_RATES,
  PARENTAL_LEAVE_RATES,
  STATE_PENSION_RATES,
} from './rates.js';

const table = new RateTable([
  { from: '2023-01-01', source: 'a', value: 1 },
  { from: '2024-01-01', source: 'b', value: 2 },
  { from: '2026-01-01', source: 'c', value: 3 },
]);

describe('rate tables', () => {
  it.each([
    ['2022-12-31', undefined],
    ['2023-01-01', 1],
    ['2023-12-31', 1],
    ['2024-01-01', 2],
    ['2025-06-15', 2],
    ['2026-01-01', 3],
    ['2099-01-01', 3],
  ] as const)('on %s the value is %s', (date, value) => {
    expect(table.on(date)?.value).toBe(value);
  });

  it('refuses rows that do not ascend, and no rows', () => {
    const row = { from: '2023-01-01', source: 'a' } as const;
    expect(() => new RateTable([row, row])).toThrow(RangeError);
    expect(() => new RateTable([])).toThrow(RangeError);
  });

  it.each([
    ['2023-06-15', [474_600, 375_600, 295_500, 98_500], [237_300, 187_800, 147_800, 49_300]],
    ['2024-06-15', [512_400, 405_600, 319_200, 106_400], [256_200, 202_800, 159_600, 53_200]],
    ['2025-06-15', [512_400, 405_600, 319_200, 106_400], [256_200, 202_800, 159_600, 53_200]],
    ['2026-06-15', [537_000, 424_800, 334_200, 111_400], [268_500, 212_400, 167_100, 55_700]],
  ] as const)('has the amounts of child benefit on %s', (date, full, half) => {
    const rates = CHILD_BENEFIT_RATES.on(date);
    expect(Object.values(rates?.fullOere ?? {})).toEqual(full);
    expect(Object.values(rates?.halfOere ?? {})).toEqual(half);
  });

  it('rounds every half amount of child benefit up to whole kroner', () => {
    for (const { fullOere, halfOere } of CHILD_BENEFIT_RATES.rows)
      for (const [band, half] of Object.entries(halfOere))
        expect(half).toBe(Math.ceil(fullOere[band as keyof typeof fullOere] / 200) * 100);
  });

  it('has the state pension of 2026 and none before', () => {
    expect(STATE_PENSION_RATES.on('2026-06-15')).toMatchObject({
      basicOere: 754_400,
      supplementSingleOere: 872_900,
      supplementCoupleOere: 446_700,
    });
    expect(STATE_PENSION_RATES.on('2025-12-31')).toBeUndefined();
  });

  it('names a source in every row', () => {
    for (const { rows } of [
      CHILD_ALLOWANCE_RATES,
      CHILD_BENEFIT_RATES,
      HOLIDAY_PAY_RATES,
      PARENTAL_LEAVE_RATES,
      STATE_PENSION_RATES,
    ])
      for (const { source } of rows) expect(source).not.toBe('');
  });
});
