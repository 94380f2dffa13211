import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadExamples, authoritiesIn } from '@app/contracts';
import { TEST_PERSONS, type RunningStack } from '@app/testing';
import { withPayload, type GatheredAnswer } from '../apps/gateway/playground-ui/src/gathered-answer.js';
import { boundaryOf, readParts } from '../apps/gateway/playground-ui/src/multipart-reader.js';
import { stopWithoutLeaks } from './support/leak-scan.js';
import { ROOT, Visitor, sourceOf, startPatientStack, statesOf, warmUp, type Answer } from './support/stack.js';

const CONTRACTS = path.join(ROOT, 'contracts');
/** What each person's overview must be on the frozen day, one file each, reviewed by hand: test/expected/README.md. */
const EXPECTED = path.join(ROOT, 'test/expected');
/** Their sources do wrong to them; the last of all, as one of them puts an authority into quarantine. */
const WITH_BAD_SOURCES = ['closed-window', 'tripwire'];
const IN_PARTS = documentIdOf('personal-overview-deferred');
const PERSONS = TEST_PERSONS.map(({ key }) => key).filter((key) => !WITH_BAD_SOURCES.includes(key));

let stack: RunningStack;

beforeAll(async () => {
  stack = await startPatientStack();
  await warmUp(await Visitor.person(stack, 'parent'));
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
});

function documentIdOf(name: string): string {
  return createHash('sha256')
    .update(readFileSync(path.join(CONTRACTS, `operations/${name}.graphql`)))
    .digest('hex');
}

/** `id` is another one in every session. */
function withoutReference(me: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const { id: _id, ...rest } = me ?? {};
  return rest;
}

function lackingIn({ body }: Answer, derived: 'timeline' | 'claims'): string[] {
  const section = body.data?.me[derived] as { lacks: { field: string }[] };
  return section.lacks.map(({ field }) => field);
}

describe('the personal overview', () => {
  it.each(PERSONS)('of %s is the expected one', async (key) => {
    const answer = await (await Visitor.person(stack, key)).overview();
    const file = path.join(EXPECTED, `${key}.json`);
    const overview = { states: statesOf(answer), me: withoutReference(answer.body.data?.me) };
    if (process.env['UPDATE_EXPECTED'] === 'true') writeFileSync(file, `${JSON.stringify(overview, null, 2)}\n`);
    expect(overview).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(answer.body.errors).toBeUndefined();
  });

  it('asks every authority once, also for what is derived from several', async () => {
    const visitor = await Visitor.person(stack, 'debtor-instalments');
    const before = await callsByAuthority();
    await visitor.overview();
    const after = await callsByAuthority();

    expect(Object.keys(after).toSorted()).toEqual([...authoritiesIn(CONTRACTS)]);
    expect(Object.entries(after).map(([name, count]) => count - (before[name] ?? 0))).toEqual([1, 1, 1]);
  });

  async function callsByAuthority(): Promise<Record<string, number>> {
    const metrics = await (await fetch(`${stack.urls.operations}/metrics`)).text();
    const counts = metrics.matchAll(/^authority_call_duration_seconds_count\{.*authority="([^"]+)".*\} (\d+)$/gm);
    const calls: Record<string, number> = {};
    for (const [, authority = '', count] of counts) calls[authority] = (calls[authority] ?? 0) + Number(count);
    return calls;
  }

  it('has another reference for the same citizen in every session', async () => {
    const [first, second] = [await Visitor.person(stack, 'parent'), await Visitor.person(stack, 'parent')];
    const ids = [await first.overview(), await first.overview(), await second.overview()].map(
      ({ body }) => body.data?.me['id'],
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe('the personal overview in parts', () => {
  /** What is shown does not depend on when it was fetched. */
  const shown = ({ body }: Answer) => ({
    me: body.data?.me,
    sources: body.data?.sources?.map(({ fetchedAt: _, ...source }) => source),
  });

  it('is the same for a client that takes it in one piece', async () => {
    const visitor = await Visitor.person(stack, 'debtor-instalments');
    const [whole, deferred] = [await visitor.overview(), await visitor.send('/graphql', { documentId: IN_PARTS })];

    expect(deferred.headers.get('content-type')).toMatch(/^application\/json/);
    expect(deferred.body.errors).toBeUndefined();
    expect(shown(deferred)).toEqual(shown(whole));
  });

  it('comes authority by authority, and says at last how each of them did', async () => {
    const visitor = await Visitor.person(stack, 'debtor-instalments');
    const answers: (GatheredAnswer | undefined)[] = [];
    for await (const part of partsFor(visitor)) answers.push(withPayload(answers.at(-1), JSON.parse(part), 0));
    const [first, last] = [answers.at(0), answers.at(-1)];

    expect(first?.body).toMatchObject({ data: { me: { id: expect.any(String) } } });
    expect(first?.body).not.toMatchObject({ data: { me: { person: expect.anything() } } });
    expect(last).toMatchObject({ isWhole: true });
    expect(last?.parts.map(({ name }) => name).toSorted()).toEqual([
      'cpr',
      'skat',
      'sources',
      'timeline',
      'udbetaling-danmark',
    ]);
    expect(last?.parts.at(-1)?.name).toBe('sources');
    expect(shown({ body: last?.body } as Answer)).toEqual(shown(await visitor.overview()));
  });

  async function* partsFor(visitor: Visitor): AsyncGenerator<string> {
    const response = await fetch(`${stack.urls.gateway}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${visitor.accessToken}`,
        'content-type': 'application/json',
        accept: 'multipart/mixed;deferSpec=20220824, application/json',
      },
      body: JSON.stringify({ documentId: IN_PARTS }),
    });
    const boundary = boundaryOf(response.headers.get('content-type'));
    if (boundary === undefined || response.body === null) throw new Error(await response.text());
    yield* readParts(response.body, boundary);
  }
});

describe.each([...authoritiesIn(CONTRACTS)])('the examples of %s', (authority) => {
  it.each(loadExamples(CONTRACTS, authority).map((example) => [example.name, example] as const))(
    '%s: what the contract shows is what comes',
    async (_, { person, query, expected }) => {
      const visitor = await Visitor.person(stack, person);
      const answer = await visitor.sandbox(query);
      expect(answer.body.errors).toBeUndefined();
      expect(answer.body.data?.me).toEqual(expected);
    },
  );
});

describe('a person whose source', () => {
  it('is in a service window reads when it opens', async () => {
    const answer = await (await Visitor.person(stack, 'closed-window')).overview();
    const source = sourceOf(answer, 'udbetaling-danmark');
    expect(source).toMatchObject({ state: 'CLOSED', code: 'AUTHORITY_CLOSED', retryAt: expect.any(String) });
    expect(source.text?.da).toContain('Oplysningerne vises igen');
    expect(statesOf(answer)).toMatchObject({ cpr: 'FETCHED', skat: 'FETCHED' });
    expect(lackingIn(answer, 'timeline')).toEqual([
      'benefits',
      'payments',
      'statePensionOutlook',
      'debtsToUdbetalingDanmark',
    ]);
    expect(lackingIn(answer, 'claims')).toEqual(['debtsToUdbetalingDanmark']);
    expect(answer.body.data?.me).toMatchObject({ claims: { total: null } });
  });

  it('answers with somebody else’s record sees nothing of it, and nobody is shown that authority any more', async () => {
    const answer = await (await Visitor.person(stack, 'tripwire')).overview();
    expect(sourceOf(answer, 'skat')).toMatchObject({ state: 'UNAVAILABLE', code: 'AUTHORITY_SUBJECT_MISMATCH' });
    expect(answer.body.data?.me).toMatchObject({ preliminaryTax: null, annualTax: null, claimsUnderCollection: null });
    expect(lackingIn(answer, 'timeline')).toEqual(['annualTax', 'claimsUnderCollection']);
    expect(lackingIn(answer, 'claims')).toEqual(['claimsUnderCollection']);
    const next = await (await Visitor.person(stack, 'parent')).overview();
    expect(sourceOf(next, 'skat').code).toBe('AUTHORITY_QUARANTINED');
    expect(stack.output().some((line) => line.includes('"alarm":"AUTHORITY_SUBJECT_MISMATCH"'))).toBe(true);
  });
});
