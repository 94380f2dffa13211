import { ExposureError } from '@app/errors';
import { CITIZEN, OWNER, RecordingReport, aContext } from '../../test/support/a-context.js';
import { guardedWorld, honestly } from '../../test/support/guarded-world.js';
import { ALL_CHECKS, type GuardChecks } from '../guard/answer-guard.js';
import { ECHO_KEY, OWNER_KEY } from '../guard/entity-operation.js';
import type { Execution } from '../ports/execution.js';

const TAX = { tax: { year: 2026, rate: 0.4 } };
const codesOf = ({ errors }: Execution) => errors.map(({ code, path }) => `${code} ${path?.join('.')}`);
const honest = { [ECHO_KEY]: CITIZEN, [OWNER_KEY]: OWNER };
const answerOf = (entity: unknown) => () => ({ data: { _entities: [entity] } });

describe('a step about the subject', () => {
  it('asks about the citizen of the request, once, with what the guard needs', async () => {
    const { world } = await guardedWorld({ respond: { skat: honestly(TAX) } });
    expect(await world.ask('{ me { tax { year } } }')).toEqual({
      kind: 'complete',
      data: { me: { tax: { year: 2026 } } },
      errors: [],
    });
    const [call, ...others] = world.service('skat').calls;
    expect(others).toEqual([]);
    expect(call?.variables).toEqual({ representations: [{ __typename: 'Citizen', id: CITIZEN }] });
    expect(call?.query).toContain(ECHO_KEY);
    expect(call?.query).toContain(OWNER_KEY);
  });

  it('passes on what the client calls its fields', async () => {
    const { world } = await guardedWorld({
      respond: { skat: honestly({ a__c: { owed__c: 1, b__c: 2 }, tax: { year: 3 } }) },
    });
    const document = 'query($in: String) { mig: me { a: tax { owed(in: $in) b: owed(in: "EUR") } tax { year } } }';
    expect(await world.ask(document, { variables: { in: 'DKK' } })).toMatchObject({
      data: { mig: { a: { owed: 1, b: 2 }, tax: { year: 3 } } },
      errors: [],
    });
    expect(world.service('skat').calls[0]?.variables['in']).toBe('DKK');
  });

  it('lets a fault cost the section that it is in, with an error at the client’s path', async () => {
    const { world } = await guardedWorld({ respond: { skat: honestly({ x__c: { year: 'soon' }, cars: [] }) } });
    const answer = await world.ask('{ me { x: tax { year } cars { plate } } }');
    expect(answer.data).toEqual({ me: { x: null, cars: [] } });
    expect(codesOf(answer)).toEqual(['AUTHORITY_BAD_SHAPE me.x']);
  });

  it('that fails costs its own fields and no others, and a null rises as far as it must', async () => {
    const { world } = await guardedWorld({ respond: { skat: honestly(TAX) } });
    const answer = world.ask('{ me { tax { year } inbox { unread } } }');
    (await world.service('post').callAt(0)).fail(new ExposureError('AUTHORITY_TIMEOUT'));
    expect((await answer).data).toEqual({ me: null });
    expect(codesOf(await answer)).toEqual(['AUTHORITY_TIMEOUT me.inbox']);
  });

  it('is taken once for all parts of an answer', async () => {
    const { world } = await guardedWorld();
    const answer = await world.askInParts(
      '{ me { id ... @defer(label: "a") { tax { year } } ... @defer(label: "b") { cars { plate } } } }',
    );
    (await world.service('skat').callAt(0)).answer(
      honestly({ tax: { year: 1 }, cars: [{ plate: 'AB' }] })({ ...world.service('skat').calls[0]! }),
    );
    const parts: unknown[] = [];
    for (let next = await answer.parts.next(); next.done !== true; next = await answer.parts.next())
      parts.push(...next.value.parts.map(({ part, data }) => [part.label, data]));
    expect(parts).toEqual([
      ['a', { tax: { year: 1 } }],
      ['b', { cars: [{ plate: 'AB' }] }],
    ]);
    expect(world.service('skat').calls).toHaveLength(1);
  });

  it('is taken anew for each request', async () => {
    const { world } = await guardedWorld({ respond: { skat: honestly(TAX) } });
    const program = await world.compile('{ me { tax { year } } }');
    await world.run(program);
    await world.run(program);
    expect(world.service('skat').calls).toHaveLength(2);
  });
});

describe('an answer about somebody else', () => {
  const other = { ...honest, tax: { year: 1066 }, cars: [{ plate: 'private' }] };
  const DOCUMENT = '{ me { tax { year } cars { plate } mail } }';
  const respondWith = (entities: readonly unknown[]) => ({
    skat: () => ({ data: { _entities: entities } }),
    post: honestly({ mail: ['a'] }),
  });

  it.each([
    ['another reference', [{ ...other, [ECHO_KEY]: 'somebody-else' }]],
    ['another record', [{ ...other, [OWNER_KEY]: 'owner-of-somebody-else' }]],
    ['no record', [{ ...other, [OWNER_KEY]: null }]],
    ['one entity too many', [other, other]],
  ])('is dropped, all of it, and nothing else: %s', async (_, entities) => {
    const { world } = await guardedWorld({ respond: respondWith(entities) });
    const answer = await world.ask(DOCUMENT);
    expect(answer.data).toEqual({ me: { tax: null, cars: null, mail: ['a'] } });
    expect(codesOf(answer).toSorted()).toEqual([
      'AUTHORITY_SUBJECT_MISMATCH me.cars',
      'AUTHORITY_SUBJECT_MISMATCH me.tax',
    ]);
  });

  it('is dropped for what derives from it, too', async () => {
    const entities = [{ ...other, [OWNER_KEY]: 'owner-of-somebody-else' }];
    const { world, told } = await guardedWorld({ respond: respondWith(entities) });
    await world.ask('{ me { summary } }');
    expect(told).toEqual([{ __typename: 'Citizen', id: CITIZEN, mail: ['a'] }]);
  });

  /** Each check is needed: without it, somebody else's data comes out. */
  it.each<[keyof GuardChecks, unknown, unknown]>([
    ['echo', { ...other, [ECHO_KEY]: 'somebody-else' }, { tax: { year: 1066 } }],
    ['recordOwner', { ...other, [OWNER_KEY]: 'owner-of-somebody-else' }, { tax: { year: 1066 } }],
  ])('comes out when the guard does without %s', async (check, entity, expected) => {
    const ask = async (checks: GuardChecks) => {
      const { world } = await guardedWorld({ checks, respond: { skat: answerOf(entity) } });
      return (await world.ask('{ me { tax { year } } }')).data;
    };
    expect(await ask(ALL_CHECKS)).toEqual({ me: { tax: null } });
    expect(await ask({ ...ALL_CHECKS, [check]: false })).toEqual({ me: expected });
  });

  it('reaches what derives from it when the guard does without pruning', async () => {
    const unasked = { ...honest, tax: { year: 1 }, mail: ['from skat, unasked'] };
    const ask = async (checks: GuardChecks) => {
      const { world, told } = await guardedWorld({ checks });
      const answer = world.ask('{ me { summary } }');
      (await world.service('post').callAt(0)).fail(new ExposureError('AUTHORITY_TIMEOUT'));
      await new Promise((resolve) => setImmediate(resolve));
      (await world.service('skat').callAt(0)).answer(answerOf(unasked)());
      await answer;
      return told[0];
    };
    expect(await ask(ALL_CHECKS)).not.toHaveProperty('mail');
    expect(JSON.stringify(await ask({ ...ALL_CHECKS, pruning: false }))).toContain('unasked');
  });
});

describe('what a section derives from', () => {
  it('is not there when it could not be fetched, and null when it was answered so', async () => {
    const { world, told } = await guardedWorld({ respond: { post: honestly({ mail: null }) } });
    const answer = world.ask('{ me { summary } }');
    (await world.service('skat').callAt(0)).fail(new ExposureError('AUTHORITY_TIMEOUT'));
    expect((await answer).data).toEqual({ me: { summary: 'no letters' } });
    expect(told).toEqual([{ __typename: 'Citizen', id: CITIZEN, mail: null }]);
  });

  it('is there as far as it could be fetched when a part of it has failed', async () => {
    const { world, told } = await guardedWorld({
      respond: {
        post: honestly({ mail: ['a'] }),
        skat: (call) => ({
          ...honestly({ tax: { year: null } })(call),
          errors: [{ message: 'x', path: ['_entities', 0, 'tax', 'year'] }],
        }),
      },
    });
    expect((await world.ask('{ me { summary } }')).data).toEqual({ me: { summary: '1 letters' } });
    expect(told).toEqual([{ __typename: 'Citizen', id: CITIZEN, mail: ['a'], tax: { year: null } }]);
  });

  it('is not there when a single field of it had the wrong shape', async () => {
    const { world, told } = await guardedWorld({
      respond: { skat: honestly({ tax: { year: 'soon' } }), post: honestly({ mail: ['a', 'b'] }) },
    });
    expect((await world.ask('{ me { summary } }')).data).toEqual({ me: { summary: '2 letters' } });
    expect(told[0]).not.toHaveProperty('tax');
  });
});

describe('the report of a request', () => {
  const ask = async (document: string, variables: Record<string, unknown> = {}) => {
    const report = new RecordingReport();
    const { world } = await guardedWorld({
      respond: { skat: honestly({ tax: { year: 1 }, x__c: { year: 1 }, cars: [] }), post: honestly({ mail: [] }) },
    });
    await world.ask(document, { variables, context: aContext({ report }) });
    return {
      expected: report.expected,
      recorded: report.outcomes.map(({ authority, paths }) => ({ authority, paths })),
    };
  };

  it('expects all authorities before the first is asked, and records each of them', async () => {
    const { expected, recorded } = await ask('{ me { tax { year } cars { plate } mail } }');
    const steps = [
      { authority: 'skat', paths: ['me.tax', 'me.cars'] },
      { authority: 'post', paths: ['me.mail'] },
    ];
    expect(expected).toEqual([expect.arrayContaining(steps)]);
    expect(expected[0]).toHaveLength(2);
    expect(recorded).toEqual(expect.arrayContaining(steps));
    expect(recorded).toHaveLength(2);
  });

  it('is made before anybody is asked', async () => {
    const report = new RecordingReport();
    const { world } = await guardedWorld();
    const answer = world.ask('{ me { tax { year } } }', { context: aContext({ report }) });
    const call = await world.service('skat').callAt(0);
    expect([report.expected.length, report.outcomes.length]).toEqual([1, 0]);
    call.fail(new ExposureError('AUTHORITY_TIMEOUT'));
    await answer;
    expect(report.outcomes).toHaveLength(1);
  });

  it('names paths as the client does', async () => {
    expect((await ask('{ mig: me { x: tax { year } } }')).expected).toEqual([
      [{ authority: 'skat', paths: ['mig.x'] }],
    ]);
  });

  it('expects nobody whom the client’s conditions leave out', async () => {
    const document =
      'query($a: Boolean!) { me { tax @include(if: $a) { year } cars { plate } mail @include(if: $a) } }';
    const steps = [{ authority: 'skat', paths: ['me.cars'] }];
    expect(await ask(document, { a: false })).toEqual({ expected: [steps], recorded: steps });
  });

  it('expects nobody when nobody is asked', async () => {
    expect(await ask('{ me { id } sources }')).toEqual({ expected: [[]], recorded: [] });
  });
});
