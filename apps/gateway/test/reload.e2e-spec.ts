import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { AASE } from './support/records.js';
import { RunningOverview, codeOf, sourceOf, statesOf } from './support/running-overview.js';

const WHOLE = { cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' };
const BIRTHDAY = 'query Birthday { me { person { bornOn } } }\n';
const BIRTHDAY_ID = createHash('sha256').update(BIRTHDAY).digest('hex');

let running: RunningOverview;

beforeEach(async () => {
  running = await RunningOverview.start();
});

afterEach(() => running?.[Symbol.asyncDispose]());

async function reload(): Promise<{ status: number; body: Record<string, unknown> }> {
  const { status, text } = await running.operations('POST', '/supergraph/reload');
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

const fileOf = (name: string) => path.join(running.contractsDir, name);

function register(name: string, document: string): void {
  writeFileSync(fileOf(`operations/${name}.graphql`), document);
}

/** A comment more: another supergraph to everybody who compares, the same one to clients. */
function renewSupergraph(): string {
  const text = `${readFileSync(fileOf('supergraph.graphql'), 'utf8')}\n# anew\n`;
  writeFileSync(fileOf('supergraph.graphql'), text);
  return createHash('sha256').update(text).digest('hex');
}

function setInContract(authority: string, at: readonly string[], value: unknown): void {
  const file = fileOf(`${authority}/contract.yaml`);
  const contract = parseDocument(readFileSync(file, 'utf8'));
  contract.setIn(at, value);
  writeFileSync(file, contract.toString());
}

async function figure(name: string): Promise<number> {
  const { text } = await running.operations('GET', '/metrics');
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
}

async function birthday(): Promise<unknown> {
  const body = { documentId: BIRTHDAY_ID };
  const answer = await running.post('/graphql', { token: await running.provider.token(AASE), body });
  return answer.body.data ?? codeOf(answer);
}

describe('new contracts that fit', () => {
  it('are in force without a restart: supergraph, operations and terms', async () => {
    expect(await birthday()).toBe('OPERATION_NOT_ALLOWED');
    register('birthday', BIRTHDAY);
    setInContract('skat', ['displayName', 'da'], 'Skatten');
    const supergraph = renewSupergraph();

    expect(await reload()).toEqual({
      status: 200,
      body: { outcome: 'ADOPTED', supergraph, operations: expect.arrayContaining(['birthday', 'personal-overview']) },
    });
    expect(await birthday()).toEqual({ me: { person: { bornOn: '1970-02-01' } } });
    const answer = await running.overview();
    expect(statesOf(answer)).toEqual(WHOLE);
    expect(sourceOf(answer, 'skat').name.da).toBe('Skatten');
    expect(await figure('supergraph_id')).toBe(Number.parseInt(supergraph.slice(0, 12), 16));
    expect(await figure('supergraph_generations')).toBe(1);
    expect(await figure('supergraph_reloads_total')).toBe(1);
    expect(Math.abs((await figure('supergraph_in_force_since_seconds')) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('take an operation away that is not registered any more', async () => {
    register('birthday', BIRTHDAY);
    await reload();
    rmSync(fileOf('operations/birthday.graphql'));
    await reload();
    expect(await birthday()).toBe('OPERATION_NOT_ALLOWED');
  });

  it('find authorities as they are: a quarantine stays, and so does what is open', async () => {
    running.authority('skat').behaviour = (response, { honest }) => {
      const { data } = honest as { data: { _entities: object[] } };
      const entities = data._entities.map((entity) => ({ ...entity, _guardOwner: 'somebody else' }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: { _entities: entities } }));
    };
    expect(sourceOf(await running.overview(), 'skat').code).toBe('AUTHORITY_SUBJECT_MISMATCH');
    renewSupergraph();
    await reload();
    expect(sourceOf(await running.overview(), 'skat').code).toBe('AUTHORITY_QUARANTINED');
  });

  it('end the agreement with an authority for the next request', async () => {
    setInContract('skat', ['agreement', 'expiresOn'], '2020-01-01');
    setInContract('skat', ['agreement', 'validFrom'], '2019-01-01');
    expect((await reload()).status).toBe(200);
    expect(statesOf(await running.overview())).toEqual({ ...WHOLE, skat: 'NOT_CONNECTED' });
  });

  it('let a request end under those that it began under', async () => {
    running.authority('skat').behaviour = () => undefined;
    const before = running.calls;
    const visit = running.overview();
    while (running.calls < before + 3) await running.send('/health/live');
    renewSupergraph();
    setInContract('skat', ['displayName', 'da'], 'Skatten');
    await reload();
    expect(await figure('supergraph_generations')).toBe(2);
    const answer = await visit;
    expect(sourceOf(answer, 'skat').code).toBe('AUTHORITY_TIMEOUT');
    expect(await figure('supergraph_generations')).toBe(1);
  });
});

describe('new contracts that do not fit', () => {
  it.each<[string, () => void, RegExp]>([
    [
      'an operation of a field that is not there',
      () => register('wrong', '{ me { nothing } }'),
      /the registered operation wrong cannot run: Cannot query field "nothing"/,
    ],
    ['no supergraph', () => writeFileSync(fileOf('supergraph.graphql'), 'type Query { me: Int }'), /./],
    ['no supergraph file', () => rmSync(fileOf('supergraph.graphql')), /supergraph\.graphql/],
    ['a contract with a fault', () => setInContract('skat', ['service', 'timeLimitMs'], -1), /contract\.yaml/],
    ['an authority less', () => rmSync(fileOf('skat'), { recursive: true }), /skat is gone/],
  ])('change nothing: %s', async (_, spoil, reason) => {
    const [id, since] = [await figure('supergraph_id'), await figure('supergraph_in_force_since_seconds')];
    spoil();
    const { status, body } = await reload();
    expect([status, body['outcome']]).toEqual([422, 'REFUSED']);
    expect(body['reason']).toMatch(reason);
    expect(await figure('supergraph_id')).toBe(id);
    expect(await figure('supergraph_in_force_since_seconds')).toBe(since);
    expect(await figure('supergraph_generations')).toBe(1);
    await running.expectUnharmed();
    expect(running.logged('new contracts were refused; those before stay in force')).toHaveLength(1);
  });
});

describe('the reference engine', () => {
  it('says that it takes contracts at a start only', async () => {
    await using reference = await RunningOverview.start({ variables: { GATEWAY_ENGINE: 'reference' } });
    const { status, text } = await reference.operations('POST', '/supergraph/reload');
    expect(status).toBe(422);
    expect(text).toContain('at a start only');
    await reference.expectUnharmed();
  });
});

it('nobody reloads over the public port', async () => {
  for (const address of ['/supergraph/reload', '/graphql/supergraph/reload']) {
    const answer = await running.post(address, { token: await running.provider.token(AASE), body: {} });
    expect(answer.status).toBe(404);
  }
});
