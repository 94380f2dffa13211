import type { RunningStack } from '@app/testing';
import { stopWithoutLeaks, scanText } from './support/leak-scan.js';
import { Visitor, sourceOf, startPatientStack, statesOf, warmUp, type Answer, type Payload } from './support/stack.js';
import { TamperingProxy } from './support/tampering-proxy.js';

const PERSON = 'debtor-instalments';

let proxy: TamperingProxy;
let stack: RunningStack;
let citizen: Visitor;
let whole: Answer;

beforeAll(async () => {
  proxy = await TamperingProxy.start();
  stack = await startPatientStack({
    variables: { 'test-sources': { TEST_SOURCES_CANARIES: 'true' }, gateway: { GATEWAY_LOG_LEVEL: 'debug' } },
    authorityUrls: { skat: proxy.url },
  });
  proxy.target = stack.urls.skat;
  citizen = await Visitor.person(stack, PERSON);
  whole = await warmUp(citizen);
  for await (const _ of citizen.inParts());
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
  await proxy?.[Symbol.asyncDispose]();
});

/** Skat answers nobody until it is let go. */
function holdSkat(): () => void {
  const held = Promise.withResolvers<void>();
  proxy.hold = held.promise;
  return () => {
    proxy.hold = undefined;
    held.resolve();
  };
}

const labelsIn = ({ incremental = [] }: Payload) => incremental.map(({ label }) => label ?? '');
const partOf = (payloads: readonly Payload[], label: string) =>
  payloads.flatMap(({ incremental = [] }) => incremental).find((part) => part.label === label);
const withoutTimes = (sources: unknown) =>
  (sources as { fetchedAt: unknown }[]).map(({ fetchedAt: _, ...source }) => source);

async function figure(start: string, ...labels: string[]): Promise<number> {
  const text = await (await fetch(`${stack.urls.operations}/metrics`)).text();
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(start) && labels.every((label) => line.includes(label)));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** Waits for what the gateway notices by itself; without it, the test's own time limit ends the wait. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('an overview in parts, while one authority does not answer', () => {
  it('shows whom it is about first, then the others, the late one when it answers, and the sources last', async () => {
    const letGo = holdSkat();
    const events: string[] = [];
    const payloads: Payload[] = [];
    for await (const payload of citizen.inParts()) {
      payloads.push(payload);
      events.push(...(payloads.length === 1 ? ['first'] : labelsIn(payload)));
      if (!events.includes('let go') && events.includes('cpr') && events.includes('udbetaling-danmark')) {
        events.push('let go');
        letGo();
      }
    }

    expect(events[0]).toBe('first');
    expect(events.slice(1, 3).toSorted()).toEqual(['cpr', 'udbetaling-danmark']);
    expect(events[3]).toBe('let go');
    expect(events.slice(4, 6).toSorted()).toEqual(['skat', 'timeline']);
    expect(events.slice(6)).toEqual(['sources']);
    expect(payloads.map(({ hasNext }) => hasNext)).toEqual([...payloads.slice(1).map(() => true), false]);

    const me = whole.body.data!.me;
    expect(payloads[0]!.data).toEqual({ me: { id: me['id'] } });
    expect(partOf(payloads, 'cpr')?.data).toEqual({ person: me['person'] });
    expect(partOf(payloads, 'timeline')?.data).toEqual({ timeline: me['timeline'], claims: me['claims'] });
    expect(withoutTimes(partOf(payloads, 'sources')?.data?.['sources'])).toEqual(
      withoutTimes(whole.body.data!.sources),
    );
  });

  it('says of one that is still asked that it is, where sources are asked for with what is there', async () => {
    const letGo = holdSkat();
    const query = `{
      me { id person { bornOn } ... @defer(label: "skat") { annualTax { incomeYear } } }
      sources { authority state affects missing text { da } }
    }`;
    const payloads: Payload[] = [];
    for await (const payload of citizen.inParts({ query }, '/sandbox/graphql')) {
      payloads.push(payload);
      letGo();
    }
    const [first] = payloads;
    expect(first!.data?.sources).toEqual([
      { authority: 'cpr', state: 'FETCHED', affects: ['me.person'], missing: [], text: null },
      {
        authority: 'skat',
        state: 'PENDING',
        affects: ['me.annualTax'],
        missing: ['me.annualTax'],
        text: { da: expect.stringContaining('Vi venter på svar fra') },
      },
    ]);
    expect(first!.errors).toBeUndefined();
    expect(partOf(payloads, 'skat')?.data).toMatchObject({ annualTax: expect.any(Array) });
  });

  it('ends without it when its time is up, and tells so with the part that lacks it and at last', async () => {
    const letGo = holdSkat();
    const payloads: Payload[] = [];
    for await (const payload of citizen.inParts()) payloads.push(payload);
    letGo();

    const skat = partOf(payloads, 'skat');
    expect(skat?.data).toEqual({ preliminaryTax: null, annualTax: null, claimsUnderCollection: null });
    expect(
      skat?.errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code, extensions.authority]).toSorted(),
    ).toEqual(
      ['annualTax', 'claimsUnderCollection', 'preliminaryTax'].map((field) => [
        `me.${field}`,
        'AUTHORITY_TIMEOUT',
        'skat',
      ]),
    );
    expect(partOf(payloads, 'cpr')?.errors).toBeUndefined();
    const timeline = partOf(payloads, 'timeline')?.data?.['timeline'] as { lacks: { field: string }[] };
    expect(timeline.lacks.map(({ field }) => field)).toEqual(['annualTax', 'claimsUnderCollection']);
    const sources = partOf(payloads, 'sources')?.data?.['sources'] as { authority: string; state: string }[];
    expect(Object.fromEntries(sources.map(({ authority, state }) => [authority, state]))).toEqual({
      cpr: 'FETCHED',
      skat: 'UNAVAILABLE',
      'udbetaling-danmark': 'FETCHED',
    });
    expect(
      payloads
        .flatMap(({ errors = [], incremental = [] }) => [
          ...errors,
          ...incremental.flatMap((part) => part.errors ?? []),
        ])
        .flatMap((error) => scanText('error', JSON.stringify(error))),
    ).toEqual([]);
  });
});

describe('a client that leaves before the last part', () => {
  it('has the calls under way ended, which counts against nobody, and leaves nothing behind', async () => {
    const letGo = holdSkat();
    const [calls, hungUp] = [proxy.calls, proxy.hungUp];
    for await (const payload of citizen.inParts()) if (labelsIn(payload).includes('cpr')) break;
    expect(proxy.calls).toBe(calls + 1);
    await until(() => proxy.hungUp === hungUp + 1);
    await until(async () => (await figure('requests_in_flight')) === 0);
    letGo();

    expect(await figure('authority_call_duration_seconds_count', 'authority="skat"', 'outcome="CLIENT_GONE"')).toBe(1);
    expect(await figure('request_duration_seconds_count', 'personal-overview-deferred', 'outcome="CLIENT_GONE"')).toBe(
      1,
    );
    expect(await figure('supergraph_generations')).toBe(1);
    expect(statesOf(await citizen.overview())).toEqual(statesOf(whole));
  });
});

describe('the reference engine', () => {
  it('shows every person the same overview', async () => {
    const keys = [
      'parent',
      'parent-spouse',
      'pension-applicant',
      'weekend-payment',
      'debtor-instalments',
      'protected-address',
    ];
    const visitors = await Promise.all(keys.map((key) => Visitor.person(stack, key)));
    const shown = async (visitor: Visitor) => {
      const { body } = await visitor.overview();
      return { errors: body.errors, me: body.data?.me, sources: withoutTimes(body.data?.sources) };
    };
    const ours = [];
    for (const visitor of visitors) ours.push(await shown(visitor));
    await stack.restart('gateway', { variables: { ENGINE: 'reference' } });
    await warmUp(citizen);
    for (const [index, visitor] of visitors.entries())
      expect([keys[index], await shown(visitor)]).toEqual([keys[index], ours[index]]);
    expect(sourceOf(await citizen.overview(), 'skat').state).toBe('FETCHED');
    await stack.restart('gateway');
  });
});
