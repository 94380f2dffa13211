import { bevilling, envelope, fordring, udbetaling } from '../../../test/replies.js';
import { toClaim } from './udk-gaeld.mapper.js';
import { GaeldReply } from './udk-gaeld.reply.js';
import { toPayment } from './udk-udbetalinger.mapper.js';
import { UdbetalingerReply } from './udk-udbetalinger.reply.js';
import { toGrant } from './udk-ydelser.mapper.js';
import { YdelserReply } from './udk-ydelser.reply.js';

const grantOf = (row: Readonly<Record<string, unknown>>) =>
  YdelserReply.parse({ ...envelope(), ydelser: [bevilling(row)] }).ydelser.map(toGrant)[0];

const common = {
  id: 'B-1',
  status: 'CURRENT',
  grantedFrom: '2024-01-01',
  grantedTo: null,
  isTaxable: false,
  frequency: 'MONTHLY',
  amountPerPaymentOere: 143_200,
  nextDueOn: '2026-07-01',
};

describe('grants', () => {
  it('of housing benefit', () => {
    expect(grantOf({})).toEqual({
      ...common,
      type: 'HousingBenefit',
      name: 'Boligstøtte',
      householdIncomeOere: 31_200_000,
      householdSize: 3,
    });
  });

  it('of state pension', () => {
    const row = { ydelsestype: 'FOLKEPENSION', grundbeloebOere: 754_400, pensionstillaegOere: 446_700 };

    expect(grantOf({ ...row, ydelsesnavn: 'Folkepension', aSkattepligtig: true })).toEqual({
      ...common,
      type: 'StatePension',
      name: 'Folkepension',
      isTaxable: true,
      basicAmountOere: 754_400,
      supplementOere: 446_700,
    });
  });

  it('of disability pension', () => {
    const row = { ydelsestype: 'FOERTIDSPENSION', ydelsesnavn: 'Førtidspension', bevilgendeKommunenr: '0101' };

    expect(grantOf(row)).toEqual({
      ...common,
      type: 'DisabilityPension',
      name: 'Førtidspension',
      grantedByMunicipalityCode: '0101',
    });
  });

  it('of child and youth benefit', () => {
    const row = { ydelsestype: 'BOERNE_OG_UNGEYDELSE', barnFoedselsdato: '2020-02-29', andelProcent: 50 };

    expect(grantOf({ ...row, ydelsesnavn: 'Børne- og ungeydelse', beregningsfrekvens: 'KVARTALSVIS' })).toEqual({
      ...common,
      type: 'ChildAndYouthBenefit',
      name: 'Børne- og ungeydelse',
      frequency: 'QUARTERLY',
      childBornOn: '2020-02-29',
      sharePercent: 50,
    });
  });

  it('of child allowance, with and without declaration', () => {
    const row = { ydelsestype: 'BOERNETILSKUD', ydelsesnavn: 'Ekstra børnetilskud', tilskudsart: 'EKSTRA' };
    const allowance = { ...common, type: 'ChildAllowance', name: 'Ekstra børnetilskud', kind: 'EXTRA' };

    expect(grantOf(row)).toEqual({ ...allowance, declarationRequest: null });
    expect(grantOf({ ...row, enligErklaering: { svarfrist: '2025-11-30' } })).toEqual({
      ...allowance,
      declarationRequest: { answerBy: '2025-11-30', answeredOn: null },
    });
  });

  it('of parental leave benefit', () => {
    const row = { ydelsestype: 'BARSELSDAGPENGE', ugebeloebOere: 455_000, resterendeUger: 12 };

    expect(grantOf({ ...row, ydelsesnavn: 'Barselsdagpenge', beregningsfrekvens: 'HVER_14_DAG' })).toEqual({
      ...common,
      type: 'ParentalLeaveBenefit',
      name: 'Barselsdagpenge',
      frequency: 'FORTNIGHTLY',
      amountPerWeekOere: 455_000,
      weeksLeft: 12,
    });
  });

  it('of holiday pay', () => {
    const row = { ydelsestype: 'FERIEPENGE', tilRaadighedOere: 812_345, feriedageTilRaadighed: 10.4 };

    expect(
      grantOf({
        ...row,
        ydelsesnavn: 'Feriepenge',
        afholdesSenest: '2026-12-31',
        udelukkendeYdelse: true,
        beregningsfrekvens: 'ENGANGS',
        beloebOere: null,
        naesteForfaldsdato: null,
      }),
    ).toEqual({
      ...common,
      type: 'HolidayPay',
      name: 'Feriepenge',
      frequency: 'ONCE',
      amountPerPaymentOere: null,
      nextDueOn: null,
      availableOere: 812_345,
      availableDays: 10.4,
      takeBy: '2026-12-31',
      isBlockedByOtherBenefit: true,
    });
  });

  it('keep Danish letters, in one form each', () => {
    const decomposed = 'Ælæring på Åen, øre'.normalize('NFD');

    expect(grantOf({ ydelsesnavn: decomposed })?.name).toBe('Ælæring på Åen, øre');
  });
});

describe('payments made and claims', () => {
  it('are mapped field by field', () => {
    const payments = UdbetalingerReply.parse({ ...envelope(), udbetalinger: [udbetaling()] }).udbetalinger;
    const claims = GaeldReply.parse({
      ...envelope(),
      fordringer: [
        fordring(),
        fordring({ fordringsId: 'F-2', fordringsart: 'Børnebidrag, Ærø', afdragsordning: null }),
      ],
    }).fordringer;

    expect(payments.map(toPayment)).toEqual([
      { benefitId: 'B-1', benefitName: 'Boligstøtte', payOn: '2026-06-01', amountOere: 143_200 },
    ]);
    expect(claims.map(toClaim)).toMatchObject([
      {
        claimId: 'F-1',
        description: 'Tilbagebetaling af boligstøtte',
        originalAmountOere: 500_000,
        remainingOere: 420_000,
        payBy: '2026-03-01',
        isSentToCollection: false,
        instalments: { amountPerMonthOere: 20_000, nextOn: '2026-07-01' },
      },
      { claimId: 'F-2', description: 'Børnebidrag, Ærø', instalments: null },
    ]);
  });
});
