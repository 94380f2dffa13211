import {
  canariesOf,
  citizensIn,
  DEFAULT_POPULATION_SEED,
  factsOf,
  syntheticCitizen,
  TEST_PERSONS,
  type CitizenFacts,
  type RunningStack,
  type StackAuthority,
} from '@app/testing';
import { dayInDenmark } from '@app/domain';
import { SourceControl } from './support/control.js';
import { stopWithoutLeaks } from './support/leak-scan.js';
import {
  FROZEN_AT,
  SECTIONS,
  Visitor,
  sourceOf,
  startPatientStack,
  statesOf,
  warmUp,
  type Answer,
} from './support/stack.js';
import { TamperingProxy } from './support/tampering-proxy.js';

const REQUESTS = 200;
const CONCURRENCY = 16;
/** Two citizens of the synthetic population who are no family and have data at every authority. */
const CITIZENS = citizensWithEverything();
/** A subgraph that passes on whatever its source sends. */
const CARELESS_SKAT = {
  entry: 'test/mutants/subgraph-mutant.js',
  variables: { MUTANT: 'foreign-records-pass', MUTANT_APP: 'skat' },
};
const MUTANT = { entry: 'test/mutants/gateway-mutant.js' };

let proxy: TamperingProxy;
let stack: RunningStack;
let control: SourceControl;
let visitors: readonly [Visitor, Visitor];

beforeAll(async () => {
  proxy = await TamperingProxy.start();
  stack = await startPatientStack({
    variables: { 'test-sources': { TEST_SOURCES_CANARIES: 'true' } },
    authorityUrls: { skat: proxy.url },
  });
  proxy.target = stack.urls.skat;
  control = new SourceControl(stack);
  visitors = [await Visitor.synthetic(stack, CITIZENS[0]), await Visitor.synthetic(stack, CITIZENS[1])];
  await warmUp(visitors[0]);
});

afterAll(async () => {
  await stopWithoutLeaks(stack, [...CITIZENS.flatMap(tokensOf), ...foreignTokens()]);
  await proxy?.[Symbol.asyncDispose]();
});

afterEach(async () => {
  proxy.tampering = undefined;
  for (const source of ['cpr', 'udbetaling-danmark', 'skat'] as const) await control.clearFault(source);
});

function factsAt(index: number): CitizenFacts | undefined {
  const today = dayInDenmark(new Date(FROZEN_AT));
  return factsOf(syntheticCitizen(DEFAULT_POPULATION_SEED, index), today, { canaries: true });
}

function citizensWithEverything(): readonly [number, number] {
  const found: number[] = [];
  for (let index = 0; found.length < 2; index += 1) {
    const facts = factsAt(index);
    if (facts === undefined || facts.benefits.length === 0 || facts.claims.length === 0) continue;
    if (facts.tax.annual.length > 0 && facts.debts.length > 0) found.push(index);
  }
  return found as unknown as readonly [number, number];
}

/** Tokens that stand in everything about a citizen and the citizen's children, and nowhere else. */
function tokensOf(index: number): readonly string[] {
  const facts = factsAt(index);
  if (facts === undefined) throw new Error('not a citizen of the population');
  return citizensIn(facts).map((cprNumber) => canariesOf(cprNumber).token);
}

function countOf(tokens: readonly string[], text: string): number {
  return tokens.reduce((sum, token) => sum + text.split(token).length - 1, 0);
}

/** Tokens of the persons whose records the sources send in place of the right one. */
function foreignTokens(): readonly string[] {
  return TEST_PERSONS.map(({ cprNumber }) => canariesOf(cprNumber).token);
}

interface Visit {
  readonly answers: readonly Answer[];
  readonly ownValues: number;
  readonly foreignValues: number;
}

/** Both citizens ask in turn, many at once; every value in every answer is looked at. */
async function visitInterleaved(): Promise<Visit> {
  const answers: Answer[] = [];
  const counts = await askInterleaved(async (visitor) => {
    const answer = await visitor.overview();
    answers.push(answer);
    return answer.text;
  });
  return { answers, ...counts };
}

/** The same with answers that come in parts: everything that ever comes over the one's connection is the one's. */
function visitInterleavedInParts(): Promise<Omit<Visit, 'answers'> & { readonly parts: number }> {
  return askInterleaved(async (visitor) => {
    const payloads: string[] = [];
    for await (const payload of visitor.inParts()) payloads.push(JSON.stringify(payload));
    return payloads.join('\n');
  });
}

async function askInterleaved(ask: (visitor: Visitor) => Promise<string>) {
  let [next, ownValues, foreignValues, parts] = [0, 0, 0, 0];
  const tokens = CITIZENS.map(tokensOf);
  const worker = async () => {
    while (next < REQUESTS) {
      const who = next++ % 2;
      const text = await ask(visitors[who]!);
      ownValues += countOf(tokens[who]!, text);
      foreignValues += countOf(tokens[1 - who]!, text);
      parts += countOf(['"label":'], text);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { ownValues, foreignValues, parts };
}

/** After a mismatch both the gateway and the subgraph keep away for long; started anew, they have forgotten it. */
async function recover(authority: StackAuthority): Promise<void> {
  proxy.tampering = undefined;
  await control.clearFault(authority);
  await stack.restart('gateway');
  await stack.restart(authority);
  await warmUp(visitors[0]);
}

describe('two citizens at once', () => {
  it('never see a value of each other in 200 interleaved requests', async () => {
    const { answers, ownValues, foreignValues } = await visitInterleaved();
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(REQUESTS).fill(200));
    expect(foreignValues).toBe(0);
    // The scanner sees something: every answer holds many values of its own citizen.
    expect(ownValues).toBeGreaterThan(REQUESTS * 10);
  });

  it('never see a value of each other in 200 interleaved answers that come in parts', async () => {
    const { ownValues, foreignValues, parts } = await visitInterleavedInParts();
    expect(foreignValues).toBe(0);
    // All five sections of each came, and by themselves.
    expect(parts).toBe(REQUESTS * 5);
    // Fewer than above where a busy machine made an authority late; the others' values are there all the same.
    expect(ownValues).toBeGreaterThan(REQUESTS);
  });

  it('never see a value of each other while a source swaps the answers of concurrent requests', async () => {
    await control.setFault('udbetaling-danmark', 'swapped');
    const { answers, foreignValues } = await visitInterleaved();
    expect(foreignValues).toBe(0);
    expect(
      answers.every((answer) => ['cpr', 'skat'].every((authority) => statesOf(answer)[authority] === 'FETCHED')),
    ).toBe(true);
    expect(answers.some((answer) => sourceOf(answer, 'udbetaling-danmark').code === 'AUTHORITY_SUBJECT_MISMATCH')).toBe(
      true,
    );
    await recover('udbetaling-danmark');
  });

  it.each(['cpr', 'udbetaling-danmark', 'skat'] as const)(
    'never see another person’s record that %s’s source sends under the right echo',
    async (authority) => {
      await control.setFault(authority, 'right-echo-wrong-record');
      const answer = await visitors[0].overview();
      for (const section of SECTIONS[authority]!) expect(answer.body.data?.me[section]).toBeNull();
      expect(sourceOf(answer, authority)).toMatchObject({ state: 'UNAVAILABLE', code: 'AUTHORITY_SUBJECT_MISMATCH' });
      // In quarantine the authority is not even asked, for nobody.
      await control.clearFault(authority);
      const before = await control.callsTo(authority);
      expect(sourceOf(await visitors[1].overview(), authority)).toMatchObject({
        state: 'UNAVAILABLE',
        code: 'AUTHORITY_QUARANTINED',
      });
      expect((await control.callsTo(authority)).total).toBe(before.total);
      await recover(authority);
    },
  );

  it('never see a record that the authority itself lets through: the gateway looks, too', async () => {
    await stack.restart('skat', CARELESS_SKAT);
    await control.setFault('skat', 'right-echo-wrong-record');
    const answer = await visitors[0].overview();
    expect(countOf(foreignTokens(), answer.text)).toBe(0);
    expect(sourceOf(answer, 'skat')).toMatchObject({ state: 'UNAVAILABLE', code: 'AUTHORITY_SUBJECT_MISMATCH' });
    await recover('skat');
  });

  it('drop an answer whose echo is somebody else’s, or that came in the wrong number', async () => {
    for (const tampering of [
      ([entity]: (Record<string, unknown> | null)[]) => [{ ...entity, _guardEcho: 'somebody-else' }],
      (entities: (Record<string, unknown> | null)[]) => [...entities, ...entities],
    ]) {
      proxy.tampering = tampering;
      const answer = await visitors[0].overview();
      expect(sourceOf(answer, 'skat').code).toBe('AUTHORITY_SUBJECT_MISMATCH');
      expect(statesOf(answer)).toMatchObject({ cpr: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
      await recover('skat');
    }
  });

  it('get nothing that was not asked, least of all in another authority’s name', async () => {
    proxy.tampering = ([entity]) => [{ ...entity, person: { name: { full: 'PLANTED' } }, id: 'PLANTED', benefits: [] }];
    const answer = await visitors[0].overview();
    expect(answer.text).not.toContain('PLANTED');
    expect(statesOf(answer)).toMatchObject({ cpr: 'FETCHED', skat: 'FETCHED' });
  });
});

describe('the tests above would notice', () => {
  const restartAs = (mutant: string) =>
    stack.restart('gateway', { ...MUTANT, variables: { MUTANT: mutant } }).then(() => warmUp(visitors[0]));
  const stackIsBack = () => stack.restart('gateway');

  it('requests joined by their text', async () => {
    await restartAs('coalesce-by-text');
    expect((await visitInterleaved()).foreignValues).toBeGreaterThan(0);
    expect((await visitInterleavedInParts()).foreignValues).toBeGreaterThan(0);
  });

  it('the recordOwner check being off', async () => {
    await restartAs('record-owner-off');
    await stack.restart('skat', CARELESS_SKAT);
    await warmUp(visitors[0]);
    await control.setFault('skat', 'right-echo-wrong-record');
    expect(countOf(foreignTokens(), (await visitors[0].overview()).text)).toBeGreaterThan(0);
    await recover('skat');
  });

  it('the echo check being off', async () => {
    await restartAs('echo-off');
    proxy.tampering = ([entity]) => [{ ...entity, _guardEcho: 'somebody-else' }];
    expect(sourceOf(await visitors[0].overview(), 'skat')).toMatchObject({ state: 'FETCHED', code: null });
  });

  it('pruning being off', async () => {
    await restartAs('pruning-off');
    proxy.tampering = ([entity]) => [{ ...entity, person: { name: { full: 'PLANTED' } } }];
    const texts = await Promise.all(Array.from({ length: 20 }, async () => (await visitors[0].overview()).text));
    expect(texts.some((text) => text.includes('PLANTED'))).toBe(true);
    await stackIsBack();
  });
});
