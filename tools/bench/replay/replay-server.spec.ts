import type { CprNumber } from '@app/domain';
import { CLAIMS } from '@app/identity';
import { DEFAULT_POPULATION_SEED, syntheticCitizen } from '@app/testing';
import { SLOTS, benchIdOf, ownAmountOf } from '../shapes/bench-citizen.js';
import { ReplayServer, type ReplayOptions } from './replay-server.js';

const [ANNA, BO] = [0, 1].map((index) => syntheticCitizen(DEFAULT_POPULATION_SEED, index)) as [CprNumber, CprNumber];
const QUERY =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { id incomeOere recordOwner } } }';
const authority: ReplayOptions['authority'] = {
  name: 'skat',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    scalar Oere
    type Citizen @key(fields: "id") { id: ID! incomeOere: Oere recordOwner: String }`,
  records: [{ __typename: 'Citizen', id: SLOTS.id, incomeOere: SLOTS.amount, recordOwner: SLOTS.owner }],
  amountOf: (cprNumber) => ownAmountOf(cprNumber, 7),
};

async function start(options: Partial<ReplayOptions> = {}) {
  const server = new ReplayServer({ authority, recordOwnerKey: Buffer.alloc(32, 1), ...options });
  const port = await server.listen();
  const ask = async (id: string, cprNumber?: CprNumber) => {
    const claims = Buffer.from(JSON.stringify({ [CLAIMS.cprNumber]: cprNumber })).toString('base64url');
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: cprNumber === undefined ? {} : { authorization: `Bearer head.${claims}.signature` },
      body: JSON.stringify({ query: QUERY, variables: { representations: [{ __typename: 'Citizen', id }] } }),
    });
    const text = await response.text();
    const entities = response.ok ? (JSON.parse(text) as { data: { _entities: unknown[] } }).data._entities : [];
    return { status: response.status, citizen: entities[0] as Readonly<Record<string, unknown>> | undefined };
  };
  return { server, ask, [Symbol.asyncDispose]: () => server.close() };
}

describe('a replayed authority', () => {
  it('tells each citizen’s own values, asked by id, also the second time', async () => {
    await using replay = await start();
    for (const cprNumber of [ANNA, BO, ANNA, BO]) {
      const { citizen } = await replay.ask(benchIdOf(cprNumber));
      expect(citizen).toMatchObject({ id: benchIdOf(cprNumber), incomeOere: ownAmountOf(cprNumber, 7) });
    }
    expect(replay.server.calls).toBe(4);
  });

  it('believes the token about whom it is, whatever was answered to the same question before', async () => {
    await using replay = await start();
    const anna = await replay.ask('reference', ANNA);
    const bo = await replay.ask('reference', BO);
    expect(anna.citizen).toMatchObject({ id: 'reference', incomeOere: ownAmountOf(ANNA, 7) });
    expect(bo.citizen).toMatchObject({ id: 'reference', incomeOere: ownAmountOf(BO, 7) });
    expect(anna.citizen?.['recordOwner']).not.toBe(bo.citizen?.['recordOwner']);
  });

  it('fails when told so, and recovers', async () => {
    await using replay = await start();
    replay.server.behaviour = { fault: 'fail', delayMs: 0 };
    expect((await replay.ask(benchIdOf(ANNA))).status).toBe(500);
    replay.server.behaviour = { fault: 'none', delayMs: 0 };
    expect((await replay.ask(benchIdOf(ANNA))).status).toBe(200);
  });

  it('counts calls that it never answers', async () => {
    await using replay = await start();
    replay.server.behaviour = { fault: 'hang', delayMs: 0 };
    const unanswered = replay.ask(benchIdOf(ANNA)).catch(() => 'cut off');
    while (replay.server.calls === 0) await new Promise((resolve) => setImmediate(resolve));
    await replay.server.close();
    expect(await unanswered).toBe('cut off');
  });

  it('answers an operation that does not fit with 500', async () => {
    await using replay = await start({ authority: { ...authority, records: [{}] } });
    expect((await replay.ask(benchIdOf(ANNA))).status).toBe(500);
  });

  it('lies as a mutant, after the calls of the comparison', async () => {
    await using replay = await start({ isMutant: true });
    expect((await replay.ask(benchIdOf(ANNA))).citizen?.['incomeOere']).toBe(ownAmountOf(ANNA, 7));
    replay.server.calls = 1_000_000;
    expect((await replay.ask(benchIdOf(ANNA))).citizen?.['incomeOere']).toBe(ownAmountOf(ANNA, 7) + 1);
  });
});
