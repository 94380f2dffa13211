import { frozenClock, parseCprNumber, type CprNumber } from '@app/domain';
import { FakeSource, TestGateway, TestSubgraph, type FakeReply, type FakeRequest } from '@app/testing';
import type { BrokenOnPurpose, SubgraphConfig } from '@app/subgraph';
import { CprModule } from '../src/cpr.module.js';
import { childNode, citizenNode, nameRow, numberRow, period } from './nodes.fixture.js';

const citizen = parseCprNumber('7001901111') as CprNumber;
const other = parseCprNumber('7101902222') as CprNumber;
const eldest = parseCprNumber('7006104444') as CprNumber;
const youngest = parseCprNumber('7006155555') as CprNumber;
const earlier = parseCprNumber('7001909999') as CprNumber;
const everyone = [citizen, other, eldest, youngest, earlier];

const FIELDS = `recordOwner person {
  cprNumber bornOn status withheld
  name { given middle family full } address { line postalCode } earlierAddresses { line }
  protections { kind effectiveFrom effectiveTo } civilStatus { kind effectiveFrom } citizenships { countryCode effectiveFrom }
  children { name { full } bornOn custody livesWithCitizen } replacedCprNumbers { cprNumber replacedOn }
}`;

let gateway: TestGateway;
let source: FakeSource;
let subgraph: TestSubgraph;
const refused: string[] = [];

beforeAll(async () => {
  gateway = await TestGateway.start();
  source = await FakeSource.start(() => nodes());
});
beforeEach(async () => {
  source.requests.length = 0;
  subgraph = await start();
});
afterEach(async () => {
  refused.push(await subgraph.traces());
  await subgraph[Symbol.asyncDispose]();
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  const everythingSaid = refused.join('\n');
  for (const number of everyone) expect(everythingSaid).not.toContain(number);
  expect(everythingSaid).not.toMatch(/Øllegård|Ærøvej|ORA-/);
});

function start(config: Partial<SubgraphConfig> = {}, mutant?: BrokenOnPurpose): Promise<TestSubgraph> {
  return TestSubgraph.start({
    gateway,
    name: 'cpr',
    module: CprModule.forRoot,
    sourceUrl: source.url,
    config: { clock: frozenClock('2026-06-15T10:00:00+02:00'), sourceTimeLimitMs: 3_000, ...config },
    mutant,
  });
}

function nodes(...found: object[]): FakeReply {
  return { json: { data: { CPRCustom_PublicSectorPerson: { nodes: found } } } };
}

/** Numbers that the source was asked for, call by call. */
const askedFor = () => source.requests.map(({ body }) => (body as { variables: { cpr: string[] } }).variables.cpr);

/** Answers each number by its node, as the Datafordeler does. */
function register(records: Readonly<Record<string, object>>): (request: FakeRequest) => FakeReply {
  return ({ body }) => {
    const { cpr } = (body as { variables: { cpr: string[] } }).variables;
    return nodes(...cpr.flatMap((number) => records[number] ?? []));
  };
}

const family = {
  [citizen]: citizenNode({
    foraeldremyndighedsoplysninger: [eldest, youngest].map((personnummer) => ({
      foraeldremyndighedOver: { personnummer, beskyttelser: [] },
      foraeldremyndighedstype: 'faelles',
      ...period('2015-06-10'),
    })),
  }),
  [eldest]: childNode(eldest, '2010-06-10', 'Storebror'),
  [youngest]: childNode(youngest, '2015-06-10', 'Lillesøster'),
};

describe("the citizen's record", () => {
  it('is answered with the owner of the row', async () => {
    source.answer = register(family);
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.errors).toEqual([]);
    expect(asked.entity).toMatchObject({
      recordOwner: gateway.ownerHash(citizen),
      person: {
        cprNumber: citizen,
        name: { full: 'Åse Ærlig Øllegård' },
        address: { line: 'Ærøvej 12B, 3. tv', postalCode: '5970' },
        children: [
          { name: { full: 'Storebror Øllegård' }, bornOn: '2010-06-10', custody: 'SHARED', livesWithCitizen: true },
          { name: { full: 'Lillesøster Øllegård' }, bornOn: '2015-06-10', custody: 'SHARED', livesWithCitizen: true },
        ],
      },
    });
  });

  it('takes two calls, the second for the children under custody only; no number is in an address', async () => {
    source.answer = register(family);
    await subgraph.ask(citizen, FIELDS);
    expect(askedFor()).toEqual(
      [[citizen], [youngest, eldest].toSorted().reverse()].map((list) => expect.arrayContaining(list)),
    );
    expect(askedFor().map((list) => list.length)).toEqual([1, 2]);
    expect(source.requests.map(({ url }) => url)).toEqual(
      Array(2).fill('/datafordeler/CPR/custom/PublicSectorPerson/v2'),
    );
  });

  it('takes one call without children under custody', async () => {
    source.answer = register({ [citizen]: citizenNode() });
    await subgraph.ask(citizen, FIELDS);
    expect(askedFor()).toEqual([[citizen]]);
  });

  it('takes no call when only the key is asked for', async () => {
    const asked = await subgraph.ask(citizen, 'id');
    expect(asked.entity).toEqual({ id: 'test-citizen' });
    expect(source.requests).toEqual([]);
  });

  it('is asked for with its protections and without aliases', async () => {
    source.answer = register(family);
    await subgraph.ask(citizen, FIELDS);
    for (const { body } of source.requests) {
      const { query } = body as { query: string };
      expect(query).toContain('beskyttelser {');
      expect(query.replace(/\(.*\)/g, '')).not.toMatch(/\w\s*:/);
    }
  });

  it('may not exist', async () => {
    source.answer = () => nodes();
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.errors).toEqual([]);
    expect(asked.entity).toEqual({ recordOwner: null, person: null });
  });

  it('under protection leaves name and addresses out of the answer', async () => {
    source.answer = register({
      [citizen]: citizenNode({ beskyttelser: [{ beskyttelsestype: 'navne_og_adresse', ...period('2024-01-10') }] }),
    });
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.entity).toMatchObject({
      person: { name: null, address: null, earlierAddresses: [], withheld: ['NAME', 'ADDRESS'] },
    });
    expect(asked.text).not.toMatch(/Øllegård|Ærøvej|Gammel Gade/);
  });

  it.each([
    ['the number in force', citizen],
    ['the number before', earlier],
  ])('of a citizen whose number changed is found by %s', async (_which, asNow) => {
    const changed = citizenNode({
      personnumre: [numberRow(earlier, '1990-01-10', '2023-11-08'), numberRow(citizen, '2023-11-08')],
    });
    source.answer = register({ [citizen]: changed, [earlier]: changed });
    const asked = await subgraph.ask(asNow, FIELDS);
    expect(asked.errors).toEqual([]);
    expect(asked.entity).toMatchObject({
      recordOwner: gateway.ownerHash(asNow),
      person: { cprNumber: citizen, replacedCprNumbers: [{ cprNumber: earlier, replacedOn: '2023-11-08' }] },
    });
  });
});

describe('two citizens at the same time', () => {
  it('never see anything of each other', async () => {
    const records = register({
      [citizen]: citizenNode({ navne: [nameRow('Kanarie', 'Et')] }),
      [other]: citizenNode({ personnumre: [numberRow(other, '1990-01-10')], navne: [nameRow('Kanarie', 'To')] }),
    });
    let turn = 0;
    source.answer = async (request) => {
      // Answers overtake each other.
      await new Promise((resolve) => setTimeout(resolve, (turn++ * 7) % 11));
      return records(request);
    };
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const asNow = index % 2 === 0 ? citizen : other;
        const asked = await subgraph.ask(asNow, FIELDS, { token: { citizenId: `citizen-${index}` } });
        return { asNow, asked };
      }),
    );
    for (const { asNow, asked } of answers) {
      const [own, foreign] = asNow === citizen ? ['Et', 'To'] : ['To', 'Et'];
      expect(asked.entity).toMatchObject({
        recordOwner: gateway.ownerHash(asNow),
        person: { cprNumber: asNow, name: { full: `Kanarie ${own}` } },
      });
      expect(asked.text).not.toContain(`Kanarie ${foreign}`);
    }
  });
});

describe('a source that fails', () => {
  it.each<[string, FakeReply, string]>([
    ['with an error full of personal data', { text: `ORA-1: ${citizen} Øllegård`, status: 500 }, 'SOURCE_UNAVAILABLE'],
    ['with HTML', { text: `<p>${citizen}`, headers: { 'content-type': 'text/html' } }, 'SOURCE_REPLY_INVALID'],
    [
      'with half a body',
      { text: `{"data":"${citizen}`, headers: { 'content-type': 'application/json' } },
      'SOURCE_REPLY_INVALID',
    ],
    ['with a huge body', { json: citizen.repeat(120_000) }, 'SOURCE_REPLY_INVALID'],
    ['with another shape', { json: { data: { citizens: [citizen] } } }, 'SOURCE_REPLY_INVALID'],
    ['with 404', { json: {}, status: 404 }, 'SOURCE_UNAVAILABLE'],
    ['with null', { json: null }, 'SOURCE_REPLY_INVALID'],
    [
      'with errors and data',
      {
        json: {
          errors: [{ message: `ORA-1 ${citizen}` }],
          data: { CPRCustom_PublicSectorPerson: { nodes: [citizenNode()] } },
        },
      },
      'SOURCE_REPLY_INVALID',
    ],
    ['with a row that cannot be understood', nodes(citizenNode({ status: 'noget_nyt' })), 'SOURCE_REPLY_INVALID'],
    ['with a date 32.13.2026', nodes(citizenNode({ foedselsdato: '2026-13-32' })), 'SOURCE_REPLY_INVALID'],
    ['by cutting the connection', 'reset', 'SOURCE_UNAVAILABLE'],
  ])('%s is a code, and nothing of it gets through', async (_how, reply, code) => {
    source.answer = () => reply;
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.status).toBe(200);
    expect(asked.entity).toEqual({ recordOwner: null, person: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'person'], code }]);
    expect(asked.text).not.toMatch(/ORA-|Øllegård|127\.0\.0\.1/);
    for (const number of everyone) expect(asked.text).not.toContain(number);
  });

  it.each(['hang', 'headers only'] as const)('by silence (%s) is given up at the time limit', async (reply) => {
    source.answer = () => reply;
    await using hasty = await start({ sourceTimeLimitMs: 100 });
    const asked = await hasty.ask(citizen, FIELDS);
    expect(asked.entity).toEqual({ recordOwner: null, person: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'person'], code: 'SOURCE_UNAVAILABLE' }]);
  });

  it('because it is closed as planned says until when, and is asked again', async () => {
    const extensions = { code: 'SERVICE_CLOSED', aabnerTidspunkt: '2026-06-15T14:00:00+02:00' };
    source.answer = () => ({ json: { errors: [{ message: `Lukket ${citizen}`, extensions }] }, status: 503 });
    for (let request = 0; request < 7; request++) {
      const asked = await subgraph.ask(citizen, FIELDS);
      expect(asked.errors).toEqual([
        { path: ['_entities', 0, 'person'], code: 'SOURCE_CLOSED', opensAt: '2026-06-15T12:00:00.000Z' },
      ]);
    }
    expect(source.requests).toHaveLength(7);
  });

  it('at the children fails the person: half a family is not shown', async () => {
    source.answer = (request) =>
      source.requests.length === 1 ? register(family)(request) : { text: `ORA-1: ${eldest}`, status: 500 };
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.entity).toEqual({ recordOwner: gateway.ownerHash(citizen), person: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'person'], code: 'SOURCE_UNAVAILABLE' }]);
  });

  it('is not asked again after five failures', async () => {
    source.answer = () => ({ json: {}, status: 500 });
    for (let request = 0; request < 8; request++) await subgraph.ask(citizen, FIELDS);
    expect(source.requests).toHaveLength(5);
    expect(await subgraph.metrics()).toMatch(/subgraph_source_breaker_open\{.*source="datafordeler".*\} 1/);
  });
});

describe("another person's record", () => {
  const stranger = citizenNode({ personnumre: [numberRow(other, '1990-01-10')], navne: [nameRow('Fremmed', 'Fugl')] });
  const withNumberOf = citizenNode({
    personnumre: [numberRow(other, '2000-01-01'), numberRow(earlier, '1990-01-10', '2000-01-01')],
    navne: [nameRow('Fremmed', 'Fugl')],
  });

  it.each([
    ['alone', nodes(stranger)],
    ["next to the citizen's", nodes(citizenNode(), stranger)],
    ["before the citizen's", nodes(stranger, citizenNode())],
    ['with a history', nodes(withNumberOf)],
  ])('%s is not shown, and the source is not asked again', async (_case, reply) => {
    source.answer = () => reply;
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.entity).toMatchObject({ person: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'person'], code: 'SUBJECT_MISMATCH' }]);
    expect(asked.text).not.toMatch(/Fremmed/);
    const again = await subgraph.ask(citizen, FIELDS);
    expect(again.errors).toEqual([{ path: ['_entities', 0, 'person'], code: 'SOURCE_UNAVAILABLE' }]);
    expect(source.requests).toHaveLength(1);
    expect(await subgraph.metrics()).toMatch(/subgraph_subject_mismatches_total\{.*source="datafordeler".*\} 1/);
  });

  it('is named truly to the gateway', async () => {
    source.answer = () => nodes(stranger);
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.entity).toMatchObject({ recordOwner: gateway.ownerHash(other) });
  });

  it('brings nobody’s children: the second call is not made', async () => {
    source.answer = () => nodes({ ...family[citizen], personnumre: [numberRow(other, '1990-01-10')] });
    await subgraph.ask(citizen, FIELDS);
    expect(source.requests).toHaveLength(1);
  });

  it('is caught by the hash where the subgraph lets it pass', async () => {
    source.answer = () => nodes(stranger);
    await using mutant = await start({}, 'foreign-records-pass');
    const asked = await mutant.ask(citizen, FIELDS);
    expect(asked.entity).toMatchObject({
      recordOwner: gateway.ownerHash(other),
      person: { name: { full: 'Fremmed Fugl' } },
    });
  });

  it('is seen to be caught: an owner taken from the token would have passed', async () => {
    source.answer = () => nodes(stranger);
    await using mutant = await start({}, 'owner-from-token');
    const asked = await mutant.ask(citizen, FIELDS);
    expect(asked.entity).toMatchObject({
      recordOwner: gateway.ownerHash(citizen),
      person: { name: { full: 'Fremmed Fugl' } },
    });
  });

  it.each([
    [
      "is someone else's child",
      [childNode(eldest, '2010-06-10', 'Storebror'), childNode(other, '2015-06-10', 'Fremmed')],
    ],
    ['is missing', [childNode(eldest, '2010-06-10', 'Storebror')]],
    ['comes twice', [childNode(eldest, '2010-06-10', 'Storebror'), childNode(eldest, '2010-06-10', 'Fremmed')]],
    [
      'is one too many',
      [
        childNode(eldest, '2010-06-10', 'Storebror'),
        childNode(youngest, '2015-06-10', 'Lillesøster'),
        childNode(other, '2015-06-10', 'Fremmed'),
      ],
    ],
  ])('among the children %s: nothing is shown', async (_case, children) => {
    source.answer = (request) => (source.requests.length === 1 ? register(family)(request) : nodes(...children));
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.entity).toMatchObject({ person: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'person'], code: 'SUBJECT_MISMATCH' }]);
    expect(asked.text).not.toMatch(/Fremmed|Storebror/);
  });

  it('in another order changes nothing', async () => {
    source.answer = (request) =>
      source.requests.length === 1 ? register(family)(request) : nodes(family[youngest] ?? {}, family[eldest] ?? {});
    const asked = await subgraph.ask(citizen, FIELDS);
    expect(asked.errors).toEqual([]);
    expect(asked.entity).toMatchObject({ person: { children: [{ bornOn: '2010-06-10' }, { bornOn: '2015-06-10' }] } });
  });
});
