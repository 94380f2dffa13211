import type { BrokenOnPurpose } from '@app/subgraph';
import { citizen, somebodyElse } from './an-access.js';
import { fordringer, noFordringer, noOpgoerelser, opgoerelser } from './replies.js';
import { FORDRINGER, OPGOERELSER, RunningSkat, type Answers } from './running-skat.js';

const WITHHELD = { preliminaryTax: null, annualTax: null, claimsUnderCollection: null };

async function ask(answers: Answers, mutant?: BrokenOnPurpose) {
  await using skat = await RunningSkat.start(answers, {}, mutant);
  const asked = await skat.ask(citizen);
  return {
    ...asked,
    codes: [...new Set(asked.errors.map(({ code }) => code))],
    own: skat.gateway.ownerHash(citizen),
    foreign: skat.gateway.ownerHash(somebodyElse),
    traces: await skat.subgraph.traces(),
  };
}

describe('an answer about another person', () => {
  it.each([
    [
      'assessments with echo and rows of another',
      { [OPGOERELSER]: opgoerelser(somebodyElse), [FORDRINGER]: fordringer() },
    ],
    [
      'assessments with the right echo and the wrong rows',
      { [OPGOERELSER]: opgoerelser(citizen, somebodyElse), [FORDRINGER]: fordringer() },
    ],
    [
      'assessments with the wrong echo over the right rows',
      { [OPGOERELSER]: opgoerelser(somebodyElse, citizen), [FORDRINGER]: fordringer() },
    ],
    [
      'no assessments, but the echo of another',
      { [OPGOERELSER]: noOpgoerelser(somebodyElse), [FORDRINGER]: fordringer() },
    ],
    ['claims with echo and rows of another', { [OPGOERELSER]: opgoerelser(), [FORDRINGER]: fordringer(somebodyElse) }],
    [
      'claims with the right echo and the wrong rows',
      { [OPGOERELSER]: opgoerelser(), [FORDRINGER]: fordringer(citizen, somebodyElse) },
    ],
    ['no claims, but the echo of another', { [OPGOERELSER]: opgoerelser(), [FORDRINGER]: noFordringer(somebodyElse) }],
  ])('withholds everything, also what the other source said: %s', async (_, answers) => {
    const asked = await ask(answers);

    expect(asked.entity).toMatchObject(WITHHELD);
    expect(asked.codes).toEqual(['SUBJECT_MISMATCH']);
    for (const seen of [asked.text, asked.traces]) {
      expect(seen).not.toContain(citizen);
      expect(seen).not.toContain(somebodyElse);
      expect(seen).not.toContain('Ærø Kommune');
    }
  });

  it('in one row among right ones is noticed too', async () => {
    const own = opgoerelser().json;
    const foreign = opgoerelser(citizen, somebodyElse).json;
    const mixed = { json: { ...own, aarsopgoerelser: [...own.aarsopgoerelser, ...foreign.aarsopgoerelser] } };

    const asked = await ask({ [OPGOERELSER]: mixed, [FORDRINGER]: fordringer() });

    expect(asked.entity).toMatchObject(WITHHELD);
    expect(asked.codes).toEqual(['SUBJECT_MISMATCH']);
  });

  it('is an alarm, and the source is not asked for a while', async () => {
    await using skat = await RunningSkat.start({
      [OPGOERELSER]: opgoerelser(),
      [FORDRINGER]: fordringer(citizen, somebodyElse),
    });

    await skat.ask(citizen);
    await skat.ask(citizen);

    expect(skat.source.requests.filter(({ url }) => url === FORDRINGER)).toHaveLength(1);
    expect(await skat.subgraph.metrics()).toMatch(
      /subgraph_subject_mismatches_total\{[^}]*source="skat-fordringer"[^}]*\} 1/,
    );
  });

  it('keeps the source away until an operator releases it; the other system is asked as ever', async () => {
    const replies = { [OPGOERELSER]: opgoerelser(), [FORDRINGER]: fordringer(citizen, somebodyElse) };
    await using skat = await RunningSkat.start(replies);
    await skat.ask(citizen);
    skat.source.answer = ({ url, body }) => {
      if (!JSON.stringify(body).includes(citizen)) return { json: {}, status: 400 };
      return url === OPGOERELSER ? opgoerelser() : fordringer();
    };

    expect((await skat.ask(citizen)).entity).toMatchObject({ claimsUnderCollection: null, annualTax: [{}] });
    expect(await skat.subgraph.release('skat-andet')).toBe(404);
    expect(await skat.subgraph.release('skat-fordringer')).toBe(204);
    let claims: unknown = null;
    while (claims === null) {
      const { entity } = await skat.ask(citizen);
      claims = (entity as { claimsUnderCollection: unknown }).claimsUnderCollection;
    }
    expect(claims).toMatchObject({ claims: [{ status: 'SENT_TO_COLLECTION' }] });
  }, 30_000);

  it('(mutant: foreign records pass) would be shown, and only recordOwner tells the truth', async () => {
    const asked = await ask(
      { [OPGOERELSER]: opgoerelser(citizen, somebodyElse), [FORDRINGER]: noFordringer() },
      'foreign-records-pass',
    );

    expect(asked.entity).toMatchObject({ recordOwner: asked.foreign, preliminaryTax: { incomeYear: 2026 } });
    expect(asked.foreign).not.toBe(asked.own);
  });
});

describe('the owner of an answer', () => {
  it('is whom the echo names when there are no rows at all', async () => {
    const asked = await ask({ [OPGOERELSER]: noOpgoerelser(), [FORDRINGER]: noFordringer() });

    expect(asked.errors).toEqual([]);
    expect(asked.entity).toMatchObject({ recordOwner: asked.own, preliminaryTax: null, annualTax: [] });
  });

  it('is told for a question about one section only', async () => {
    await using skat = await RunningSkat.start({ [OPGOERELSER]: opgoerelser(), [FORDRINGER]: fordringer() });

    const { entity, errors } = await skat.ask(citizen, 'recordOwner preliminaryTax { incomeYear }');

    expect(errors).toEqual([]);
    expect(entity).toEqual({ recordOwner: skat.gateway.ownerHash(citizen), preliminaryTax: { incomeYear: 2026 } });
    expect(skat.source.requests.map(({ url }) => url)).toEqual([OPGOERELSER]);
  });
});
