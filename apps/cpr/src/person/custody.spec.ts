import { parseCprNumber, type CalendarDate, type CprNumber } from '@app/domain';
import { custodyInForce, type RegisteredCustody } from './custody.js';

const today: CalendarDate = '2026-06-15';
const small = parseCprNumber('7006154444') as CprNumber; // 10 June 2015
const turns18Today = parseCprNumber('7506084444') as CprNumber; // 15 June 2008
const turns18Tomorrow = parseCprNumber('7606084444') as CprNumber; // 16 June 2008

const row = (child: CprNumber, more: Partial<RegisteredCustody> = {}): RegisteredCustody => ({
  child,
  kind: 'SHARED',
  period: { from: '2015-06-10' },
  childProtections: [],
  ...more,
});

describe('custody in force', () => {
  it.each<[string, readonly RegisteredCustody[], readonly (readonly [CprNumber, string])[]]>([
    ['none', [], []],
    ['shared', [row(small)], [[small, 'SHARED']]],
    ['sole', [row(small, { kind: 'SOLE' })], [[small, 'SOLE']]],
    ['ended yesterday', [row(small, { period: { from: '2015-06-10', to: '2026-06-14' } })], []],
    ['ends today', [row(small, { period: { from: '2015-06-10', to: '2026-06-15' } })], [[small, 'SHARED']]],
    ['begins tomorrow', [row(small, { period: { from: '2026-06-16' } })], []],
    ['18 today', [row(turns18Today)], []],
    ['18 tomorrow', [row(turns18Tomorrow)], [[turns18Tomorrow, 'SHARED']]],
    [
      'changed to sole, both rows open',
      [row(small, { kind: 'SOLE', period: { from: '2024-01-01' } }), row(small)],
      [[small, 'SOLE']],
    ],
  ])('%s', (_case, rows, expected) => {
    expect([...custodyInForce(rows, today)].map(([child, { kind }]) => [child, kind])).toEqual(expected);
  });
});
