import { calendarDate, parseCprNumber } from '@app/domain';
import { toFordringer } from './fordringer.js';
import { kroner } from './kroner.js';
import { toOpgoerelser } from './opgoerelser.js';

const asked = parseCprNumber('6101801234')!;
const owner = parseCprNumber('6202814321')!;

describe('amounts of Skatteforvaltningen', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [100, '1.00'],
    [123_450, '1234.50'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('%d øre is written %s', (oere, text) => {
    expect(kroner(oere)).toBe(text);
  });
});

describe('assessments of the stand-in', () => {
  const year = {
    incomeYear: 2025,
    assessedOn: calendarDate(2026, 3, 23),
    correctBy: calendarDate(2026, 5, 20),
    taxableIncomeOere: 41_200_000,
    taxOere: 14_058_800,
    paidOere: 14_058_800,
  };
  const settlementOf = (facts: object) =>
    toOpgoerelser(asked, owner, { annual: [{ ...year, ...facts }] }).aarsopgoerelser[0]?.afregning;

  it('bear the number asked for on top and the record’s own in each row', () => {
    const preliminary = {
      incomeYear: 2026,
      expectedIncomeOere: 1,
      monthlyDeductionOere: 1,
      withholdingPercent: 38,
      assessedOn: calendarDate(2025, 11, 15),
    };
    const reply = toOpgoerelser(asked, owner, { preliminary, annual: [year] });
    expect([
      reply.personnummer,
      reply.forskudsopgoerelse?.personnummer,
      reply.aarsopgoerelser[0]?.personnummer,
    ]).toEqual([asked, owner, owner]);
  });

  it('settle what was paid too much, what was paid too little, and nothing', () => {
    const refundDueOn = calendarDate(2026, 4, 5);
    expect(settlementOf({ paidOere: 14_900_000, refundDueOn, offsetOere: 100 })).toEqual({
      art: 'OVERSKYDENDE_SKAT',
      beloeb: '8412.00',
      modregnetBeloeb: '1.00',
      udbetalingsdato: refundDueOn,
    });
    expect(settlementOf({ paidOere: 14_000_000, residualPayBy: calendarDate(2026, 7, 1) })).toEqual({
      art: 'RESTSKAT',
      beloeb: '588.00',
      betalesSenestDato: '2026-07-01',
    });
    expect(settlementOf({})).toBeNull();
  });
});

describe('claims of the stand-in', () => {
  it('say whether they are under collection', () => {
    const claim = {
      claimId: 'UDK-1',
      typeCode: 'CVRYKOP',
      description: 'Rykkergebyr, børnetilskud',
      creditor: 'Udbetaling Danmark',
      originalAmountOere: 25_000,
      remainingOere: 25_000,
      payBy: calendarDate(2026, 3, 1),
      isSentToCollection: true,
      isOffset: false,
    };
    const { personnummer, fordringer } = toFordringer(asked, owner, [
      claim,
      { ...claim, claimId: 'UDK-2', isSentToCollection: false },
    ]);
    expect(personnummer).toBe(asked);
    expect(fordringer.map((row) => [row.personnummer, row.fordringsId, row.status, row.restBeloeb])).toEqual([
      [owner, 'UDK-1', 'UNDER_INDDRIVELSE', '250.00'],
      [owner, 'UDK-2', 'HOS_FORDRINGSHAVER', '250.00'],
    ]);
  });
});
