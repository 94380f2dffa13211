import { citizen, somebodyElse } from './an-access.js';
import { fordringer, opgoerelser } from './replies.js';
import { EVERYTHING, FORDRINGER, OPGOERELSER, RunningSkat } from './running-skat.js';

const START = () => RunningSkat.start({ [OPGOERELSER]: opgoerelser(), [FORDRINGER]: fordringer() });

describe('a question to the sources', () => {
  it('is one POST each, with the person number in the body and nowhere else', async () => {
    await using skat = await START();

    await skat.ask(citizen);

    expect(skat.source.requests.map(({ method, url, body }) => [method, url, body]).toSorted()).toEqual([
      ['POST', FORDRINGER, { personnummer: citizen }],
      ['POST', OPGOERELSER, { personnummer: citizen }],
    ]);
    for (const { url, headers } of skat.source.requests) expect(JSON.stringify([url, headers])).not.toContain(citizen);
  });

  it('is not made for who shows no token of the gateway for this authority', async () => {
    await using skat = await START();
    const query = {
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${EVERYTHING} } } }`,
      variables: { representations: [{ __typename: 'Citizen', id: 'test-citizen' }] },
    };

    const direct = await skat.subgraph.post(query);
    const elsewhere = await skat.subgraph.post(query, { token: await skat.gateway.tokenFor('cpr', citizen) });

    for (const { status, errors } of [direct, elsewhere]) {
      expect(status).toBe(401);
      expect(errors).toMatchObject([{ code: 'DIRECT_CALL_REFUSED' }]);
    }
    expect(skat.source.requests).toEqual([]);
  });

  it('is about the citizen of the token, whatever key the query names', async () => {
    await using skat = await START();
    const token = await skat.gateway.tokenFor('skat', citizen);
    const query =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { annualTax { taxOere } } } }';

    const asked = await skat.subgraph.post(
      { query, variables: { representations: [{ __typename: 'Citizen', id: 'another-citizen' }] } },
      { token },
    );

    expect(asked.errors).toMatchObject([{ code: 'SUBJECT_NOT_ASKED' }]);
    expect(skat.source.requests).toEqual([]);
  });

  it('is never shared between two citizens who ask at the same time', async () => {
    await using skat = await START();
    skat.source.answer = async ({ url, body }) => {
      const { personnummer } = body as { personnummer: typeof citizen };
      return url === OPGOERELSER ? opgoerelser(personnummer) : fordringer(personnummer);
    };

    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const subject = index % 2 === 0 ? citizen : somebodyElse;
        return skat.ask(subject).then(({ entity, errors }) => ({ subject, entity, errors }));
      }),
    );

    for (const { subject, entity, errors } of answers) {
      expect(errors).toEqual([]);
      expect(entity).toMatchObject({ recordOwner: skat.gateway.ownerHash(subject) });
    }
  });
});
