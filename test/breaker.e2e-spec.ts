import type { RunningStack } from '@app/testing';
import { SourceControl } from './support/control.js';
import { stopWithoutLeaks } from './support/leak-scan.js';
import { Visitor, sourceOf, startStack } from './support/stack.js';

const FAILURES_THAT_OPEN = 5;

let stack: RunningStack;
let control: SourceControl;
let parent: Visitor;

beforeAll(async () => {
  stack = await startStack();
  control = new SourceControl(stack);
  parent = await Visitor.person(stack, 'parent');
  await parent.overview();
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
});

async function breakerOf(authority: string): Promise<{ breaker: string; retryAt: string | null }> {
  const body = (await (await fetch(`${stack.urls.gateway}/health/sources`)).json()) as {
    sources: { authority: string; breaker: string; retryAt: string | null }[];
  };
  return body.sources.find((source) => source.authority === authority)!;
}

/** Prometheus text: how often calls to an authority ended in an outcome. */
async function callsWith(authority: string, outcome: string): Promise<number> {
  const text = await (await fetch(`${stack.urls.operations}/metrics`)).text();
  const line = text
    .split('\n')
    .find(
      (candidate) =>
        candidate.startsWith('authority_call_duration_seconds_count') &&
        candidate.includes(`authority="${authority}"`) &&
        candidate.includes(`outcome="${outcome}"`),
    );
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('an authority that stands still', () => {
  it('is asked five times and then left alone, at most one probe per open period', async () => {
    stack.process('skat').signal('SIGSTOP');
    for (let visit = 0; visit < FAILURES_THAT_OPEN; visit += 1)
      expect(sourceOf(await parent.overview(), 'skat').code).toBe('AUTHORITY_TIMEOUT');
    expect((await breakerOf('skat')).breaker).toBe('OPEN');

    const visits = await Promise.all(Array.from({ length: 50 }, () => parent.overview()));
    const skipped = visits.map((answer) => sourceOf(answer, 'skat'));
    expect(skipped.every(({ code, state }) => code === 'AUTHORITY_SKIPPED' && state === 'UNAVAILABLE')).toBe(true);
    expect(skipped[0]!.retryAt).not.toBeNull();
    expect(skipped[0]!.text?.da).toContain('Vi prøver igen');
    expect(await callsWith('skat', 'AUTHORITY_TIMEOUT')).toBe(FAILURES_THAT_OPEN);
    stack.process('skat').signal('SIGCONT');
  });

  it('opens after five failures plus those in flight when many ask at once', async () => {
    await stack.restart('gateway');
    stack.process('skat').signal('SIGSTOP');
    const atOnce = 20;
    await Promise.all(Array.from({ length: atOnce }, () => parent.overview()));
    await Promise.all(Array.from({ length: atOnce }, () => parent.overview()));
    expect(await callsWith('skat', 'AUTHORITY_TIMEOUT')).toBeLessThanOrEqual(atOnce);
    expect(await callsWith('skat', 'AUTHORITY_SKIPPED')).toBeGreaterThanOrEqual(atOnce);
    stack.process('skat').signal('SIGCONT');
  });
});

describe('a source that hangs', () => {
  it('is spared by its subgraph: counted at the source, five failing calls open it', async () => {
    const before = (await control.callsTo('udbetaling-danmark')).total;
    await control.setFault('udbetaling-danmark', 'hang');
    for (let visit = 0; visit < 30; visit += 1) await parent.overview();
    const calls = (await control.callsTo('udbetaling-danmark')).total - before;
    // One visit makes several calls at once; those in flight when the breaker opens are on top of the five.
    const inFlight = 4;
    expect(calls).toBeLessThanOrEqual(FAILURES_THAT_OPEN + inFlight + 1);
    await control.clearFault('udbetaling-danmark');
  });
});
