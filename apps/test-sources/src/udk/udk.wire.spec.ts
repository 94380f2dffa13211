import { parseCprNumber } from '@app/domain';
import type { BenefitFacts, CitizenFacts } from '@app/testing';
import { fordringerOf, udbetalingerOf, ydelserOf } from './udk.wire.js';

const cprNumber = parseCprNumber('7101801234')!;
const child = parseCprNumber('6803240001')!;

const granted = { id: 'X-1', status: 'CURRENT', grantedFrom: '2024-01-01', frequency: 'MONTHLY' } as const;

function factsWith(facts: Partial<CitizenFacts>): CitizenFacts {
  return { cprNumber, benefits: [], paymentsMade: [], debts: [], ...facts } as CitizenFacts;
}

const rowOf = (benefit: BenefitFacts) => ydelserOf(factsWith({ benefits: [benefit] }))[0];

describe('benefits of the stand-in', () => {
  it('bear the number of the record, its codes and its dates', () => {
    const benefit: BenefitFacts = {
      ...granted,
      kind: 'BOLIGSTOETTE',
      status: 'STOPPED',
      grantedTo: '2026-05-31',
      amountOere: 143_200,
      householdIncomeOere: 31_200_000,
      householdSize: 3,
    };

    expect(rowOf(benefit)).toEqual({
      'CPR-nr': cprNumber,
      bevillingsId: 'X-1',
      ydelsestype: 'BOLIGSTOETTE',
      ydelsesnavn: 'Boligstøtte',
      bevillingsstatus: 'STANDSET',
      bevillingStartDato: '2024-01-01',
      bevillingSlutDato: '2026-05-31',
      aSkattepligtig: false,
      beregningsfrekvens: 'MAANEDLIG',
      beloebOere: 143_200,
      naesteForfaldsdato: null,
      husstandsindkomstOere: 31_200_000,
      husstandsstoerrelse: 3,
    });
  });

  it('give the day by the calendar, not the bank day', () => {
    expect(rowOf({ ...granted, kind: 'FOLKEPENSION', nextDueOn: '2026-06-20' })).toMatchObject({
      naesteForfaldsdato: '2026-06-20',
      aSkattepligtig: true,
    });
  });

  it('tell of a child its birthday and the share, never its number', () => {
    const row = rowOf({
      ...granted,
      kind: 'BOERNE_OG_UNGEYDELSE',
      child: { cprNumber: child, bornOn: '2024-03-08', sharePercent: 50 },
    });

    expect(row).toMatchObject({
      barnFoedselsdato: '2024-03-08',
      andelProcent: 50,
      ydelsesnavn: 'Børne- og ungeydelse',
    });
    expect(JSON.stringify(row)).not.toContain(child);
  });

  it('name each kind of allowance and its declaration', () => {
    const allowance: BenefitFacts = { ...granted, kind: 'BOERNETILSKUD', allowanceKind: 'EXTRA' };

    expect(rowOf(allowance)).toMatchObject({
      tilskudsart: 'EKSTRA',
      ydelsesnavn: 'Ekstra børnetilskud',
      enligErklaering: null,
    });
    expect(rowOf({ ...allowance, declaration: { answerBy: '2025-11-30' } })).toMatchObject({
      enligErklaering: { svarfrist: '2025-11-30', besvaretDato: null },
    });
  });
});

describe('payments and claims of the stand-in', () => {
  it('number the payments and name the benefit, also one that is gone', () => {
    const paid = { benefitId: 'X-1', kind: 'BOERNETILSKUD', paidOn: '2026-04-20', amountOere: 174_100 } as const;
    const benefits: BenefitFacts[] = [{ ...granted, kind: 'BOERNETILSKUD', allowanceKind: 'ORDINARY' }];

    expect(udbetalingerOf(factsWith({ benefits, paymentsMade: [paid, { ...paid, benefitId: 'gone' }] }))).toEqual([
      {
        'CPR-nr': cprNumber,
        udbetalingsId: 'X-1-2026-04-20-0',
        bevillingsId: 'X-1',
        ydelsesnavn: 'Ordinært børnetilskud',
        dispositionsdato: '2026-04-20',
        beloebOere: 174_100,
      },
      expect.objectContaining({ udbetalingsId: 'gone-2026-04-20-1', ydelsesnavn: 'Børnetilskud' }),
    ]);
  });

  it('tell of instalments where there are any', () => {
    const debt = {
      claimId: 'F-1',
      description: 'For meget udbetalt boligstøtte',
      originalAmountOere: 2,
      remainingOere: 1,
      payBy: '2026-03-01',
      isSentToCollection: true,
    } as const;

    expect(
      fordringerOf(factsWith({ debts: [debt, { ...debt, claimId: 'F-2', instalments: { amountPerMonthOere: 1 } }] })),
    ).toMatchObject([
      { fordringsId: 'F-1', sendtTilGaeldsstyrelsen: true, afdragsordning: null },
      { fordringsId: 'F-2', afdragsordning: { afdragPrMaanedOere: 1, naesteAfdragsdato: null } },
    ]);
  });
});
