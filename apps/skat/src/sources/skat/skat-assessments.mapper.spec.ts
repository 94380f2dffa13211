import { toTaxAssessments } from './skat-assessments.mapper.js';
import { OpgoerelserReply } from './skat-assessments.reply.js';

const owner = '6101801234';

const refund = { art: 'OVERSKYDENDE_SKAT', beloeb: '8412.00', modregnetBeloeb: '0.00', udbetalingsdato: '2026-04-06' };

function aReply(reply: object = {}): unknown {
  return { personnummer: owner, forskudsopgoerelse: null, aarsopgoerelser: [], ...reply };
}

function anAnnualRow(row: object = {}): object {
  return {
    personnummer: owner,
    indkomstaar: 2025,
    opgjortDato: '2026-03-23',
    rettesSenestDato: '2026-05-20',
    skattepligtigIndkomst: '412000.00',
    beregnetSkat: '140588.00',
    betaltSkat: '149000.00',
    afregning: refund,
    ...row,
  };
}

const read = (value: unknown) => toTaxAssessments(OpgoerelserReply.parse(value));
const isValid = (value: unknown) => OpgoerelserReply.safeParse(value).success;

describe('assessments of Skattestyrelsen', () => {
  it('are empty when there are none', () => {
    expect(read(aReply())).toEqual({ preliminary: null, annual: [] });
  });

  it('take the preliminary assessment over, a loss included', () => {
    const forskudsopgoerelse = {
      personnummer: owner,
      indkomstaar: 2026,
      forventetIndkomst: '-20000.50',
      maanedsfradrag: '4875.00',
      traekprocent: 38,
      opgjortDato: '2025-11-14',
    };
    expect(read(aReply({ forskudsopgoerelse })).preliminary).toEqual({
      incomeYear: 2026,
      expectedIncomeOere: -2_000_050,
      monthlyDeductionOere: 487_500,
      withholdingPercent: 38,
      assessedOn: '2025-11-14',
    });
  });

  it('show the newest year first, and the newer version first within a year', () => {
    const rows = [
      anAnnualRow({ indkomstaar: 2023 }),
      anAnnualRow({ indkomstaar: 2025, opgjortDato: '2026-03-23' }),
      anAnnualRow({ indkomstaar: 2025, opgjortDato: '2026-05-02' }),
      anAnnualRow({ indkomstaar: 2024 }),
    ];
    const { annual } = read(aReply({ aarsopgoerelser: rows }));
    expect(annual.map(({ incomeYear, assessedOn }) => [incomeYear, assessedOn])).toEqual([
      [2025, '2026-05-02'],
      [2025, '2026-03-23'],
      [2024, '2026-03-23'],
      [2023, '2026-03-23'],
    ]);
  });

  const settlementOf = (afregning: unknown) =>
    read(aReply({ aarsopgoerelser: [anAnnualRow({ afregning })] })).annual[0]?.settlement;

  it('pay a refund on the bank day before a day on which banks are closed (6 April 2026 is Easter Monday)', () => {
    expect(settlementOf(refund)).toEqual({ kind: 'REFUND', amountOere: 841_200, offsetOere: 0, payOn: '2026-04-01' });
  });

  it('pay a refund on the day itself when banks are open', () => {
    expect(settlementOf({ ...refund, udbetalingsdato: '2026-04-07' })).toMatchObject({ payOn: '2026-04-07' });
  });

  it('leave the day of a refund open while it is not planned', () => {
    expect(settlementOf({ ...refund, udbetalingsdato: null })).toMatchObject({ payOn: null });
  });

  it('keep the part of a refund that covers a claim', () => {
    expect(settlementOf({ ...refund, modregnetBeloeb: '8412.00' })).toMatchObject({
      amountOere: 841_200,
      offsetOere: 841_200,
    });
  });

  it('give residual tax its last day', () => {
    expect(settlementOf({ art: 'RESTSKAT', beloeb: '310.25', betalesSenestDato: '2026-07-01' })).toEqual({
      kind: 'RESIDUAL',
      amountOere: 31_025,
      payBy: '2026-07-01',
    });
  });

  it('have no settlement when the year balances, however the source says it', () => {
    expect(settlementOf(null)).toBeNull();
    expect(settlementOf({ ...refund, beloeb: '0.00' })).toBeNull();
    expect(settlementOf({ art: 'RESTSKAT', beloeb: '0.00', betalesSenestDato: '2026-07-01' })).toBeNull();
  });
});

describe('a reply of the assessments', () => {
  it('may bring fields that we do not know', () => {
    expect(isValid(aReply({ nyt: 1, aarsopgoerelser: [anAnnualRow({ nyt: {} })] }))).toBe(true);
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['an empty object', {}],
    ['no person number', aReply({ personnummer: undefined })],
    ['no preliminary assessment, not even null', aReply({ forskudsopgoerelse: undefined })],
    ['no list', aReply({ aarsopgoerelser: null })],
    ['a row without its owner', aReply({ aarsopgoerelser: [anAnnualRow({ personnummer: undefined })] })],
    [
      'a row with an unknown settlement',
      aReply({ aarsopgoerelser: [anAnnualRow({ afregning: { art: 'ANDET', beloeb: '1.00' } })] }),
    ],
    ['an amount as a JSON number', aReply({ aarsopgoerelser: [anAnnualRow({ betaltSkat: 149_000 })] })],
    ['an amount beyond 2^53 øre', aReply({ aarsopgoerelser: [anAnnualRow({ betaltSkat: '90071992547409.92' })] })],
    ['a negative tax', aReply({ aarsopgoerelser: [anAnnualRow({ beregnetSkat: '-1.00' })] })],
    ['a day that does not exist', aReply({ aarsopgoerelser: [anAnnualRow({ opgjortDato: '2026-02-29' })] })],
    [
      'an offset above the refund',
      aReply({ aarsopgoerelser: [anAnnualRow({ afregning: { ...refund, modregnetBeloeb: '8412.01' } })] }),
    ],
  ])('is refused: %s', (_, value) => {
    expect(isValid(value)).toBe(false);
  });
});
