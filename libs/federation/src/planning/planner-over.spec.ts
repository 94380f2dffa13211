import type { Desk } from './desk.js';
import { idOf } from './desk.js';
import { NO_GRANTS, type Grants, type PlannedOperation, type PlanRequest } from './planner.js';
import { plannerOver } from './planner-over.js';

/** Counts what it is asked; plans end when the test says so. */
class CountingDesk implements Desk {
  loads: string[] = [];
  plans: PlanRequest[] = [];
  releases: string[] = [];
  private readonly ends: (() => void)[] = [];

  constructor(private readonly grantsInUse: Grants = NO_GRANTS) {}

  async load(sdl: string) {
    this.loads.push(sdl);
    if (sdl === 'bad') throw new Error('bad');
    return { id: idOf(sdl), apiSdl: '', subgraphs: [], grantsInUse: this.grantsInUse };
  }

  async plan(_: string, request: PlanRequest): Promise<PlannedOperation> {
    this.plans.push(request);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    return {
      plan: { kind: 'QueryPlan' },
      document: request.document,
      unauthorised: [],
      keySuffix: '__c',
      labels: new Map(),
    };
  }

  async release(id: string) {
    this.releases.push(id);
    return 0;
  }

  async stop() {}

  endAll(): void {
    for (const end of this.ends.splice(0)) end();
  }
}

const request = (document: string, more: Partial<PlanRequest> = {}): PlanRequest => ({
  document,
  keepsDefer: false,
  grants: NO_GRANTS,
  ...more,
});

describe('requests that come while an equal one is planned', () => {
  it('share its plan, and later ones get their own', async () => {
    const desk = new CountingDesk();
    const supergraph = await plannerOver(desk).load('x');
    const planned = [1, 2, 3].map(() => supergraph.plan(request('{ a }')));
    expect(desk.plans).toHaveLength(1);
    desk.endAll();
    const [one, two, three] = await Promise.all(planned);
    expect(two).toBe(one);
    expect(three).toBe(one);
    void supergraph.plan(request('{ a }'));
    expect(desk.plans).toHaveLength(2);
    desk.endAll();
  });

  it('share it whoever asks, as long as no grant in use differs', async () => {
    const desk = new CountingDesk({ isAuthenticated: false, scopes: ['a', 'b'], policies: [] });
    const supergraph = await plannerOver(desk).load('x');
    const same: Partial<Grants>[] = [
      { scopes: ['a', 'z'] },
      { scopes: ['a'], isAuthenticated: true },
      { scopes: ['z', 'a', 'a'] },
    ];
    for (const grants of same) void supergraph.plan(request('{ a }', { grants: { ...NO_GRANTS, ...grants } }));
    expect(desk.plans).toHaveLength(1);
    desk.endAll();
  });

  it.each<[string, Partial<PlanRequest>]>([
    ['document', { document: '{ b }' }],
    ['operation', { operationName: 'B' }],
    ['@defer', { keepsDefer: true }],
    ['login', { grants: { ...NO_GRANTS, isAuthenticated: true } }],
    ['scopes', { grants: { ...NO_GRANTS, scopes: ['a'] } }],
    ['policies', { grants: { ...NO_GRANTS, policies: ['a'] } }],
  ])('do not share it when they differ in %s', async (_, more) => {
    const desk = new CountingDesk({ isAuthenticated: true, scopes: ['a'], policies: ['a'] });
    const supergraph = await plannerOver(desk).load('x');
    void supergraph.plan(request('{ a }'));
    void supergraph.plan(request('{ a }', more));
    expect(desk.plans).toHaveLength(2);
    desk.endAll();
  });

  it('do not share it between supergraphs', async () => {
    const desk = new CountingDesk();
    const planner = plannerOver(desk);
    for (const text of ['x', 'y']) void (await planner.load(text)).plan(request('{ a }'));
    expect(desk.plans).toHaveLength(2);
    desk.endAll();
  });
});

describe('a supergraph that is loaded twice', () => {
  it('is held once, until the last one releases it', async () => {
    const desk = new CountingDesk();
    const planner = plannerOver(desk);
    const [one, two] = await Promise.all([planner.load('x'), planner.load('x')]);
    await one.release();
    await one.release();
    expect(desk.releases).toEqual([]);
    await expect(one.plan(request('{ a }'))).rejects.toThrow('was released');
    await two.release();
    expect(desk.loads).toEqual(['x']);
    expect(desk.releases).toEqual([idOf('x')]);
  });

  it('is tried again when it could not be loaded', async () => {
    const desk = new CountingDesk();
    const planner = plannerOver(desk);
    await expect(Promise.all([planner.load('bad'), planner.load('bad')])).rejects.toThrow('bad');
    await expect(planner.load('bad')).rejects.toThrow('bad');
    expect(desk.loads).toEqual(['bad', 'bad']);
    expect(desk.releases).toEqual([]);
  });
});
