import type { ErrorCode } from '@app/errors';
import type { StepOutcome } from '@app/federation';
import { RequestSources, type SourceTerms } from './source-status.js';

const AT = new Date('2026-06-15T08:00:00Z');
const LATER = new Date('2026-06-15T08:00:01Z');
const RETRY = new Date('2031-06-16T06:00:00Z');
const same = (text: string) => ({ da: text, en: `${text} (en)` });
const terms: SourceTerms = {
  displayName: same('Skat'),
  texts: { empty: same('tom'), unavailable: same('væk'), closed: same('lukket'), notConnected: same('ikke her') },
  selfService: same('https://skat.dk'),
};

/** A step that went well unless told otherwise. `missing`: paths that failed, all with the code. */
function step(
  paths: string[],
  more: Partial<StepOutcome> & { code?: ErrorCode; missing?: string[] } = {},
): StepOutcome {
  const { code, missing = [], ...rest } = more;
  const faults = code === undefined ? [] : missing.map((path) => ({ code, path }));
  return { authority: 'skat', paths, answeredAt: AT, isEmpty: false, faults, ...rest };
}
function failed(paths: string[], code: ErrorCode, retryAt?: Date): StepOutcome {
  const faults = paths.map((path) => ({ code, path }));
  return { authority: 'skat', paths, isEmpty: false, faults, ...(retryAt === undefined ? {} : { retryAt }) };
}
function statusOf(...outcomes: StepOutcome[]) {
  const sources = new RequestSources(() => terms);
  for (const outcome of outcomes) sources.record(outcome);
  const [status, ...others] = sources.statuses();
  expect(others).toEqual([]);
  return status;
}

describe('the status of an authority', () => {
  it.each<[string, StepOutcome[], object]>([
    [
      'everything came',
      [step(['me.a', 'me.b'])],
      {
        state: 'FETCHED',
        code: null,
        text: null,
        retryAt: null,
        missing: [],
        affects: ['me.a', 'me.b'],
        fetchedAt: AT.toISOString(),
      },
    ],
    [
      'everything came in two steps',
      [step(['me.a']), step(['me.b'], { answeredAt: LATER })],
      { state: 'FETCHED', affects: ['me.a', 'me.b'], fetchedAt: LATER.toISOString() },
    ],
    [
      'it has nothing',
      [step(['me.a'], { isEmpty: true })],
      { state: 'EMPTY', code: null, text: same('tom'), fetchedAt: AT.toISOString() },
    ],
    [
      'one step has nothing, the other something',
      [step(['me.a'], { isEmpty: true }), step(['me.b'])],
      { state: 'FETCHED', text: null },
    ],
    [
      'both steps have nothing',
      [step(['me.a'], { isEmpty: true }), step(['me.b'], { isEmpty: true })],
      { state: 'EMPTY' },
    ],
    [
      'it did not answer',
      [failed(['me.a', 'me.b'], 'AUTHORITY_TIMEOUT')],
      {
        state: 'UNAVAILABLE',
        code: 'AUTHORITY_TIMEOUT',
        text: same('væk'),
        fetchedAt: null,
        retryAt: null,
        missing: ['me.a', 'me.b'],
      },
    ],
    [
      'it answered with nothing but errors',
      [step(['me.a'], { code: 'AUTHORITY_ERROR', missing: ['me.a'] })],
      { state: 'UNAVAILABLE', code: 'AUTHORITY_ERROR', fetchedAt: null },
    ],
    [
      'one field failed',
      [step(['me.a', 'me.b'], { code: 'AUTHORITY_ERROR', missing: ['me.a'] })],
      { state: 'PARTIAL', code: 'AUTHORITY_ERROR', missing: ['me.a'], fetchedAt: AT.toISOString() },
    ],
    [
      'one field failed and the rest is empty',
      [step(['me.a', 'me.b'], { isEmpty: true, code: 'AUTHORITY_ERROR', missing: ['me.a'] })],
      { state: 'PARTIAL' },
    ],
    [
      'something within a field failed',
      [step(['me.a'], { code: 'AUTHORITY_ERROR', missing: ['me.a.0.name'] })],
      { state: 'PARTIAL', missing: ['me.a.0.name'] },
    ],
    [
      'one field failed twice',
      [step(['me.a'], { code: 'AUTHORITY_ERROR', missing: ['me.a', 'me.a'] })],
      { state: 'UNAVAILABLE', missing: ['me.a'] },
    ],
    [
      'one step failed, the other not',
      [failed(['me.a'], 'AUTHORITY_TIMEOUT'), step(['me.b'])],
      { state: 'PARTIAL', missing: ['me.a'], affects: ['me.a', 'me.b'], fetchedAt: AT.toISOString() },
    ],
    [
      'both steps failed, each in its way',
      [failed(['me.a'], 'AUTHORITY_TIMEOUT'), failed(['me.b'], 'AUTHORITY_SKIPPED')],
      { state: 'UNAVAILABLE', code: 'AUTHORITY_TIMEOUT', missing: ['me.a', 'me.b'] },
    ],
    [
      'it is closed',
      [failed(['me.a'], 'AUTHORITY_CLOSED', RETRY)],
      { state: 'CLOSED', code: 'AUTHORITY_CLOSED', retryAt: RETRY.toISOString(), fetchedAt: null },
    ],
    [
      'it said itself that it is closed',
      [step(['me.a'], { code: 'AUTHORITY_CLOSED', missing: ['me.a'] })],
      { state: 'CLOSED', text: same('lukket'), fetchedAt: null },
    ],
    [
      'one of its systems is closed',
      [step(['me.a', 'me.b'], { code: 'AUTHORITY_CLOSED', missing: ['me.a'], retryAt: RETRY })],
      { state: 'PARTIAL', retryAt: RETRY.toISOString() },
    ],
    [
      'it is not connected',
      [failed(['me.a'], 'AUTHORITY_NOT_CONNECTED')],
      { state: 'NOT_CONNECTED', text: same('ikke her') },
    ],
    [
      'it is in quarantine',
      [failed(['me.a'], 'AUTHORITY_QUARANTINED', RETRY)],
      { state: 'UNAVAILABLE', code: 'AUTHORITY_QUARANTINED', retryAt: RETRY.toISOString() },
    ],
    [
      'the latest time counts',
      [failed(['me.a'], 'AUTHORITY_SKIPPED', AT), failed(['me.b'], 'AUTHORITY_SKIPPED', RETRY)],
      { retryAt: RETRY.toISOString() },
    ],
    [
      'a time to retry without a reason to',
      [step(['me.a'], { retryAt: RETRY })],
      { state: 'FETCHED', retryAt: null, text: null },
    ],
  ])('when %s', (_, outcomes, expected) => {
    expect(statusOf(...outcomes)).toMatchObject({
      authority: 'skat',
      name: terms.displayName,
      selfService: terms.selfService,
      ...expected,
    });
  });

  describe('of which answers are under way', () => {
    const statusWhile = (expected: readonly string[][], ...outcomes: StepOutcome[]) => {
      const sources = new RequestSources(() => terms);
      sources.expect(expected.map((paths) => ({ authority: 'skat', paths })));
      for (const outcome of outcomes) sources.record(outcome);
      const [status, ...others] = sources.statuses();
      expect(others).toEqual([]);
      return status;
    };

    it('is pending while nothing has come', () => {
      expect(statusWhile([['me.a', 'me.b']])).toMatchObject({
        state: 'PENDING',
        fetchedAt: null,
        retryAt: null,
        affects: ['me.a', 'me.b'],
        missing: ['me.a', 'me.b'],
        code: null,
        text: { da: expect.stringContaining('Vi venter på svar fra Skat.') },
      });
    });

    it('is pending while a part of it is, and says which', () => {
      expect(statusWhile([['me.a'], ['me.b']], step(['me.a']))).toMatchObject({
        state: 'PENDING',
        fetchedAt: AT.toISOString(),
        affects: ['me.a', 'me.b'],
        missing: ['me.b'],
        code: null,
      });
    });

    it('is pending, not failed, while a part of it failed and another may still come', () => {
      const code = 'AUTHORITY_TIMEOUT';
      expect(statusWhile([['me.a'], ['me.b']], failed(['me.b'], code, RETRY))).toMatchObject({
        state: 'PENDING',
        fetchedAt: null,
        retryAt: RETRY.toISOString(),
        missing: ['me.b', 'me.a'],
        code,
      });
    });

    it('has its own state when all of it was recorded', () => {
      expect(statusWhile([['me.a'], ['me.b']], step(['me.b']), step(['me.a']))).toMatchObject({ state: 'FETCHED' });
      expect(statusWhile([['me.a']], failed(['me.a'], 'AUTHORITY_TIMEOUT'))).toMatchObject({ state: 'UNAVAILABLE' });
    });

    it('is pending while one of two equal steps is', () => {
      expect(statusWhile([['me.a'], ['me.a']], step(['me.a']))).toMatchObject({ state: 'PENDING', missing: ['me.a'] });
    });

    it('does not wait for steps of others', () => {
      const sources = new RequestSources(() => terms);
      sources.expect([
        { authority: 'cpr', paths: ['me.a'] },
        { authority: 'skat', paths: ['me.a'] },
      ]);
      sources.record(step(['me.a']));
      expect(sources.statuses().map(({ authority, state }) => [authority, state])).toEqual([
        ['cpr', 'PENDING'],
        ['skat', 'FETCHED'],
      ]);
    });
  });

  it('says when to come back, in words', () => {
    expect(statusOf(failed(['me.a'], 'AUTHORITY_CLOSED', RETRY))?.text?.da).toBe(
      'lukket Oplysningerne vises igen 16. juni kl. 08.00.',
    );
    expect(statusOf(failed(['me.a'], 'AUTHORITY_SKIPPED', RETRY))?.text?.en).toBe(
      'væk (en) We will try again on 16 June at 08:00.',
    );
  });

  it('shows of a contract’s text its two languages only', () => {
    const sources = new RequestSources(() => ({
      ...terms,
      texts: { ...terms.texts, unavailable: { ...same('væk'), what: same('x') } as never },
    }));
    sources.record(failed(['me.a'], 'AUTHORITY_TIMEOUT'));
    expect(sources.statuses()[0]?.text).toEqual(same('væk'));
  });

  it('comes for every authority that took part, in the order of their names', () => {
    const sources = new RequestSources(() => terms);
    for (const authority of ['skat', 'cpr', 'udk', 'cpr']) sources.record({ ...step([`me.${authority}`]), authority });
    expect(sources.statuses().map(({ authority }) => authority)).toEqual(['cpr', 'skat', 'udk']);
    expect(new RequestSources(() => terms).statuses()).toEqual([]);
  });
});
