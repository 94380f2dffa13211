import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import { NOBODY } from '@app/subgraph';
import { TestGateway, TestSubgraph } from '@app/testing';
import { behaviour, littleContracts, LittleModule } from './little-authority.js';

const citizen = parseCprNumber('7001901111') as CprNumber;
const contracts = littleContracts();
const honest = { ...behaviour };
const asked: CprNumber[] = [];
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.start();
  mkdirSync(path.join(contracts.dir, 'operations'));
});
beforeEach(() => {
  asked.length = 0;
  overviewIs('{ me { id greeting day person { bornOn } } }');
  behaviour.greeting = ({ cprNumber, records }) => {
    asked.push(cprNumber);
    records.read(cprNumber);
    return 'hello';
  };
});
afterEach(() => void Object.assign(behaviour, honest));
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  contracts.remove();
});

const overviewIs = (text: string) =>
  writeFileSync(path.join(contracts.dir, 'operations', 'personal-overview.graphql'), text);

const start = () =>
  TestSubgraph.start({
    gateway,
    name: 'little',
    module: LittleModule.forRoot,
    sourceUrl: 'http://127.0.0.1:1',
    config: { contractsDir: contracts.dir },
    rehearsal: { reply: () => ({}) },
  });

const lineOf = (subgraph: TestSubgraph) =>
  JSON.parse(subgraph.logs.find((line) => line.includes('rehears')) ?? '{}') as Record<string, unknown>;

describe('the rehearsal', () => {
  it('asks for the authority’s part of the overview, about nobody, and counts nothing', async () => {
    await using subgraph = await start();
    expect(new Set(asked)).toEqual(new Set([NOBODY]));
    expect(lineOf(subgraph)).toMatchObject({ level: 'info', msg: 'rehearsed', rounds: 5 });
    expect(await subgraph.metrics()).not.toMatch(/^subgraph_request_seconds_count/m);
    expect(subgraph.logs.join('')).not.toContain(NOBODY);
  });

  it('leaves behind neither trust in its own key nor distrust in the gateway’s', async () => {
    await using subgraph = await start();
    await using impostor = await TestGateway.start();
    const query = { query: '{ _entities(representations: []) { __typename } }' };
    const token = await impostor.tokenFor('little', citizen);
    expect(await subgraph.post(query, { token })).toMatchObject({
      status: 401,
      errors: [{ code: 'DIRECT_CALL_REFUSED' }],
    });
    expect(await subgraph.ask(citizen, 'greeting')).toMatchObject({ entity: { greeting: 'hello' }, errors: [] });
  });

  it('that fails is told without what failed, and keeps nobody from starting', async () => {
    behaviour.greeting = () => {
      throw new ExposureError('SOURCE_UNAVAILABLE');
    };
    await using subgraph = await start();
    expect(lineOf(subgraph)).toMatchObject({ level: 'warn', msg: 'rehearsal failed', reason: 'errors in the answer' });
    expect((await subgraph.ask(citizen, 'day')).entity).toEqual({ day: '2026-02-28' });
  });

  it('has nothing to play where the overview asks this authority for nothing', async () => {
    overviewIs('{ me { id person { bornOn } } }');
    await using subgraph = await start();
    expect(lineOf(subgraph)).toMatchObject({ level: 'info', msg: 'rehearsed', rounds: 0 });
  });
});
