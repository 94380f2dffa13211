import { answering, changing } from './support/fake-authority.js';
import { AASE, SECTIONS } from './support/records.js';
import {
  DOCUMENT_ID,
  RunningOverview,
  sectionOf,
  sourceOf,
  statesOf,
  type Answer,
  type OverviewOptions,
} from './support/running-overview.js';

/** A day in summer, ten in the morning in Denmark. */
const NOW = '2026-06-15T10:00:00+02:00';
const AT = { GATEWAY_CLOCK_FROZEN_AT: NOW };

async function overviewOf(options: OverviewOptions): Promise<{ answer: Answer; calls: number }> {
  await using running = await RunningOverview.start(options);
  const answer = await running.overview();
  expect(answer.status).toBe(200);
  running.expectUnharmedSoFar(answer);
  // None of this keeps the instance from taking requests.
  expect((await running.send('/health/ready')).status).toBe(200);
  return { answer, calls: running.authority('skat').calls.length };
}

function expectNotAsked({ answer, calls }: { answer: Answer; calls: number }, state: string, code: string): void {
  expect(calls).toBe(0);
  expect(statesOf(answer)).toEqual({ cpr: 'FETCHED', skat: state, 'udbetaling-danmark': 'FETCHED' });
  expect(sourceOf(answer, 'skat')).toMatchObject({ code, fetchedAt: null });
  for (const section of SECTIONS['skat']!) expect(sectionOf(answer, section)).toBeNull();
  expect(answer.body.errors?.map(({ extensions }) => extensions.code)).toEqual([code, code, code]);
}

describe('an authority that is not connected', () => {
  it.each<[string, OverviewOptions]>([
    ['because it has no address', { connected: ['cpr', 'udbetaling-danmark'] }],
    [
      'because its agreement ended yesterday',
      { variables: AT, contracts: { skat: [[['agreement', 'expiresOn'], '2026-06-14']] } },
    ],
    [
      'because its agreement begins tomorrow',
      { variables: AT, contracts: { skat: [[['agreement', 'validFrom'], '2026-06-16']] } },
    ],
    [
      'though it has opening hours',
      {
        variables: AT,
        connected: ['cpr', 'udbetaling-danmark'],
        contracts: { skat: [[['service', 'openingHours'], [{ days: ['sun'], from: '08:00', to: '09:00' }]]] },
      },
    ],
  ])('%s is not asked, and the citizen reads where to look instead', async (_, options) => {
    const outcome = await overviewOf(options);
    expectNotAsked(outcome, 'NOT_CONNECTED', 'AUTHORITY_NOT_CONNECTED');
    expect(sourceOf(outcome.answer, 'skat')).toMatchObject({
      retryAt: null,
      text: {
        da: 'Skattestyrelsen og Gældsstyrelsen viser ikke disse oplysninger her. Se dem på skat.dk og gaeldst.dk.',
        en: 'The tax and debt collection agencies do not show this information here. See it on skat.dk and gaeldst.dk.',
      },
    });
  });

  it('is connected on the first and on the last day of its agreement', async () => {
    for (const agreement of ['validFrom', 'expiresOn']) {
      const { answer } = await overviewOf({
        variables: AT,
        contracts: { skat: [[['agreement', agreement], '2026-06-15']] },
      });
      expect(statesOf(answer)['skat']).toBe('FETCHED');
    }
  });
});

describe('an authority that is closed as planned', () => {
  const reason = { da: 'Vedligehold.', en: 'Maintenance.' };
  const window = (from: string, to: string): OverviewOptions => ({
    variables: AT,
    contracts: { skat: [[['service', 'closedWindows'], [{ from, to, reason }]]] },
  });
  const hours = (days: string[], from: string, to: string): OverviewOptions => ({
    variables: AT,
    contracts: { skat: [[['service', 'openingHours'], [{ days, from, to }]]] },
  });

  it.each<[string, OverviewOptions, string, string]>([
    [
      'in a closed window',
      window('2026-06-15T09:00:00+02:00', '2026-06-15T16:00:00+02:00'),
      '2026-06-15T14:00:00.000Z',
      '15. juni kl. 16.00',
    ],
    [
      'at the first moment of a window',
      window(NOW, '2026-06-16T00:00:00+02:00'),
      '2026-06-15T22:00:00.000Z',
      '16. juni kl. 00.00',
    ],
    [
      'before its opening hours',
      hours(['mon', 'tue'], '12:30', '16:00'),
      '2026-06-15T10:30:00.000Z',
      '15. juni kl. 12.30',
    ],
    ['on a day of rest', hours(['tue'], '08:00', '16:00'), '2026-06-16T06:00:00.000Z', '16. juni kl. 08.00'],
  ])('%s is not asked, and the citizen reads when it opens', async (_, options, opensAt, time) => {
    const outcome = await overviewOf(options);
    expectNotAsked(outcome, 'CLOSED', 'AUTHORITY_CLOSED');
    const { retryAt, text } = sourceOf(outcome.answer, 'skat');
    expect(retryAt).toBe(opensAt);
    expect(text?.da).toBe(
      `Skattestyrelsen og Gældsstyrelsen holder planlagt lukket lige nu. Oplysningerne vises igen ${time}.`,
    );
    expect(text?.en).toMatch(
      /^The tax and debt collection agencies are closed as planned right now\. The information will be shown again on /,
    );
  });

  it.each<[string, OverviewOptions]>([
    ['at the last moment of a window', window('2026-06-15T09:00:00+02:00', NOW)],
    ['at the first moment of its hours', hours(['mon'], '10:00', '11:00')],
  ])('is open %s', async (_, options) => {
    expect(statesOf((await overviewOf(options)).answer)['skat']).toBe('FETCHED');
  });

  it('is seen by everybody at the address for states', async () => {
    await using running = await RunningOverview.start(window('2026-06-15T09:00:00+02:00', '2026-06-15T16:00:00+02:00'));
    const { text } = await running.send('/health/sources');
    expect(JSON.parse(text)).toEqual({
      sources: [
        {
          authority: 'cpr',
          name: expect.any(Object),
          availability: 'OPEN',
          opensAt: null,
          breaker: 'CLOSED',
          isQuarantined: false,
          retryAt: null,
        },
        {
          authority: 'skat',
          name: { da: 'Skattestyrelsen og Gældsstyrelsen', en: expect.any(String) },
          availability: 'CLOSED',
          opensAt: '2026-06-15T14:00:00.000Z',
          breaker: 'CLOSED',
          isQuarantined: false,
          retryAt: null,
        },
        {
          authority: 'udbetaling-danmark',
          name: expect.any(Object),
          availability: 'OPEN',
          opensAt: null,
          breaker: 'CLOSED',
          isQuarantined: false,
          retryAt: null,
        },
      ],
    });
  });
});

describe('the sources of an answer', () => {
  let running: RunningOverview;
  beforeAll(async () => {
    running = await RunningOverview.start();
  });
  afterAll(() => running?.[Symbol.asyncDispose]());

  it('tell of each authority what it answers, since when, and where else to look', async () => {
    const answer = await running.overview();
    for (const [authority, sections] of Object.entries(SECTIONS)) {
      const source = sourceOf(answer, authority);
      expect(source).toMatchObject({ state: 'FETCHED', missing: [], code: null, text: null, retryAt: null });
      expect(source.affects.toSorted()).toEqual(sections.map((section) => `me.${section}`).toSorted());
      expect(Math.abs(Date.parse(source.fetchedAt ?? '') - Date.now())).toBeLessThan(60_000);
      expect(source).toMatchObject({
        selfService: { da: expect.stringMatching(/^https:/), en: expect.stringMatching(/^https:/) },
      });
    }
    expect(answer.body.extensions?.transactionId).toBe(answer.headers['x-transaction-id']);
  });

  it('tell apart nothing from nothing fetched', async () => {
    running.authority('skat').behaviour = changing((entity) => ({
      ...entity,
      preliminaryTax: null,
      annualTax: [],
      claimsUnderCollection: null,
    }));
    running.authority('cpr').behaviour = answering(() => ({ data: null, errors: [{ message: 'x' }] }));
    const answer = await running.overview();
    expect(statesOf(answer)).toEqual({ cpr: 'UNAVAILABLE', skat: 'EMPTY', 'udbetaling-danmark': 'FETCHED' });
    expect(sourceOf(answer, 'skat').text?.da).toBe(
      'Der er ikke registreret skatteoplysninger eller gæld til inddrivelse om dig.',
    );
    expect(sourceOf(answer, 'cpr').text?.da).toMatch(
      /^Vi kan ikke hente dine oplysninger fra CPR lige nu\. Det betyder ikke, /,
    );
    expect(sourceOf(answer, 'cpr').fetchedAt).toBeNull();
    expect(sectionOf(answer, 'annualTax')).toEqual([]);
    expect(sectionOf(answer, 'person')).toBeNull();
  });

  it('name only the authorities that were asked', async () => {
    const answer = await running.sandbox('{ me { id payments { next { payOn } } } sources { authority state } }');
    expect(statesOf(answer)).toEqual({ 'udbetaling-danmark': 'FETCHED' });
    expect(statesOf(await running.sandbox('{ me { id } sources { authority } }'))).toEqual({});
  });

  it('are missing where nothing was executed', async () => {
    const token = await running.provider.token(AASE);
    for (const body of [{ query: '{ me { nothing } }' }, { documentId: DOCUMENT_ID }]) {
      const answer = await running.post('/sandbox/graphql', { token, body });
      expect(answer.body.data).toBeUndefined();
      expect(answer.text).not.toContain('sources');
    }
  });
});
