import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadExamples, authoritiesIn } from '@app/contracts';
import { TEST_PERSONS, type RunningStack } from '@app/testing';
import { stopWithoutLeaks } from './support/leak-scan.js';
import { ROOT, Visitor, sourceOf, startPatientStack, statesOf, warmUp } from './support/stack.js';

const CONTRACTS = path.join(ROOT, 'contracts');
/** What each person's overview must be on the frozen day, one file each, reviewed by hand: test/expected/README.md. */
const EXPECTED = path.join(ROOT, 'test/expected');
/** Their sources do wrong to them; the last of all, as one of them puts an authority into quarantine. */
const WITH_BAD_SOURCES = ['closed-window', 'tripwire'];
const PERSONS = TEST_PERSONS.map(({ key }) => key).filter((key) => !WITH_BAD_SOURCES.includes(key));

let stack: RunningStack;

beforeAll(async () => {
  stack = await startPatientStack();
  await warmUp(await Visitor.person(stack, 'parent'));
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
});

/** `id` is another one in every session. */
function withoutReference(me: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const { id: _id, ...rest } = me ?? {};
  return rest;
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

  it('has another reference for the same citizen in every session', async () => {
    const [first, second] = [await Visitor.person(stack, 'parent'), await Visitor.person(stack, 'parent')];
    const ids = [await first.overview(), await first.overview(), await second.overview()].map(
      ({ body }) => body.data?.me['id'],
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
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
  });

  it('answers with somebody else’s record sees nothing of it, and nobody is shown that authority any more', async () => {
    const answer = await (await Visitor.person(stack, 'tripwire')).overview();
    expect(sourceOf(answer, 'skat')).toMatchObject({ state: 'UNAVAILABLE', code: 'AUTHORITY_SUBJECT_MISMATCH' });
    expect(answer.body.data?.me).toMatchObject({ preliminaryTax: null, annualTax: null, claimsUnderCollection: null });
    const next = await (await Visitor.person(stack, 'parent')).overview();
    expect(sourceOf(next, 'skat').code).toBe('AUTHORITY_QUARANTINED');
    expect(stack.output().some((line) => line.includes('"alarm":"AUTHORITY_SUBJECT_MISMATCH"'))).toBe(true);
  });
});
