import { cpr } from './an-access.js';
import { GAELD, honest, honestBut, SELECTION, start, YDELSER, type Answer } from './a-running-subgraph.js';
import { ANOTHER, ASKED, bevilling, envelope, fordring } from './replies.js';

const NOTHING = {
  benefits: null,
  payments: null,
  debtsToUdbetalingDanmark: null,
  statePensionOutlook: null,
};

const foreign: readonly [what: string, answer: Answer][] = [
  [
    'another person’s record',
    honestBut(YDELSER, () => ({
      json: { ...envelope({ 'CPR-nr': ANOTHER }), ydelser: [bevilling({ 'CPR-nr': ANOTHER })] },
    })),
  ],
  [
    'another person’s record under the right echo',
    honestBut(YDELSER, () => ({ json: { ...envelope(), ydelser: [bevilling({ 'CPR-nr': ANOTHER })] } })),
  ],
  [
    'one row of another person',
    honestBut(GAELD, () => ({
      json: { ...envelope(), fordringer: [fordring(), fordring({ fordringsId: 'F-2', 'CPR-nr': ANOTHER })] },
    })),
  ],
  [
    'an empty list about another person',
    honestBut(GAELD, () => ({ json: { ...envelope({ 'CPR-nr': ANOTHER }), fordringer: [] } })),
  ],
];

describe('a source that answers with', () => {
  it.each(foreign)('%s loses the whole answer and is left alone', async (_what, answer) => {
    await using running = await start(answer);

    const asked = await running.ask(cpr(ASKED), SELECTION);

    expect(asked.entity).toMatchObject(NOTHING);
    expect(asked.errors.map(({ code }) => code)).toContain('SUBJECT_MISMATCH');
    expect(asked.text).not.toContain('B-1');
    expect(asked.text).not.toContain('F-1');

    const before = running.source.requests.length;
    const next = await running.ask(cpr(ASKED), SELECTION);
    expect(next.entity).toMatchObject(NOTHING);
    expect(running.source.requests.length).toBe(before);

    expect(await running.subgraph.metrics()).toMatch(
      /subgraph_subject_mismatches_total\{[^}]*source="udk"[^}]*\} [1-9]/,
    );
    await running.requireNoLeak(asked, next);
  });

  it('another person’s record gives itself away to the gateway, should the subgraph overlook it', async () => {
    const answer = honestBut(YDELSER, () => ({
      json: { ...envelope(), ydelser: [bevilling({ 'CPR-nr': ANOTHER })] },
    }));
    await using mutant = await start(answer, {}, 'foreign-records-pass');

    const asked = await mutant.ask(cpr(ASKED), 'recordOwner benefits { id }');

    expect(asked.entity).toEqual({
      recordOwner: mutant.gateway.ownerHash(cpr(ANOTHER)),
      benefits: [{ id: 'B-1' }],
    });
  });
});

describe('two citizens at once', () => {
  it('each get their own', async () => {
    const numbers = [ASKED, ANOTHER].map(cpr);
    const own: Answer = async (request) => {
      const { body, url } = request;
      const asked = (body as { 'CPR-nr': string })['CPR-nr'];
      await new Promise((resolve) => setTimeout(resolve, asked === ASKED ? 15 : 5));
      if (url !== YDELSER) return honest(request);
      const row = bevilling({ 'CPR-nr': asked, bevillingsId: `B-${asked === ASKED ? 'A' : 'B'}` });
      return { json: { ...envelope({ 'CPR-nr': asked }), ydelser: [row] } };
    };
    await using running = await start(own);

    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        running.ask(numbers[index % 2]!, 'recordOwner benefits { id }', {
          token: { citizenId: `citizen-${index % 2}` },
        }),
      ),
    );

    answers.forEach(({ entity }, index) =>
      expect(entity).toEqual({
        recordOwner: running.gateway.ownerHash(numbers[index % 2]!),
        benefits: [{ id: index % 2 === 0 ? 'B-A' : 'B-B' }],
      }),
    );
    expect(running.source.requests).toHaveLength(40);
  });
});
