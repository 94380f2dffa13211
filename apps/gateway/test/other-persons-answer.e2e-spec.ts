import { answering, changing, honestly, type Behaviour } from './support/fake-authority.js';
import { AASE, BO, SECTIONS, markOf } from './support/records.js';
import { RunningOverview, sectionOf, sourceOf, statesOf, type Answer } from './support/running-overview.js';

// Numbers in the tables: items of reliability.md §6.4. The authority that misbehaves is skat.

/** A quarantine ends in a ramp of 10 s, so each test has a gateway of its own. */
let running: RunningOverview;

beforeEach(async () => {
  running = await RunningOverview.start();
});

afterEach(() => running?.[Symbol.asyncDispose]());

/** Nothing of skat is shown, each field says why, and everything else is there. */
function expectWithheld(answer: Answer, code: string): void {
  expect(answer.status).toBe(200);
  expect(statesOf(answer)).toEqual({ cpr: 'FETCHED', skat: 'UNAVAILABLE', 'udbetaling-danmark': 'FETCHED' });
  for (const section of SECTIONS['skat']!) expect(sectionOf(answer, section)).toBeNull();
  expect(sourceOf(answer, 'skat')).toMatchObject({ code, fetchedAt: null });
  expect(answer.body.errors?.map(({ path, extensions }) => [path?.[1], extensions.code]).toSorted()).toEqual(
    SECTIONS['skat']!.map((section) => [section, code]).toSorted(),
  );
  running.expectUnharmedSoFar(answer);
}

describe('an answer about somebody else', () => {
  const owner = (of: typeof BO) =>
    changing((entity) => ({ ...entity, _guardOwner: running.authority('skat').recordOwner(of) }));
  const echo = (reference: unknown) => changing((entity) => ({ ...entity, _guardEcho: reference }));

  it.each<[string, Behaviour, string]>([
    ['82 entities in another order, as the echo tells', echo('somebody-else'), 'echo'],
    [
      '82 one entity too many',
      answering(({ data }) => ({ data: { _entities: [...data!._entities, ...data!._entities] } })),
      'count',
    ],
    ['82 no entity', answering(() => ({ data: { _entities: [] } })), 'count'],
    ['82 no echo', echo(undefined), 'echo'],
    [
      '83 a record of another citizen under the right echo',
      (response, call) => owner(BO)(response, call),
      'recordOwner',
    ],
    ['83 a record of nobody', changing((entity) => ({ ...entity, _guardOwner: null })), 'recordOwner'],
    ['83 a record that does not say whose', changing(({ _guardOwner: _, ...entity }) => entity), 'recordOwner'],
    [
      '83 an empty record of another citizen',
      changing((entity) => ({
        _guardEcho: entity['_guardEcho'],
        _guardOwner: 'somebody',
        preliminaryTax: null,
        annualTax: [],
        claimsUnderCollection: null,
      })),
      'recordOwner',
    ],
    [
      'its own word that its source answered about another citizen',
      answering((honest) => ({
        ...honest,
        errors: [{ message: 'x', path: ['_entities', 0, 'annualTax'], extensions: { code: 'SUBJECT_MISMATCH' } }],
      })),
      'reported',
    ],
  ])(
    '%s: nothing of it is shown, an alarm is raised, and the authority is not asked again',
    async (_, behaviour, check) => {
      const skat = running.authority('skat');

      skat.behaviour = behaviour;
      expectWithheld(await running.overview(), 'AUTHORITY_SUBJECT_MISMATCH');
      expect(running.alarms).toEqual([
        expect.objectContaining({
          level: 'error',
          alarm: 'AUTHORITY_SUBJECT_MISMATCH',
          authority: 'skat',
          check,
          transactionId: expect.any(String),
        }),
      ]);
      expect((await running.operations('GET', '/metrics')).text).toMatch(
        new RegExp(`subject_mismatches_total\\{.*check="${check}".*\\} 1`),
      );

      expect((await running.operations('GET', '/metrics')).text).toMatch(/breaker_state\{.*authority="skat".*\} 2/);

      const calls = skat.calls.length;
      skat.behaviour = honestly;
      for (const who of [AASE, BO]) {
        const next = await running.overview(await running.provider.token(who));
        expectWithheld(next, 'AUTHORITY_QUARANTINED');
        expect(sourceOf(next, 'skat').retryAt).toEqual(expect.any(String));
      }
      expect(skat.calls.length).toBe(calls);

      // An operator lets it come back; it is asked for its health first, and then one citizen's call shows that it is.
      expect((await running.operations('POST', '/authorities/skat/release')).status).toBe(204);
      while ((await running.breakerOf('skat')) !== 'CLOSED') await new Promise((resolve) => setTimeout(resolve, 20));
      await running.expectUnharmed();
    },
  );
});

describe('two citizens at the same time', () => {
  it('83 whose answers an authority swaps see nothing of each other', async () => {
    const waiting: (() => void)[] = [];
    const answers: unknown[] = [];
    running.authority('skat').behaviour = async (response, { honest }) => {
      const own = answers.push(honest) - 1;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const go of waiting) go();
      });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[1 - own]));
    };
    const tokens = [await running.provider.token(AASE), await running.provider.token(BO)];
    const [aase, bo] = (await Promise.all(tokens.map((token) => running.overview(token)))) as [Answer, Answer];
    for (const [answer, own, foreign] of [
      [aase, AASE, BO],
      [bo, BO, AASE],
    ] as const) {
      expect(answer.text).toContain(markOf(own));
      expect(answer.text).not.toContain(markOf(foreign));
      expect(sourceOf(answer, 'skat').code).toBe('AUTHORITY_SUBJECT_MISMATCH');
    }
  });

  it('each see everything of their own and nothing of the other’s', async () => {
    const tokens = [await running.provider.token(AASE), await running.provider.token(BO)];
    const answers = await Promise.all(Array.from({ length: 40 }, (_, turn) => running.overview(tokens[turn % 2])));
    for (const [turn, answer] of answers.entries()) {
      expect(statesOf(answer)).toEqual({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
      expect(answer.text).toContain(markOf(turn % 2 === 0 ? AASE : BO));
      expect(answer.text).not.toContain(markOf(turn % 2 === 0 ? BO : AASE));
    }
  });
});
