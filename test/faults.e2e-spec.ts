import { STACK_AUTHORITIES, type RunningStack, type StackAuthority } from '@app/testing';
import { SourceControl } from './support/control.js';
import { stopWithoutLeaks } from './support/leak-scan.js';
import {
  PATIENT_PAGE_BUDGET_MS,
  SECTIONS,
  Visitor,
  sourceOf,
  startPatientStack,
  statesOf,
  type Answer,
  warmUp,
} from './support/stack.js';

/** Every fault that a source can have, and what the gateway says of it. */
const FAULTS: [kind: string, state: string, options: object][] = [
  ['hang', 'UNAVAILABLE', {}],
  ['latency', 'UNAVAILABLE', { latencyMs: 5_000 }],
  ['slow-drip', 'UNAVAILABLE', {}],
  ['reset', 'UNAVAILABLE', {}],
  ['refuse', 'UNAVAILABLE', {}],
  ['error-500', 'UNAVAILABLE', {}],
  ['errors-in-200', 'UNAVAILABLE', {}],
  ['wrong-content-type', 'UNAVAILABLE', {}],
  ['malformed-json', 'UNAVAILABLE', {}],
  ['huge-body', 'UNAVAILABLE', {}],
  ['closed-window', 'CLOSED', {}],
  ['other-person', 'UNAVAILABLE', {}],
  ['right-echo-wrong-record', 'UNAVAILABLE', {}],
];
const OTHERS = (authority: StackAuthority) => STACK_AUTHORITIES.filter((other) => other !== authority);

let stack: RunningStack;
let control: SourceControl;
let parent: Visitor;
let whole: Answer;

beforeAll(async () => {
  stack = await startPatientStack();
  control = new SourceControl(stack);
  parent = await Visitor.person(stack, 'parent');
  whole = await warmUp(parent);
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
});

const sectionsOf = (answer: Answer, authority: StackAuthority) =>
  SECTIONS[authority]!.map((section) => answer.body.data?.me[section]);

/** Faults about persons, after which gateway and subgraph keep away for long; started anew, they have forgotten it. */
const MISMATCHES = ['other-person', 'right-echo-wrong-record'];

async function recover(authority: StackAuthority, kind: string): Promise<void> {
  await control.clearFault(authority);
  if (MISMATCHES.includes(kind)) {
    await stack.restart('gateway');
    await stack.restart(authority);
  }
  // A success in between: what is tested is the fault, not the breaker's memory of the last one.
  await warmUp(parent, 2);
}

/** Nothing remembers what was before. */
async function renew(): Promise<void> {
  await stack.restart('gateway');
  await Promise.all(STACK_AUTHORITIES.map((authority) => stack.restart(authority)));
  await warmUp(parent);
}

describe('a citizen with data everywhere', () => {
  it('gets everything while nothing is wrong', () => {
    expect(statesOf(whole)).toEqual({ cpr: 'FETCHED', 'udbetaling-danmark': 'FETCHED', skat: 'FETCHED' });
    expect(whole.body.errors).toBeUndefined();
    for (const source of whole.body.data?.sources ?? []) {
      expect(source).toMatchObject({ missing: [], code: null, text: null, retryAt: null });
      expect(source.affects.toSorted()).toEqual(
        SECTIONS[source.authority]!.map((section) => `me.${section}`).toSorted(),
      );
    }
  });
});

describe.each([...STACK_AUTHORITIES])('when the source of %s', (authority) => {
  it.each(FAULTS)('has the fault %s, it alone is %s and everything else is whole', async (kind, state, options) => {
    await control.setFault(authority, kind, options);
    const answer = await parent.overview();

    expect(answer.status).toBe(200);
    expect(sourceOf(answer, authority)).toMatchObject({ state, code: expect.any(String) });
    expect(answer.durationMs).toBeLessThan(PATIENT_PAGE_BUDGET_MS);
    expect(sectionsOf(answer, authority).every((section) => section === null)).toBe(true);
    for (const other of OTHERS(authority)) {
      expect(sourceOf(answer, other)).toMatchObject({ state: 'FETCHED', code: null });
      expect(sectionsOf(answer, other)).toEqual(sectionsOf(whole, other));
    }

    const source = sourceOf(answer, authority);
    expect(source.missing.toSorted()).toEqual(source.affects.toSorted());
    expect(source.text?.da).toMatch(/\S{3}/);
    expect(source.text?.en).not.toBe(source.text?.da);
    const errors = answer.body.errors ?? [];
    expect(errors.map(({ path }) => path?.join('.')).toSorted()).toEqual(source.missing.toSorted());
    expect(errors.every(({ extensions }) => extensions.authority === authority)).toBe(true);
    // Nothing of what the source said, and no address, comes through.
    expect(answer.text).not.toMatch(/SELECT|stack|127\.0\.0\.1|localhost|at \w+ \(/);
    await recover(authority, kind);
  });
});

describe('when everything is wrong at once', () => {
  it('the page still comes, within its budget, and says so three times', async () => {
    for (const authority of STACK_AUTHORITIES) await control.setFault(authority, 'hang');
    const answer = await parent.overview();
    expect(answer.status).toBe(200);
    expect(Object.values(statesOf(answer))).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    expect(answer.body.data?.me['id']).toEqual(expect.any(String));
    for (const authority of STACK_AUTHORITIES) await control.clearFault(authority);
    await renew();
    expect(statesOf(await parent.overview())).toEqual(statesOf(whole));
  });
});

describe('an authority whose process', () => {
  it('has died is unavailable, and comes back by itself', async () => {
    const dead = stack.process('skat');
    dead.signal('SIGKILL');
    await dead.untilExit();
    const answer = await parent.overview();
    expect(sourceOf(answer, 'skat')).toMatchObject({ state: 'UNAVAILABLE', code: 'AUTHORITY_UNREACHABLE' });
    expect(statesOf(answer)).toMatchObject({ cpr: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
    await stack.restart('skat');
    expect(statesOf(await warmUp(parent))).toEqual(statesOf(whole));
  });

  it('stands still is given up at its time limit', async () => {
    stack.process('skat').signal('SIGSTOP');
    const answer = await parent.overview();
    stack.process('skat').signal('SIGCONT');
    expect(sourceOf(answer, 'skat')).toMatchObject({ state: 'UNAVAILABLE', code: 'AUTHORITY_TIMEOUT' });
  });
});
