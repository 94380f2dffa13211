import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ExposureError } from '@app/errors';
import { buildSchema } from 'graphql';
import { CITIZEN, OWNER, RecordingReport, aContext } from '../../test/support/a-context.js';
import { HeldService } from '../../test/support/held-service.js';
import { ECHO_KEY, OWNER_KEY } from '../guard/entity-operation.js';
import type { SubjectContext } from '../ports/engine-context.js';
import { AuthorityDataSource } from './authority.data-source.js';

const schema = buildSchema(`
  type Query { me: Citizen }
  type Citizen { id: ID! recordOwner: String tax: Int claims: [String!] }
`);
const QUERY = `query ($representations: [_Any!]!, $x: Boolean!) {
  _entities(representations: $representations) { ... on Citizen { tax claims @include(if: $x) } } }`;
const about = (...ids: string[]) => ({ representations: ids.map((id) => ({ __typename: 'Citizen', id })), x: true });
const honest = { [ECHO_KEY]: CITIZEN, [OWNER_KEY]: OWNER, tax: 7, claims: ['c'] };

function aWorld(
  entity: unknown = honest,
  errors?: unknown,
  respond = () => ({ data: { _entities: [entity] }, errors }),
) {
  const service = new HeldService('skat', respond);
  const source = new AuthorityDataSource(service, schema);
  const report = new RecordingReport();
  return {
    service,
    report,
    process: (variables: unknown, more: Partial<SubjectContext> = {}, pathInIncomingRequest = ['me']) =>
      source.process({
        kind: 'incoming operation',
        request: { query: QUERY, variables },
        pathInIncomingRequest,
        context: aContext({ report, ...more }),
      } as unknown as GraphQLDataSourceProcessOptions<SubjectContext & Record<string, unknown>>),
  };
}

describe('an authority as Apollo’s gateway reaches it', () => {
  it('hands back what passed the guard', async () => {
    const world = aWorld({ ...honest, name: 'unasked' });
    expect(await world.process(about(CITIZEN))).toEqual({
      data: { _entities: [{ tax: 7, claims: ['c'] }] },
      errors: [],
    });
    expect(world.service.calls.map(({ variables }) => variables['representations'])).toEqual([
      [{ __typename: 'Citizen', id: CITIZEN }],
    ]);
  });

  it('tells each fault by its code, and where it is among the entities', async () => {
    const world = aWorld({ ...honest, claims: null }, [{ message: 'secret', path: ['_entities', 0, 'claims'] }]);
    expect((await world.process(about(CITIZEN))).errors).toEqual([
      {
        message: 'AUTHORITY_ERROR',
        path: ['_entities', 0, 'claims'],
        extensions: { code: 'AUTHORITY_ERROR', authority: 'skat' },
      },
    ]);
  });

  it('that fails has no answer, and an error for each field, with the cause for our own log', async () => {
    const cause = new TypeError('secret');
    const world = aWorld(honest, undefined, () => {
      throw cause;
    });
    const { data, errors } = await world.process(about(CITIZEN));
    expect(data).toBeNull();
    expect(errors?.map(({ path, message }) => [message, path])).toEqual([
      ['INTERNAL', ['_entities', 0, 'tax']],
      ['INTERNAL', ['_entities', 0, 'claims']],
    ]);
    expect(errors?.[0]).toHaveProperty('originalError', cause);
  });

  it('is reported by the paths of the request', async () => {
    const world = aWorld();
    await world.process(about(CITIZEN), {}, ['mig', '@', 'dybere']);
    expect(world.report.outcomes.map(({ paths }) => paths)).toEqual([['mig.dybere.tax', 'mig.dybere.claims']]);
  });

  it('asks what the client’s conditions leave, and nobody when they leave nothing', async () => {
    const world = aWorld();
    await world.process({ ...about(CITIZEN), x: false });
    expect(world.service.calls[0]?.query).not.toContain('claims');
    expect(world.report.outcomes[0]?.paths).toEqual(['me.tax']);
  });

  it('keeps the questions of different variables apart', async () => {
    const world = aWorld();
    for (const x of [true, false, true]) await world.process({ ...about(CITIZEN), x });
    expect(world.service.calls.map(({ query }) => query.includes('claims'))).toEqual([true, false, true]);
  });

  it('goes on when more operations were prepared than it keeps', async () => {
    const world = aWorld();
    for (let other = 0; other <= 501; other += 1) await world.process({ ...about(CITIZEN), other });
    expect((await world.process({ ...about(CITIZEN), other: 0 })).errors).toEqual([]);
  });

  it('is prepared but not asked in a rehearsal', async () => {
    const world = aWorld();
    expect(await world.process(about(CITIZEN), { isRehearsal: true })).toEqual({ data: null });
    expect([world.service.calls, world.report.outcomes]).toEqual([[], []]);
  });
});

describe('a step of Apollo’s plan that is not about the subject', () => {
  it.each<[string, unknown]>([
    ['about somebody else', about('somebody-else')],
    ['about the citizen and somebody else', about(CITIZEN, 'somebody-else')],
    ['about something that is no reference', { representations: [CITIZEN], x: true }],
    ['about an inherited reference', { representations: [Object.create({ id: CITIZEN })], x: true }],
  ])('is never sent when it is %s, and is reported as our own fault', async (_, variables) => {
    const world = aWorld();
    const { data } = await world.process(variables);
    expect(world.service.calls).toEqual([]);
    expect(data).toBeNull();
    expect(world.report.outcomes[0]?.faults.map(({ code }) => code)).toEqual(['INTERNAL', 'INTERNAL']);
  });

  it('is refused when it is about nobody', async () => {
    const world = aWorld();
    await expect(world.process({ x: true })).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(world.service.calls).toEqual([]);
  });

  it.each([
    ['is no operation of a client’s', { kind: 'health check', request: { query: QUERY } }],
    ['has no text', { kind: 'incoming operation', request: {} }],
  ])('is refused when it %s', async (_, options) => {
    const service = new HeldService('skat');
    const source = new AuthorityDataSource(service, schema);
    await expect(
      source.process(options as unknown as Parameters<AuthorityDataSource['process']>[0]),
    ).rejects.toBeInstanceOf(ExposureError);
    expect(service.calls).toEqual([]);
  });
});
