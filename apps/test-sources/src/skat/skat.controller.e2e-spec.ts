import { frozenClock } from '@app/domain';
import { createLogger } from '@app/telemetry';
import { findTestPerson } from '@app/testing';
import { startTestSources } from '../start-test-sources.js';
import { SkatModule } from './skat.module.js';

const parent = findTestPerson('parent')?.cprNumber ?? '';
const tripwire = findTestPerson('tripwire')?.cprNumber ?? '';

async function runningStandIn() {
  const logs: string[] = [];
  const logger = createLogger({
    app: 'test-sources',
    level: 'debug',
    destination: { write: (line) => void logs.push(line) },
  });
  const running = await startTestSources(
    {
      host: '127.0.0.1',
      port: 0,
      controlPort: 0,
      logLevel: 'debug',
      clock: frozenClock('2026-06-15T10:00:00+02:00'),
      populationSeed: 1,
      canaries: false,
    },
    logger,
    [SkatModule],
  );
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`http://127.0.0.1:${running.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
  };
  return { post, logs, [Symbol.asyncDispose]: () => running.stop() };
}

describe('the stand-in of Skat over HTTP', () => {
  it('answers about a test person', async () => {
    await using standIn = await runningStandIn();

    const opgoerelser = await standIn.post('/skat/opgoerelser/v1/hent', { personnummer: parent });
    const fordringer = await standIn.post('/skat/fordringer/v1/hent', { personnummer: parent });

    expect(opgoerelser).toMatchObject({
      status: 200,
      body: {
        personnummer: parent,
        aarsopgoerelser: [{ personnummer: parent, indkomstaar: 2025 }, { indkomstaar: 2024 }],
      },
    });
    expect(fordringer).toMatchObject({
      status: 200,
      body: { personnummer: parent, fordringer: [{ personnummer: parent, fordringstypekode: 'KFDAGIN' }] },
    });
  });

  it('answers with nothing about somebody who does not exist', async () => {
    await using standIn = await runningStandIn();

    const nobody = { personnummer: '6101801234' };

    expect((await standIn.post('/skat/opgoerelser/v1/hent', nobody)).body).toEqual({
      ...nobody,
      forskudsopgoerelse: null,
      aarsopgoerelser: [],
    });
    expect((await standIn.post('/skat/fordringer/v1/hent', nobody)).body).toEqual({ ...nobody, fordringer: [] });
  });

  it('answers with the record of another person for the person who shows that', async () => {
    await using standIn = await runningStandIn();

    const { body } = await standIn.post('/skat/fordringer/v1/hent', { personnummer: tripwire });

    expect(body).not.toMatchObject({ personnummer: tripwire });
  });

  it.each([
    ['no number', {}],
    ['a number with a hyphen', { personnummer: '610180-1234' }],
    ['a number that is no date', { personnummer: '9999999999' }],
    ['more than the number', { personnummer: '6101801234', sql: '1=1' }],
    ['a list of numbers', { personnummer: ['6101801234'] }],
  ])('refuses %s with a problem document that repeats nothing', async (_, input) => {
    await using standIn = await runningStandIn();

    for (const path of ['/skat/opgoerelser/v1/hent', '/skat/fordringer/v1/hent']) {
      expect(await standIn.post(path, input)).toEqual({
        status: 400,
        type: expect.stringContaining('application/problem+json'),
        body: { type: 'urn:skat:problem:ugyldigt-input', title: 'Ugyldigt input', status: 400 },
      });
    }
    expect(standIn.logs.join('')).not.toContain('6101801234');
  });
});
