import { CountingPlanner, DEFERRED, IN_STEPS, aContext, taggedParts } from '../../test/generation/tagged-graph.js';
import { composed } from '../../test/planning/composed.js';
import type { Grants } from '../planning/planner.js';
import type { Service } from '../ports/service.js';
import { executeProgram } from '../execution/execute-program.js';
import { Generation } from './generation.js';

/** Programs kept beside those of registered documents, as the README promises. */
const PROGRAMS_MAX = 100;
const NAME = '{ item { name } }';

let planner: CountingPlanner;

beforeEach(() => {
  planner = new CountingPlanner();
});

const build = (parts = taggedParts('first', { registered: [] })) => Generation.build(planner, parts);

const nth = (index: number) => `{ item { name${index}: name } }`;

describe('the programs of a generation', () => {
  it('are compiled once for all who ask, also for those who ask while it is being done', async () => {
    const generation = await build();
    const go = Promise.withResolvers<void>();
    planner.hold = go.promise;
    const asked = Array.from({ length: 50 }, () => generation.programFor({ document: NAME }));
    go.resolve();
    const programs = new Set(await Promise.all(asked));
    programs.add(await generation.programFor({ document: NAME }));
    expect([programs.size, planner.plans.length]).toEqual([1, 1]);
  });

  it(`are forgotten when ${PROGRAMS_MAX} others were asked for since, but not those of registered documents`, async () => {
    const generation = await build(taggedParts('first', { registered: [IN_STEPS] }));
    await generation.programFor({ document: NAME });
    const plansFor = async (document: string) => {
      const before = planner.plans.length;
      await generation.programFor({ document });
      return planner.plans.length - before;
    };
    for (let index = 0; index < PROGRAMS_MAX - 1; index += 1) await generation.programFor({ document: nth(index) });
    expect(await plansFor(NAME)).toBe(0);
    for (let index = 0; index < PROGRAMS_MAX; index += 1) await generation.programFor({ document: nth(index) });
    expect(await plansFor(NAME)).toBe(1);
    expect(await plansFor(IN_STEPS.document)).toBe(0);
  });

  it('differ by the operation that is meant and by whether parts may come later', async () => {
    const generation = await build();
    const two = 'query A { item { id } } query B { item { name } }';
    const programs = new Set([
      await generation.programFor({ document: two, operationName: 'A' }),
      await generation.programFor({ document: two, operationName: 'B' }),
      await generation.programFor({ document: DEFERRED.document }),
      await generation.programFor({ document: DEFERRED.document, isIncremental: true }),
    ]);
    expect(programs.size).toBe(4);
    // Without `@defer` there is nothing that could come later.
    expect(await generation.programFor({ document: NAME, isIncremental: true })).toBe(
      await generation.programFor({ document: NAME }),
    );
  });

  it('differ by the grants that the schema asks for, whatever their order, and by no others', async () => {
    const supergraphSdl = composed(
      { notes: 'type Query { open: String secret: String @requiresScopes(scopes: [["a", "b"]]) }' },
      ['@requiresScopes'],
    );
    const notes: Service = {
      name: 'notes',
      call: async ({ read }) => read({ data: { open: 'o', secret: 's' } }),
    };
    const generation = await build({ supergraphSdl, services: new Map([['notes', notes]]) });
    const grants = (...scopes: string[]): Grants => ({ isAuthenticated: false, scopes, policies: [] });
    const document = '{ open secret }';
    const programFor = (scopes: string[]) => generation.programFor({ document, grants: grants(...scopes) });
    const dataFor = async (scopes: string[]) =>
      (await executeProgram(await programFor(scopes), generation.schema, {}, aContext())).data;

    expect(await programFor(['a', 'b'])).toBe(await programFor(['b', 'else', 'a']));
    expect(await programFor([])).toBe(await programFor(['else']));
    expect(await dataFor(['a', 'b'])).toEqual({ open: 'o', secret: 's' });
    expect(await dataFor([])).toEqual({ open: 'o' });
    expect(await dataFor(['a'])).toEqual({ open: 'o' });
  });

  it('that could not be made are tried anew for the next who asks', async () => {
    const generation = await build();
    const failure = Promise.reject(new TypeError('no room'));
    failure.catch(() => undefined);
    planner.hold = failure;
    await expect(generation.programFor({ document: NAME })).rejects.toThrow('no room');
    planner.hold = Promise.resolve();
    expect(await generation.programFor({ document: NAME })).toBeDefined();
  });
});

describe('a registered operation', () => {
  it('is planned, compiled and run before anybody asks, with and without parts that come later', async () => {
    const asked: string[] = [];
    const before = (subgraph: string) => void asked.push(subgraph);
    const generation = await build(taggedParts('first', { registered: [DEFERRED], before }));
    const planned = planner.plans.length;
    expect(planner.plans.map(({ keepsDefer }) => keepsDefer)).toEqual(expect.arrayContaining([false, true]));
    await generation.programFor({ document: DEFERRED.document });
    await generation.programFor({ document: DEFERRED.document, isIncremental: true });
    expect(planner.plans.length).toBe(planned);
    // Rehearsals ask stubs.
    expect(asked).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['names a field that is not there', '{ item { size } }', /registered operation wrong cannot run: .*"size"/],
    ['is no GraphQL', 'SELECT 1', /registered operation wrong cannot run: Syntax Error/],
    ['is two operations', 'query A { item { id } } query B { item { id } }', /registered operation wrong cannot run/],
  ])('that %s stops the build with its name, and nothing is held', async (_, document, reason) => {
    const parts = taggedParts('first', { registered: [IN_STEPS, { name: 'wrong', document }] });
    await expect(build(parts)).rejects.toThrow(reason);
    expect(planner.held).toBe(0);
  });

  it('whose variables nobody knows beforehand is no reason against it', async () => {
    const document = 'query ($withName: Boolean!) { item { id name @include(if: $withName) } }';
    const generation = await build(taggedParts('first', { registered: [{ name: 'asks-for-variables', document }] }));
    expect(await generation.programFor({ document })).toBeDefined();
  });
});
