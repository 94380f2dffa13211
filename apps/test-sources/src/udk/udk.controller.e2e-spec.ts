import { frozenClock } from '@app/domain';
import { createLogger } from '@app/telemetry';
import { findTestPerson } from '@app/testing';
import { startTestSources, type RunningTestSources } from '../start-test-sources.js';
import { UdkModule } from './udk.module.js';

const parent = findTestPerson('parent')!.cprNumber;
const other = findTestPerson('debtor-instalments')!.cprNumber;
const closed = findTestPerson('closed-window')!.cprNumber;
const UDK = '33236252';

let sources: RunningTestSources;

beforeAll(async () => {
  const logger = createLogger({ app: 'test-sources', level: 'silent', destination: { write: () => undefined } });
  const config = {
    host: '127.0.0.1',
    port: 0,
    controlPort: 0,
    logLevel: 'silent',
    clock: frozenClock('2026-06-15T10:00:00+02:00'),
    populationSeed: 1,
    canaries: false,
  } as const;
  sources = await startTestSources(config, logger, [UdkModule]);
});
afterAll(() => sources.stop());

async function post(list: string, body: unknown) {
  const response = await fetch(`http://127.0.0.1:${sources.port}/udk/${list}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Record<string, unknown>,
  };
}

async function setFault(kind: string | undefined): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${sources.controlPort}/faults/udbetaling-danmark`, {
    method: kind === undefined ? 'DELETE' : 'PUT',
    ...(kind === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind }) }),
  });
  expect(response.status).toBeLessThan(300);
}

const ask = (cpr: string) => ({ 'CPR-nr': cpr, myndighedsliste: [UDK] });

describe('the stand-in of Udbetaling Danmark', () => {
  it.each([
    ['hentydelsesliste/v2.1.0', 'ydelser'],
    ['hentudbetalingsliste/v2.1.0', 'udbetalinger'],
    ['hentgaeldogbetalingsliste/v0.7.0', 'fordringer'],
  ])('answers %s in an envelope that says who answers about whom', async (list, rows) => {
    const { status, body } = await post(list, ask(other));

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ItSystemID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ItSystemnavn: `${UDK}-UDKYDELSER`,
      MyndighedsId: UDK,
      'CPR-nr': other,
    });
    expect(body[rows]).toEqual(expect.arrayContaining([expect.objectContaining({ 'CPR-nr': other })]));
  });

  it('knows nothing about a number under which nobody lives', async () => {
    const { status, body } = await post('hentydelsesliste/v2.1.0', ask('0101011234'));

    expect([status, body['ydelser']]).toEqual([200, []]);
  });

  it.each([
    ['nothing', {}],
    ['no list of authorities', { 'CPR-nr': parent }],
    ['an empty list of authorities', { 'CPR-nr': parent, myndighedsliste: [] }],
    ['an authority that is no code', { 'CPR-nr': parent, myndighedsliste: ['UDK'] }],
    ['a number with letters', ask('ABCDEFGHIJ')],
    ['a number of a day that does not exist', ask('3113991234')],
    ['a municipality of five digits', { ...ask(parent), kommunenr: '04920' }],
    ['a field too many', { ...ask(parent), token: 'x' }],
  ])('refuses %s as invalid input, without repeating it', async (_what, body) => {
    const answer = await post('hentydelsesliste/v2.1.0', body);

    expect([answer.status, answer.type, answer.body]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
      { type: 'Input-param-error', title: 'Ugyldig inputparameter', status: 400 },
    ]);
  });

  it('takes the municipality of residence', async () => {
    expect((await post('hentydelsesliste/v2.1.0', { ...ask(parent), kommunenr: '0492' })).status).toBe(200);
  });

  it('gives nothing without an agreement with Udbetaling Danmark', async () => {
    const answer = await post('hentydelsesliste/v2.1.0', { 'CPR-nr': parent, myndighedsliste: ['12345678'] });

    expect([answer.status, answer.body['type']]).toEqual([500, 'Agreement-error']);
  });

  it('is closed for the person of the closed window, and says when it opens', async () => {
    const { status, type, body } = await post('hentydelsesliste/v2.1.0', ask(closed));

    expect([status, type]).toEqual([503, expect.stringContaining('application/problem+json')]);
    expect(body).toMatchObject({ type: 'Data-source-error', aabnerTidspunkt: '2026-06-15T10:00:00.000Z' });
  });

  it('names whom it was told to name', async () => {
    const ownersOf = async () => {
      const { body } = await post('hentydelsesliste/v2.1.0', ask(other));
      return [body['CPR-nr'], (body['ydelser'] as Record<string, unknown>[])[0]?.['CPR-nr']];
    };

    await setFault('other-person');
    expect(await ownersOf()).toEqual([parent, parent]);
    await setFault('right-echo-wrong-record');
    expect(await ownersOf()).toEqual([other, parent]);
    await setFault(undefined);
    expect(await ownersOf()).toEqual([other, other]);
  });
});
