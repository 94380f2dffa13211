import { ExposureError } from '@app/errors';
import { buildSchema } from 'graphql';
import { CITIZEN, OWNER, RecordingReport, aContext } from '../../test/support/a-context.js';
import type { EngineContext } from '../ports/engine-context.js';
import { FailedAnswer, type Service, type ServiceCall } from '../ports/service.js';
import { ALL_CHECKS } from './answer-guard.js';
import { askAboutSubject, type SubjectQuestion } from './ask-about-subject.js';
import { ECHO_KEY, OWNER_KEY, prepareEntityOperation } from './entity-operation.js';

const schema = buildSchema(`
  type Query { me: Citizen }
  type Citizen { id: ID! recordOwner: String tax: Int claims: [Claim!] }
  type Claim { id: ID! note: String }
`);
const operation = prepareEntityOperation(
  schema,
  `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Citizen { tax claims { id note } } } }`,
);
const RETRY_AT = new Date('2026-06-15T10:00:00Z');
const GUARDED = { [ECHO_KEY]: CITIZEN, [OWNER_KEY]: OWNER };

/** `answer`: the body that comes, or what the call fails with. */
function aWorld(answer: unknown, retryAt?: Date) {
  const calls: ServiceCall<unknown>[] = [];
  const failures: FailedAnswer<unknown>[] = [];
  const outcomes: string[] = [];
  const service: Service = {
    name: 'skat',
    retryAt,
    call: async (call) => {
      calls.push(call);
      if (answer instanceof Error) throw answer;
      try {
        const read = call.read(answer);
        outcomes.push(call.outcomeOf?.(read) ?? 'OK');
        return read;
      } catch (thrown) {
        if (!(thrown instanceof FailedAnswer)) throw thrown;
        failures.push(thrown);
        return thrown.answer;
      }
    },
  };
  const report = new RecordingReport();
  return {
    calls,
    failures,
    outcomes,
    report,
    ask: (changes: Partial<SubjectQuestion> = {}, context: EngineContext = aContext({ report })) =>
      askAboutSubject({
        service,
        operation,
        references: [CITIZEN],
        context,
        checks: ALL_CHECKS,
        at: 'me',
        ...changes,
      }),
  };
}
const answered = (fields: object, errors?: unknown) => ({
  data: { _entities: [{ ...GUARDED, ...fields }] },
  ...(errors === undefined ? {} : { errors }),
});
const failedAt = (...path: (string | number)[]) => ({ message: 'x', path: ['_entities', 0, ...path] });

describe('an authority that is asked about the subject', () => {
  it('is asked with the citizen’s reference, and what passed the guard comes back', async () => {
    const world = aWorld(answered({ tax: 7, claims: [], name: 'unasked' }));
    expect(await world.ask()).toEqual({ entities: [{ tax: 7, claims: [] }], faults: [] });
    expect(JSON.parse(world.calls[0]!.body)).toEqual({
      query: operation.text,
      variables: { representations: [{ __typename: 'Citizen', id: CITIZEN }] },
    });
    expect(world.outcomes).toEqual(['OK']);
  });

  it('is reported with the time of its answer and with what it was asked', async () => {
    const world = aWorld(answered({ tax: 7, claims: [] }));
    await world.ask();
    expect(world.report.outcomes).toEqual([
      { authority: 'skat', paths: ['me.tax', 'me.claims'], answeredAt: expect.any(Date), isEmpty: false, faults: [] },
    ]);
  });

  it.each([
    ['a citizen of whom it has nothing', { data: { _entities: [null] } }, true],
    ['empty fields', answered({ tax: null, claims: [] }), true],
    ['a zero', answered({ tax: 0, claims: null }), false],
  ])('is reported as telling nothing, or something: %s', async (_, answer, isEmpty) => {
    const world = aWorld(answer);
    await world.ask();
    expect(world.report.outcomes[0]).toMatchObject({ isEmpty, faults: [] });
  });

  it('is reported by the names that the client uses', async () => {
    const world = aWorld(answered({ tax: 7, claims: [{ id: 'c', note: null }] }, [failedAt('claims', 0, 'note')]));
    const { faults } = await world.ask({ at: 'mig.dybere', toClientKey: (key) => `client_${key}` });
    expect(world.report.outcomes[0]).toMatchObject({
      paths: ['mig.dybere.client_tax', 'mig.dybere.client_claims'],
      faults: [{ code: 'AUTHORITY_ERROR', path: 'mig.dybere.client_claims.0.client_note' }],
    });
    expect(faults).toEqual([{ code: 'AUTHORITY_ERROR', path: [0, 'claims', 0, 'note'] }]);
    expect(world.outcomes).toEqual(['AUTHORITY_ERROR']);
  });

  it('stands at the top of the answer when its path is empty', async () => {
    const world = aWorld(answered({ tax: 7, claims: [] }));
    await world.ask({ at: '' });
    expect(world.report.outcomes[0]?.paths).toEqual(['tax', 'claims']);
  });

  it('lacks the whole section when a null rose to the top of it, however deep the fault is', async () => {
    const world = aWorld(answered({ tax: 7, claims: null }, [failedAt('claims', 0, 'id')]));
    const { faults } = await world.ask();
    expect(faults).toEqual([{ code: 'AUTHORITY_ERROR', path: [0, 'claims'] }]);
    expect(world.failures).toEqual([]);
  });
});

describe('an authority that fails', () => {
  it('costs its fields and nothing else', async () => {
    const world = aWorld(new ExposureError('AUTHORITY_TIMEOUT'), RETRY_AT);
    const { entities, faults } = await world.ask();
    expect(entities).toEqual([]);
    expect(faults).toEqual([
      { code: 'AUTHORITY_TIMEOUT', path: [0, 'tax'] },
      { code: 'AUTHORITY_TIMEOUT', path: [0, 'claims'] },
    ]);
    expect(world.report.outcomes).toEqual([
      {
        authority: 'skat',
        paths: ['me.tax', 'me.claims'],
        isEmpty: false,
        faults: [
          { code: 'AUTHORITY_TIMEOUT', path: 'me.tax' },
          { code: 'AUTHORITY_TIMEOUT', path: 'me.claims' },
        ],
        retryAt: RETRY_AT,
      },
    ]);
  });

  it('keeps an unexpected error out of the report, and its cause for our own log', async () => {
    const cause = new TypeError('secret 670101-1234');
    const world = aWorld(cause);
    expect(await world.ask()).toMatchObject({ faults: [{ code: 'INTERNAL' }, { code: 'INTERNAL' }], cause });
    expect(JSON.stringify(world.report.outcomes)).not.toContain('secret');
  });

  it.each([
    ['everything that was asked has failed', { tax: null, claims: null }, [failedAt('tax'), failedAt('claims')], 1],
    ['all of it has the wrong shape', { tax: 'x', claims: 'x' }, undefined, 1],
    ['one field has failed', { tax: 7, claims: null }, [failedAt('claims')], 0],
    ['one field is null and one has failed', { tax: null, claims: null }, [failedAt('claims')], 0],
    [
      'its sources are closed',
      { tax: null, claims: null },
      ['tax', 'claims'].map((field) => ({ ...failedAt(field), extensions: { code: 'SOURCE_CLOSED' } })),
      0,
    ],
  ])('counts as failed or not when %s', async (_, fields, errors, failures) => {
    const world = aWorld(answered(fields, errors));
    await world.ask();
    expect(world.failures).toHaveLength(failures);
  });
});

describe('when to try again', () => {
  const closed = (opensAt: string) => [{ message: '', extensions: { code: 'SOURCE_CLOSED', opensAt } }];

  it.each<[string, unknown, Date | undefined, Date | undefined]>([
    ['the breaker’s next probe', new ExposureError('AUTHORITY_SKIPPED'), RETRY_AT, RETRY_AT],
    [
      'the end of a closed window before that',
      new ExposureError('AUTHORITY_CLOSED', { opensAt: '2026-06-16T06:00:00Z' }),
      RETRY_AT,
      new Date('2026-06-16T06:00:00Z'),
    ],
    [
      'the opening that the authority told',
      { data: null, errors: closed('2026-06-17T06:00:00Z') },
      undefined,
      new Date('2026-06-17T06:00:00Z'),
    ],
    ['nothing when nobody knows', new ExposureError('AUTHORITY_TIMEOUT'), undefined, undefined],
  ])('is %s', async (_, answer, breakerAt, expected) => {
    const world = aWorld(answer, breakerAt);
    await world.ask();
    expect(world.report.outcomes[0]?.retryAt).toEqual(expected);
  });
});

describe('a question that must not be asked', () => {
  it.each([
    ['about somebody else', ['somebody-else']],
    ['about the citizen and somebody else', [CITIZEN, 'somebody-else']],
    ['about nobody in particular', ['undefined']],
  ])('is never sent when it is %s, and is our own fault', async (_, references) => {
    const world = aWorld(answered({ tax: 7, claims: [] }));
    const { entities, faults } = await world.ask({ references });
    expect(world.calls).toEqual([]);
    expect(entities).toEqual([]);
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['INTERNAL']));
  });

  it('is never sent in a request that has no subject', async () => {
    const world = aWorld(answered({ tax: 7, claims: [] }));
    const { subject: _nobody, ...context } = aContext({ report: world.report });
    await world.ask({}, context);
    expect(world.calls).toEqual([]);
    expect(world.report.outcomes[0]?.faults.map(({ code }) => code)).toEqual(['INTERNAL', 'INTERNAL']);
  });

  it('costs no key of the citizen’s when there is no answer', async () => {
    const shared: string[] = [];
    const subject = { ...aContext().subject, recordOwnerFor: (name: string) => (shared.push(name), OWNER) };
    const failing = aWorld(new ExposureError('AUTHORITY_NOT_CONNECTED'));
    await failing.ask({}, aContext({ report: failing.report, subject }));
    expect(shared).toEqual([]);
    const answering = aWorld(answered({ tax: 7, claims: [] }));
    await answering.ask({}, aContext({ report: answering.report, subject }));
    expect(shared).toEqual(['skat']);
  });
});

describe('an answer about another person', () => {
  it.each([
    ['the reference', { [ECHO_KEY]: 'somebody-else' }],
    ['the record', { [OWNER_KEY]: 'owner-of-somebody-else' }],
  ])('is dropped, all of it, when %s says so', async (_, change) => {
    const world = aWorld(answered({ tax: 7, claims: [{ id: 'c', note: 'private' }], ...change }));
    const answer = await world.ask();
    expect(answer.entities).toEqual([]);
    expect(answer.faults.map(({ code }) => code)).toEqual(['AUTHORITY_SUBJECT_MISMATCH', 'AUTHORITY_SUBJECT_MISMATCH']);
    expect(JSON.stringify([answer.entities, answer.faults, world.report.outcomes])).not.toContain('private');
  });
});
