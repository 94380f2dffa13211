import { execFile } from 'node:child_process';
import { jest } from '@jest/globals';
import { promisify } from 'node:util';
import { composed } from '../../test/planning/composed.js';
import { ManualTimers } from '../../test/planning/manual-timers.js';
import { createInThreadPlanner } from './in-thread-planner.js';
import { idOf } from './desk.js';
import { InvalidOperation, NO_GRANTS, UnsupportedSupergraph, type PlannedSupergraph, type Planner } from './planner.js';
import { ThreadDesk } from './thread-desk.js';
import { createThreadPlanner, type ThreadPlannerOptions } from './thread-planner.js';

/** Jest runs the sources; a worker runs what the build made of them. */
const BUILT = new URL('../../../../dist/libs/federation/src/planning/', import.meta.url);
const REAL = new URL('planning-worker.js', BUILT);
const TELLING = new URL('../../test/planning/telling-worker.mjs', import.meta.url);

const PEOPLE = composed({
  people: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! friend: Person name: String }',
  pets: 'type Person @key(fields: "id") { id: ID! pet: String }',
});

/** A few hundred characters that mean more than two million fields. */
const BOMB = [
  '{ me { ...F0 } } fragment F20 on Person { id pet }',
  ...Array.from(
    { length: 20 },
    (_, at) => `fragment F${at} on Person { a: friend { ...F${at + 1} } b: friend { ...F${at + 1} } }`,
  ),
].join(' ');

/** Against tests that hang; nothing here depends on how long anything takes. */
jest.setTimeout(600_000);

const planners: Planner[] = [];
const plannerWith = (options: ThreadPlannerOptions) => {
  const planner = createThreadPlanner({ workerFile: REAL, ...options });
  planners.push(planner);
  return planner;
};
const plan = (supergraph: PlannedSupergraph, document: string) =>
  supergraph.plan({ document, keepsDefer: true, grants: NO_GRANTS });

afterEach(async () => {
  await Promise.all(planners.splice(0).map((planner) => planner.stop()));
});

describe('planning in a thread', () => {
  it('plans what is planned without one', async () => {
    const [there, here] = await Promise.all([plannerWith({}).load(PEOPLE), createInThreadPlanner().load(PEOPLE)]);
    const { plan: _, release: __, ...facts } = there;
    expect(here).toMatchObject(facts);
    const document = '{ me { name ... @defer(label: "x") { pet friend { pet } } } }';
    expect(await plan(there, document)).toEqual(await plan(here, document));
  });

  it('fails with the same errors', async () => {
    const planner = plannerWith({});
    await expect(planner.load('type Query { a: Int }')).rejects.toThrow(UnsupportedSupergraph);
    const supergraph = await planner.load(PEOPLE);
    const failure = plan(supergraph, '{ you }');
    await expect(failure).rejects.toThrow(InvalidOperation);
    await expect(failure).rejects.toMatchObject({
      faults: [{ message: 'Cannot query field "you" on type "Query".', locations: [{ line: 1, column: 3 }] }],
    });
    await expect(plan(supergraph, `{ me ${'{ friend '.repeat(50_000)}`)).rejects.toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      facts: { limit: 'nesting' },
    });
  });

  it('stops a plan that takes too long, and that one only', async () => {
    const timers = new ManualTimers();
    const supergraph = await plannerWith({ timers, planTimeLimitMs: 7 }).load(PEOPLE);
    const long = plan(supergraph, BOMB);
    const waiting = [plan(supergraph, '{ me { id } }'), plan(supergraph, '{ me { name } }')];
    const [outcome] = await Promise.allSettled([long, timers.fire(7)]);
    expect(outcome).toMatchObject({
      reason: { code: 'OPERATION_TOO_COMPLEX', facts: { limit: 'planning time' } },
    });
    expect(await Promise.all(waiting)).toMatchObject([{ unauthorised: [] }, { unauthorised: [] }]);
    expect(timers.started).toEqual([]);
  });

  it('ends a plan that takes too much memory, and that one only', async () => {
    const supergraph = await plannerWith({ memoryMib: 48, timers: new ManualTimers() }).load(PEOPLE);
    const [large, small] = await Promise.allSettled([plan(supergraph, BOMB), plan(supergraph, '{ me { id } }')]);
    expect(large).toMatchObject({ reason: { code: 'OPERATION_TOO_COMPLEX', facts: { limit: 'planning memory' } } });
    expect(small).toMatchObject({ status: 'fulfilled' });
  });

  it('refuses a supergraph that takes too long to load', async () => {
    const timers = new ManualTimers();
    const loading = plannerWith({ timers, loadTimeLimitMs: 5 }).load(PEOPLE);
    const [outcome] = await Promise.allSettled([loading, timers.fire(5)]);
    expect(outcome).toMatchObject({ reason: expect.any(UnsupportedSupergraph) });
  });

  it('holds nothing after a thousand loads and releases, in memory for a few', async () => {
    const desk = new ThreadDesk({
      file: REAL,
      timers: new ManualTimers(),
      resourceLimits: { maxOldGenerationSizeMb: 64 },
      planTimeLimitMs: 1,
      loadTimeLimitMs: 1,
      waitingLimit: 1,
    });
    const tiny = composed({ a: 'type Query { a: Int }' });
    const held = new Set<number>();
    for (let at = 0; at < 1_000; at += 1) {
      const text = `${tiny}\n# ${at}`;
      await desk.load(text);
      held.add(await desk.release(idOf(text)));
    }
    await desk.stop();
    expect([...held]).toEqual([0]);
  });

  it('does not keep a process alive that has nothing else to do', async () => {
    const script = `
      const { createThreadPlanner } = await import(${JSON.stringify(new URL('thread-planner.js', BUILT).href)});
      const planner = createThreadPlanner();
      const { apiSdl } = await planner.load(${JSON.stringify(PEOPLE)});
      process.stdout.write(apiSdl);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toContain('type Person');
  });
});

describe('the thread of a planner', () => {
  const telling = async (options: ThreadPlannerOptions = {}) =>
    plannerWith({ workerFile: TELLING, timers: new ManualTimers(), ...options }).load('any');

  it('knows nothing of the environment', async () => {
    process.env['APOLLO_FEDERATION_DEBUG'] = 'true';
    try {
      expect(await plan(await telling(), 'tell')).toMatchObject({ environment: ['NODE_ENV'] });
    } finally {
      delete process.env['APOLLO_FEDERATION_DEBUG'];
    }
  });

  it.each(['exit', 'throw'])('fails one plan only when it crashes (%s), and is replaced', async (way) => {
    const supergraph = await telling();
    const [lost, next, last] = await Promise.allSettled(
      [way, 'next', 'last'].map((document) => plan(supergraph, document)),
    );
    expect(lost).toMatchObject({ reason: { code: 'INTERNAL', facts: { during: 'planning' } } });
    expect(JSON.stringify(lost)).not.toContain('quotes');
    expect(next).toMatchObject({ value: { document: 'next', loads: 1 } });
    expect(last).toMatchObject({ value: { document: 'last', loads: 1 } });
  });

  it('loads again what the lost one held, before anybody asks', async () => {
    const timers = new ManualTimers();
    const planner = plannerWith({ workerFile: TELLING, timers });
    const [first] = await Promise.all([planner.load('one'), planner.load('two')]);
    await expect(plan(first, 'exit')).rejects.toMatchObject({ code: 'INTERNAL' });
    await planner.load('three');
    expect(await plan(first, 'tell')).toMatchObject({ loads: 3 });
  });

  it('takes no more operations than may wait', async () => {
    const timers = new ManualTimers();
    const supergraph = await telling({ timers, waitingLimit: 2, planTimeLimitMs: 9 });
    const outcomes = Promise.allSettled(['hang', 'a', 'b', 'c'].map((document) => plan(supergraph, document)));
    await timers.fire(9);
    expect(await outcomes).toMatchObject([
      { reason: { code: 'OPERATION_TOO_COMPLEX' } },
      { value: { document: 'a' } },
      { value: { document: 'b' } },
      { reason: { code: 'TOO_BUSY' } },
    ]);
    expect(await plan(supergraph, 'later')).toMatchObject({ document: 'later' });
  });

  it('has nothing more to release when it stops', async () => {
    const planner = createThreadPlanner({ workerFile: TELLING, timers: new ManualTimers() });
    const [one, another] = await Promise.all([planner.load('one'), planner.load('another')]);
    const releasing = one.release();
    await planner.stop();
    await releasing;
    await another.release();
  });

  it('is gone after the stop', async () => {
    const planner = createThreadPlanner({ workerFile: TELLING, timers: new ManualTimers() });
    const supergraph = await planner.load('any');
    const underWay = plan(supergraph, 'hang');
    await Promise.all([planner.stop(), expect(underWay).rejects.toThrow()]);
    await expect(plan(supergraph, 'more')).rejects.toThrow('the planner was stopped');
  });
});
