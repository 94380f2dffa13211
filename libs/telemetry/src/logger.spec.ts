import { runInNewContext } from 'node:vm';
import { ExposureError } from '@app/errors';
import fc from 'fast-check';
import { capturedLog } from '../test/captured-log.js';

const CANARY = 'canary-7f3a';

describe('a logger', () => {
  it('writes lines of JSON with level, time in milliseconds, app and message', () => {
    const { logger, text, lines } = capturedLog();
    const from = Date.now();
    logger.info({ authority: 'skat', durationMs: 12.5 }, 'answered');
    logger.warn('busy');
    expect(lines()).toMatchObject([
      { level: 'info', app: 'gateway', authority: 'skat', durationMs: 12.5, msg: 'answered' },
      { level: 'warn', app: 'gateway', msg: 'busy' },
    ]);
    expect(lines()[0]?.['time']).toBeGreaterThanOrEqual(from);
    expect(text()).toMatch(/^\{.*\}\n\{.*\}\n$/);
  });

  it('writes nothing below its level', () => {
    const { logger, text } = capturedLog('warn');
    logger.info('not this');
    logger.debug({ nor: 'this' });
    expect([text(), logger.isLevelEnabled('info'), logger.isLevelEnabled('error')]).toEqual(['', false, true]);
  });

  it('masks message, fields, keys, nested values and what a child bears', () => {
    const { logger, text } = capturedLog();
    const number = '6101701234';
    logger.info(`about ${number}`);
    logger.info(
      { [number]: 1, list: [{ deep: `x ${number}` }], asNumber: Number(number), url: new URL(`http://x/${number}`) },
      'm',
    );
    logger.child({ asked: number }).error({ header: 'Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' });
    logger.child({ authority: 'skat' }).child({ asked: '610170-1234' }).info('m');
    expect(text()).not.toMatch(/1234|eyJ/);
    expect(text().match(/\[cpr\]/g)).toHaveLength(6);
  });

  it('writes valid JSON without a person number, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.object({ withDate: true, withBigInt: true, withMap: true, withNullPrototype: true }),
        fc.string(),
        (fields, message) => {
          const { logger, text, lines } = capturedLog();
          logger.info({ ...fields, given: '610170-1234' }, `${message} 6101701234`);
          expect(lines()).toHaveLength(1);
          expect(text()).not.toMatch(/610170-?1234/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never writes bodies, variables, headers or secrets', () => {
    const { logger, text, lines } = capturedLog();
    logger.info({
      body: CANARY,
      variables: { name: CANARY },
      headers: { Authorization: CANARY },
      'set-cookie': [CANARY],
      nested: { raw_body: CANARY, access_token: CANARY, cprNumber: CANARY },
      kept: 'kept',
    });
    logger.child({ body: CANARY }).info('m');
    expect(text()).not.toContain(CANARY);
    expect(lines()[0]).toMatchObject({ kept: 'kept', body: '[not logged]', nested: { raw_body: '[not logged]' } });
  });

  it('writes the class name of an object that is not plain data', () => {
    class Request {
      readonly content = CANARY;
    }
    const { logger, text, lines } = capturedLog();
    logger.info({
      request: new Request(),
      given: new Request(),
      map: new Map([[CANARY, CANARY]]),
      buffer: Buffer.from(CANARY),
    });
    expect(text()).not.toContain(CANARY);
    expect(lines()[0]).toMatchObject({ given: '[Request]', map: '[Map]', buffer: '[Buffer]' });
  });

  it('survives circles, depth, length and what JSON does not know', () => {
    const circle: Record<string, unknown> = {
      big: 10n,
      at: new Date(0),
      never: new Date(Number.NaN),
      text: 'x'.repeat(5_000),
    };
    circle['self'] = circle;
    const { logger, text, lines } = capturedLog();
    logger.info({ circle, call: () => 1, list: Array(500).fill(1) }, 'm');
    expect(lines()[0]).toMatchObject({ circle: { big: '10', at: '1970-01-01T00:00:00.000Z', never: null } });
    expect(text().length).toBeLessThan(20_000);
  });
});

describe('an error in the log', () => {
  it('is known by type, code and place, not by its message', () => {
    const { logger, text, lines } = capturedLog();
    const cause = Object.assign(new SyntaxError(`Unexpected token in "${CANARY}"`), { code: 'ERR_BAD_RESPONSE' });
    const error = Object.assign(new Error(`lookup of ${CANARY}\nfailed`, { cause }), {
      config: { data: CANARY },
      response: CANARY,
    });
    logger.error(error);
    logger.error({ err: error, authority: 'skat' });
    logger.error({ failure: error }, 'could not be read');
    expect(text()).not.toContain(CANARY);
    const [first, second, third] = lines();
    expect(first).toMatchObject({
      msg: 'Error',
      err: { type: 'Error', cause: { type: 'SyntaxError', code: 'ERR_BAD_RESPONSE' } },
    });
    expect(first?.['err']).toHaveProperty('stack', expect.stringMatching(/^at .*logger\.spec/));
    expect(second).toMatchObject({ msg: 'Error', authority: 'skat' });
    expect(third).toMatchObject({ msg: 'could not be read', failure: { type: 'Error' } });
  });

  it('keeps code, text and facts when it is one of ours', () => {
    const { logger, lines } = capturedLog();
    logger.warn(new ExposureError('AUTHORITY_TIMEOUT', { authority: 'skat', limitMs: 800 }));
    expect(lines()[0]).toMatchObject({
      msg: 'AUTHORITY_TIMEOUT',
      err: {
        code: 'AUTHORITY_TIMEOUT',
        message: 'The authority did not answer within its time limit.',
        facts: { authority: 'skat', limitMs: 800 },
      },
    });
  });

  it('takes codes from GraphQL errors, and only what looks like a code', () => {
    const { logger, text, lines } = capturedLog();
    logger.error(Object.assign(new Error(CANARY), { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
    logger.error(Object.assign(new Error(CANARY), { code: `${CANARY} is not known`, name: `${CANARY} ${CANARY}` }));
    expect(lines().map(({ msg }) => msg)).toEqual(['GRAPHQL_VALIDATION_FAILED', 'Error']);
    expect(text()).not.toContain(CANARY);
  });

  it('is recognised when it comes from another realm, and inside an aggregate', () => {
    const foreign: unknown = runInNewContext(`new RangeError('${CANARY}')`);
    const { logger, text, lines } = capturedLog();
    logger.error({ err: new AggregateError([foreign, new Error(CANARY)], CANARY) });
    expect(lines()[0]).toMatchObject({
      err: { type: 'AggregateError', errors: [{ type: 'RangeError' }, { type: 'Error' }] },
    });
    expect(text()).not.toContain(CANARY);
  });

  it('does not follow causes for ever', () => {
    const error = new Error('one');
    error.cause = error;
    const { logger, lines } = capturedLog();
    logger.error(error);
    expect(lines()).toHaveLength(1);
  });
});
