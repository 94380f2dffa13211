import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ExposureError } from '@app/errors';
import { Deadline } from '@app/resilience';
import { buildSchema } from 'graphql';
import type { GuardedAnswer } from '../guard/answer-guard.js';
import type { AskOptions, Authority } from '../services/authority.js';
import { AuthorityDataSource } from './authority.data-source.js';
import type { SubjectContext } from '../ports/engine-context.js';
import type { StepOutcome } from '../ports/source-report.js';

const schema = buildSchema(`
  type Query { me: Citizen }
  type Citizen { id: ID! recordOwner: String tax: Int claims: [String!] }
`);
const QUERY = `query ($representations: [_Any!]!, $x: Boolean!) {
  _entities(representations: $representations) { ... on Citizen { tax claims @include(if: $x) } } }`;
const CITIZEN = 'ref-1';
const RETRY_AT = new Date('2026-06-15T10:00:00Z');

interface World {
  readonly asked: AskOptions[];
  readonly outcomes: StepOutcome[];
  readonly process: (
    variables: unknown,
    more?: Partial<SubjectContext>,
    path?: (string | number)[],
  ) => ReturnType<AuthorityDataSource['process']>;
}

function aWorld(answer: (options: AskOptions) => Promise<GuardedAnswer>, retryAt?: Date): World {
  const asked: AskOptions[] = [];
  const outcomes: StepOutcome[] = [];
  const authority = {
    name: 'skat',
    retryAt,
    ask: (options: AskOptions) => {
      asked.push(options);
      return answer(options);
    },
  } as unknown as Authority;
  const source = new AuthorityDataSource(authority, schema);
  return {
    asked,
    outcomes,
    process: (variables, more = {}, pathInIncomingRequest = ['me']) =>
      source.process({
        kind: 'incoming operation',
        request: { query: QUERY, variables },
        pathInIncomingRequest,
        context: {
          subject: { citizenId: CITIZEN, recordOwnerFor: () => 'owner', tokenFor: () => Promise.resolve('token') },
          report: { record: (outcome: StepOutcome) => void outcomes.push(outcome) },
          deadline: Deadline.after(0),
          transactionId: 'txn',
          ...more,
        },
      } as unknown as GraphQLDataSourceProcessOptions<SubjectContext & Record<string, unknown>>),
  };
}

const about = (...ids: string[]) => ({ representations: ids.map((id) => ({ __typename: 'Citizen', id })), x: true });
const answering =
  (entities: GuardedAnswer['entities'], faults: GuardedAnswer['faults'] = []) =>
  () =>
    Promise.resolve({ entities, faults });
const failing = (thrown: unknown) => () => Promise.reject(thrown);

describe('a step of a plan at an authority', () => {
  it('hands back what passed the guard and reports when it came and what it answers', async () => {
    const world = aWorld(answering([{ tax: 7, claims: [] }]));
    expect(await world.process(about(CITIZEN))).toEqual({ data: { _entities: [{ tax: 7, claims: [] }] }, errors: [] });
    expect(world.outcomes).toEqual([
      { authority: 'skat', paths: ['me.tax', 'me.claims'], answeredAt: expect.any(Date), isEmpty: false, faults: [] },
    ]);
    expect(world.asked[0]).toMatchObject({ references: [CITIZEN], transactionId: 'txn' });
  });

  it.each([
    ['a citizen of whom it has nothing', [null], true],
    ['empty fields', [{ tax: null, claims: [] }], true],
    ['a zero', [{ tax: 0, claims: null }], false],
  ])('is reported as empty or not: %s', async (_, entities, isEmpty) => {
    const world = aWorld(answering(entities));
    await world.process(about(CITIZEN));
    expect(world.outcomes[0]?.isEmpty).toBe(isEmpty);
  });

  it('names the paths of the request, however the client named `me`', async () => {
    const world = aWorld(answering([{ tax: 7, claims: [] }], [{ code: 'AUTHORITY_ERROR', path: [0, 'claims', 0] }]));
    const result = await world.process(about(CITIZEN), {}, ['mig', '@', 'dybere']);
    expect(world.outcomes[0]).toMatchObject({
      paths: ['mig.dybere.tax', 'mig.dybere.claims'],
      faults: [{ code: 'AUTHORITY_ERROR', path: 'mig.dybere.claims.0' }],
    });
    expect(result.errors).toEqual([
      {
        message: 'AUTHORITY_ERROR',
        path: ['_entities', 0, 'claims', 0],
        extensions: { code: 'AUTHORITY_ERROR', authority: 'skat' },
      },
    ]);
  });

  it('that fails costs its fields and nothing else: an error for each, and no answer', async () => {
    const world = aWorld(failing(new ExposureError('AUTHORITY_TIMEOUT')), RETRY_AT);
    const result = await world.process(about(CITIZEN));
    expect(result.data).toBeNull();
    expect(result.errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['_entities', 0, 'tax'], 'AUTHORITY_TIMEOUT'],
      [['_entities', 0, 'claims'], 'AUTHORITY_TIMEOUT'],
    ]);
    expect(world.outcomes).toEqual([
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

  it.each<[string, () => Promise<GuardedAnswer>, Date | undefined, Date | undefined]>([
    ['the breaker’s next probe', failing(new ExposureError('AUTHORITY_SKIPPED')), RETRY_AT, RETRY_AT],
    [
      'the end of a closed window before that',
      failing(new ExposureError('AUTHORITY_CLOSED', { opensAt: '2026-06-16T06:00:00Z' })),
      RETRY_AT,
      new Date('2026-06-16T06:00:00Z'),
    ],
    [
      'the opening that the authority told',
      answering([null], [{ code: 'AUTHORITY_CLOSED', path: [0, 'tax'], opensAt: '2026-06-17T06:00:00.000Z' }]),
      undefined,
      new Date('2026-06-17T06:00:00Z'),
    ],
    ['nothing when nobody knows', failing(new ExposureError('AUTHORITY_TIMEOUT')), undefined, undefined],
  ])('says when to try again: %s', async (_, answer, breakerAt, expected) => {
    const world = aWorld(answer, breakerAt);
    await world.process(about(CITIZEN));
    expect(world.outcomes[0]?.retryAt).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['about somebody else', about('ref-2')],
    ['about the citizen and somebody else', about(CITIZEN, 'ref-2')],
    ['about nobody', { x: true }],
    ['about something that is no reference', { representations: ['ref-1'], x: true }],
    ['about an inherited reference', { representations: [Object.create({ id: CITIZEN })], x: true }],
  ])('is never sent when it is %s, and is reported as our own fault', async (_, variables) => {
    const world = aWorld(answering([{ tax: 7 }]));
    const result = await world.process(variables);
    expect(world.asked).toEqual([]);
    expect(result.data).toBeNull();
    expect(world.outcomes[0]?.faults.map(({ code }) => code)).toEqual(['INTERNAL', 'INTERNAL']);
  });

  it('keeps an unexpected error out of the answer, and its cause for our own log', async () => {
    const cause = new TypeError('secret 670101-1234');
    const world = aWorld(failing(cause));
    const result = await world.process(about(CITIZEN));
    expect(result.errors?.[0]).toMatchObject({ message: 'INTERNAL', extensions: { code: 'INTERNAL' } });
    expect(result.errors?.[0]).toHaveProperty('originalError', cause);
    expect(JSON.stringify([result.data, world.outcomes])).not.toContain('secret');
  });

  it('asks and reports only what the client’s conditions leave', async () => {
    const world = aWorld(answering([{ tax: 7 }]));
    await world.process({ ...about(CITIZEN), x: false });
    expect(world.asked[0]?.operation.text).not.toContain('claims');
    expect(world.outcomes[0]?.paths).toEqual(['me.tax']);
    await world.process(about(CITIZEN));
    expect(world.asked[1]?.operation.text).toContain('claims');
  });

  it('prepares an operation once', async () => {
    const world = aWorld(answering([{ tax: 7, claims: [] }]));
    for (let step = 0; step < 2; step += 1) await world.process(about(CITIZEN));
    expect(world.asked[0]?.operation).toBe(world.asked[1]?.operation);
  });

  it('forgets operations that were prepared long ago: a sandbox turns them over', async () => {
    const world = aWorld(answering([{ tax: 7, claims: [] }]));
    for (let other = 0; other <= 500; other += 1) await world.process({ ...about(CITIZEN), other });
    await world.process({ ...about(CITIZEN), other: 0 });
    expect(world.asked[501]?.operation).not.toBe(world.asked[0]?.operation);
    await world.process({ ...about(CITIZEN), other: 500 });
    expect(world.asked[502]?.operation).toBe(world.asked[500]?.operation);
  });

  it('is prepared but not asked in a rehearsal', async () => {
    const world = aWorld(answering([{ tax: 7 }]));
    expect(await world.process(about(CITIZEN), { isRehearsal: true })).toEqual({ data: null });
    expect([world.asked, world.outcomes]).toEqual([[], []]);
  });
});
