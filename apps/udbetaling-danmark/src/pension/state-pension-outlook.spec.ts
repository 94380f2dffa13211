import type { CalendarDate } from '@app/domain';
import { aHousingBenefit, aStatePension } from '../../test/grants.js';
import { statePensionOutlookOn } from './state-pension-outlook.js';

describe('state pension outlook', () => {
  const rows: readonly [bornOn: CalendarDate, ageMonths: number, reachedOn: CalendarDate, payableFrom: CalendarDate][] =
    [
      ['1953-12-31', 780, '2018-12-31', '2019-01-01'],
      ['1954-01-01', 786, '2019-07-01', '2019-08-01'],
      ['1955-07-01', 804, '2022-07-01', '2022-08-01'],
      ['1959-11-10', 804, '2026-11-10', '2026-12-01'],
      ['1962-12-31', 804, '2029-12-31', '2030-01-01'],
      ['1963-01-01', 816, '2031-01-01', '2031-02-01'],
      ['1967-01-01', 828, '2036-01-01', '2036-02-01'],
    ];

  it.each(rows)(
    'of someone born on %s is %i months, reached on %s, paid from %s',
    (bornOn, pensionAgeMonths, reachedOn, payableFrom) => {
      expect(statePensionOutlookOn('2018-01-01', bornOn, [])).toMatchObject({
        pensionAgeMonths,
        reachedOn,
        payableFrom,
      });
    },
  );

  it('lets the citizen apply from the day that is six months before the first payable day', () => {
    const bornOn = '1959-11-10';

    expect(statePensionOutlookOn('2026-05-31', bornOn, [])).toMatchObject({
      applyFrom: '2026-06-01',
      canApplyNow: false,
    });
    expect(statePensionOutlookOn('2026-06-01', bornOn, [])).toMatchObject({
      applyFrom: '2026-06-01',
      canApplyNow: true,
    });
  });

  it.each(['CURRENT', 'UPCOMING', 'STOPPED'] as const)('is gone once folkepension is granted (%s)', (status) => {
    expect(statePensionOutlookOn('2026-06-15', '1958-01-01', [aStatePension({ status })])).toBeNull();
  });

  it('stays beside other benefits and after a folkepension that ended', () => {
    const grants = [aHousingBenefit(), aStatePension({ status: 'ENDED' })];

    expect(statePensionOutlookOn('2026-06-15', '1959-11-10', grants)).toMatchObject({ canApplyNow: true });
  });
});
