import { cpr } from './an-access.js';
import { GAELD, honest, honestBut, SELECTION, start, UDBETALINGER, YDELSER } from './a-running-subgraph.js';
import { ASKED, bevilling, envelope } from './replies.js';

describe('the subgraph of Udbetaling Danmark', () => {
  it('answers about the citizen of the token, and says whose record it read', async () => {
    await using running = await start(honest);

    const answer = await running.ask(cpr(ASKED), SELECTION);

    expect(answer.errors).toEqual([]);
    expect(answer.entity).toMatchObject({
      recordOwner: running.gateway.ownerHash(cpr(ASKED)),
      benefits: [
        {
          __typename: 'HousingBenefit',
          id: 'B-1',
          name: 'Boligstøtte',
          status: 'CURRENT',
          nextPaymentOn: '2026-07-01',
        },
      ],
      payments: { earlier: [{ payOn: '2026-06-01', amountOere: 143_200 }] },
      debtsToUdbetalingDanmark: [{ claimId: 'F-1', status: 'OVERDUE' }],
      statePensionOutlook: {
        pensionAgeMonths: 840,
        reachedOn: '2050-01-11',
        payableFrom: '2050-02-01',
        applyFrom: '2049-08-01',
        canApplyNow: false,
      },
    });
    await running.requireNoLeak(answer);
  });

  it('asks for each list once, however many fields and aliases need it', async () => {
    await using running = await start(honest);

    await running.ask(cpr(ASKED), `${SELECTION} again: benefits { id } twice: payments { next { payOn } }`);

    expect(running.source.requests.map(({ url }) => url).toSorted()).toEqual([GAELD, UDBETALINGER, YDELSER].toSorted());
  });

  it('asks for what a query needs and for nothing else', async () => {
    await using running = await start(honest);

    await running.ask(cpr(ASKED), 'debtsToUdbetalingDanmark { claimId }');

    expect(running.source.requests.map(({ url }) => url)).toEqual([GAELD]);
  });

  it('asks again in the next request', async () => {
    await using running = await start(honest);

    await running.ask(cpr(ASKED), 'benefits { id }');
    await running.ask(cpr(ASKED), 'benefits { id }');

    expect(running.source.requests).toHaveLength(2);
  });

  it('sends the number in the body only, with the authorities that have an agreement', async () => {
    await using running = await start(honest);

    await running.ask(cpr(ASKED), SELECTION);

    for (const { method, url, headers, body } of running.source.requests) {
      expect(method).toBe('POST');
      expect(body).toEqual({ 'CPR-nr': ASKED, myndighedsliste: ['33236252'] });
      expect(`${url} ${JSON.stringify(headers)}`).not.toContain(ASKED);
    }
  });

  it('takes empty lists for an answer, about the person of the envelope', async () => {
    await using running = await start(() => ({
      json: { ...envelope(), ydelser: [], udbetalinger: [], fordringer: [] },
    }));

    const answer = await running.ask(cpr(ASKED), SELECTION);

    expect(answer.errors).toEqual([]);
    expect(answer.entity).toMatchObject({
      recordOwner: running.gateway.ownerHash(cpr(ASKED)),
      benefits: [],
      payments: { next: [], earlier: [] },
      debtsToUdbetalingDanmark: [],
    });
  });

  it('shows every kind of benefit as its own type', async () => {
    const kinds = [
      { ydelsestype: 'FOLKEPENSION', grundbeloebOere: 754_400, pensionstillaegOere: 872_900 },
      { ydelsestype: 'FOERTIDSPENSION', bevilgendeKommunenr: '0492' },
      { ydelsestype: 'BOLIGSTOETTE' },
      { ydelsestype: 'BOERNE_OG_UNGEYDELSE', barnFoedselsdato: '2024-02-29', andelProcent: 100 },
      { ydelsestype: 'BOERNETILSKUD', tilskudsart: 'ORDINAERT', enligErklaering: { svarfrist: '2026-11-30' } },
      { ydelsestype: 'BARSELSDAGPENGE', ugebeloebOere: 455_000, resterendeUger: 12 },
      {
        ydelsestype: 'FERIEPENGE',
        tilRaadighedOere: 812_345,
        feriedageTilRaadighed: 10.4,
        afholdesSenest: '2026-12-31',
      },
    ].map((own, index) => bevilling({ bevillingsId: `B-${index}`, husstandsstoerrelse: null, ...own }));
    await using running = await start(honestBut(YDELSER, () => ({ json: { ...envelope(), ydelser: kinds } })));

    const answer = await running.ask(
      cpr(ASKED),
      `benefits {
        __typename
        isTaxable grantedFrom grantedTo frequency amountPerPaymentOere
        ... on StatePension { basicAmountOere supplementOere }
        ... on DisabilityPension { grantedByMunicipalityCode }
        ... on HousingBenefit { householdIncomeOere householdSize }
        ... on ChildAndYouthBenefit { childBornOn sharePercent }
        ... on ChildAllowance { kind singleProviderDeclaration { status answerBy answeredOn } }
        ... on ParentalLeaveBenefit { amountPerWeekOere weeksLeft }
        ... on HolidayPay { availableOere availableDays takeBy isBlockedByOtherBenefit }
      }
      statePensionOutlook { canApplyNow }`,
    );

    const common = {
      isTaxable: false,
      grantedFrom: '2024-01-01',
      grantedTo: null,
      frequency: 'MONTHLY',
      amountPerPaymentOere: 143_200,
    };
    expect(answer.errors).toEqual([]);
    expect(answer.entity).toEqual({
      benefits: [
        { __typename: 'StatePension', ...common, basicAmountOere: 754_400, supplementOere: 872_900 },
        { __typename: 'DisabilityPension', ...common, grantedByMunicipalityCode: '0492' },
        { __typename: 'HousingBenefit', ...common, householdIncomeOere: 31_200_000, householdSize: null },
        { __typename: 'ChildAndYouthBenefit', ...common, childBornOn: '2024-02-29', sharePercent: 100 },
        {
          __typename: 'ChildAllowance',
          ...common,
          kind: 'ORDINARY',
          singleProviderDeclaration: { status: 'AWAITING_ANSWER', answerBy: '2026-11-30', answeredOn: null },
        },
        { __typename: 'ParentalLeaveBenefit', ...common, amountPerWeekOere: 455_000, weeksLeft: 12 },
        {
          __typename: 'HolidayPay',
          ...common,
          availableOere: 812_345,
          availableDays: 10.4,
          takeBy: '2026-12-31',
          isBlockedByOtherBenefit: null,
        },
      ],
      statePensionOutlook: null,
    });
  });

  it('refuses whoever brings no token of the gateway, and asks the source nothing', async () => {
    await using running = await start(honest);

    const answer = await running.subgraph.post({ query: '{ __typename }' });

    expect([answer.status, answer.errors[0]?.code]).toEqual([401, 'DIRECT_CALL_REFUSED']);
    expect(running.source.requests).toEqual([]);
  });
});
