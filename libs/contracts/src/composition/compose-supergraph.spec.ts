import { buildSchema, parse } from 'graphql';
import { contractsFolder, GOOD_CONTRACT, GOOD_GATEWAY, GOOD_SCHEMA } from '../../test/contracts-folder.js';
import { ContractError, type Finding } from '../finding.js';
import { composeSchemas } from './apollo-composition.js';
import { checkSupergraph } from './check-supergraph.js';
import { composeSupergraph } from './compose-supergraph.js';
import { SubgraphSchema } from '../policy/subgraph-schema.js';

const GOOD = { ...GOOD_GATEWAY, 'udk/contract.yaml': GOOD_CONTRACT, 'udk/schema.graphql': GOOD_SCHEMA };

async function findingsOf(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  using folder = contractsFolder(files);
  try {
    await composeSupergraph(folder.path);
    return [];
  } catch (error) {
    if (error instanceof ContractError) return error.findings;
    throw error;
  }
}

it('composes gateway and authority into one supergraph whose fields have one owner each', async () => {
  using folder = contractsFolder(GOOD);

  const { supergraphSdl, apiSchema, warnings } = await composeSupergraph(folder.path);

  expect(supergraphSdl).toContain('benefits: [Benefit!] @join__field(graph: UDK)');
  expect(Object.keys(apiSchema.getQueryType()?.getFields() ?? {})).toEqual(['me']);
  expect(apiSchema.getDirective('defer')).toBeDefined();
  expect(supergraphSdl).not.toContain('http://');
  expect(warnings).toEqual([]);
});

it('is the same text every time', async () => {
  using folder = contractsFolder(GOOD);

  expect((await composeSupergraph(folder.path)).supergraphSdl).toBe(
    (await composeSupergraph(folder.path)).supergraphSdl,
  );
});

it('hides the owner of the record from clients', async () => {
  using folder = contractsFolder(GOOD);

  const citizen = (await composeSupergraph(folder.path)).apiSchema.getType('Citizen');

  expect(citizen !== undefined && 'getFields' in citizen && Object.keys(citizen.getFields())).toEqual([
    'id',
    'benefits',
  ]);
});

it('refuses a schema that breaks the ownership policy, before composition', async () => {
  const schema = GOOD_SCHEMA.replace('name: String!', 'name: String! @federation__override(from: "skat")');

  expect(await findingsOf({ ...GOOD, 'udk/schema.graphql': schema })).toMatchObject([
    { file: expect.stringMatching(/udk\/schema\.graphql$/), line: 8, rule: 'ownership/override' },
  ]);
});

it('tells what composition refuses with file, line and code', async () => {
  const schema = GOOD_SCHEMA.replace('amount: Int', 'amount: Money');

  expect(await findingsOf({ ...GOOD, 'udk/schema.graphql': schema })).toMatchObject([
    {
      file: expect.stringMatching(/udk\/schema\.graphql$/),
      line: 9,
      rule: 'composition/invalid-graphql',
      severity: 'error',
    },
  ]);
});

it('refuses a type that differs from the common model of the folder', async () => {
  const common = '"Calendar date (dato)." scalar Date';
  const schema = `${GOOD_SCHEMA} "Day (dag)." scalar Date`;

  expect(await findingsOf({ ...GOOD, 'common-model.graphql': common, 'udk/schema.graphql': schema })).toMatchObject([
    { rule: 'common/word-for-word' },
  ]);
});

it('gives warnings without refusing', async () => {
  using folder = contractsFolder({ ...GOOD, 'udk/schema.graphql': GOOD_SCHEMA.replace('Name (navn).', 'Name.') });

  expect((await composeSupergraph(folder.path)).warnings).toMatchObject([
    { rule: 'description/danish-term', severity: 'warning' },
  ]);
});

describe('the check of what came out of composition', () => {
  const GATEWAY = GOOD_GATEWAY['gateway/schema.graphql'];
  const HOSTILE_LINK =
    '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", { name: "@override", as: "@mine" }])';

  /** As if the ownership policy did not exist. */
  async function checkedWithoutPolicy(hostile: string): Promise<string[]> {
    const schemas = [
      new SubgraphSchema('gateway', 'gateway', parse(GATEWAY)),
      new SubgraphSchema('udk', 'udk', parse(GOOD_SCHEMA)),
      new SubgraphSchema('bad', 'bad', parse(`extend schema ${HOSTILE_LINK} ${hostile}`)),
    ];
    const { supergraph, findings } = await composeSchemas(schemas);
    if (supergraph === undefined) throw new ContractError(findings);
    return checkSupergraph(supergraph.supergraphSdl).map(({ rule }) => rule);
  }

  it.each([
    ['a root field', 'type Query { all: String }', ['supergraph/root']],
    [
      'a root field taken over',
      'type Query { me: Citizen! @mine(from: "gateway") } type Citizen @key(fields: "id") { id: ID! }',
      ['supergraph/root', 'supergraph/reaches-out'],
    ],
    ['a mutation', 'type Mutation { all: String }', ['supergraph/root']],
    [
      'a field taken over',
      'type Citizen @key(fields: "id") { id: ID! recordOwner: String @mine(from: "udk") }',
      ['supergraph/reaches-out'],
    ],
    ['a field that is never null', 'type Citizen @key(fields: "id") { id: ID! tax: Int! }', ['supergraph/nullable']],
    [
      'a field that draws on another owner',
      'type Citizen @key(fields: "id") { id: ID! recordOwner: String @external tax: Int @requires(fields: "recordOwner") }',
      ['supergraph/reaches-out'],
    ],
  ])('finds %s that the policy would have missed', async (_what, hostile, rules) => {
    expect(new Set(await checkedWithoutPolicy(hostile))).toEqual(new Set(rules));
  });

  it.each([
    ['GATEWAY', []],
    ['UDK', ['supergraph/reaches-out']],
  ])('lets %s derive: %j', (graph, rules) => {
    const sdl = `type Citizen @join__type(graph: ${graph}) { sum: Int @join__field(graph: ${graph}, requires: "tax") }`;

    expect(checkSupergraph(sdl).map(({ rule }) => rule)).toEqual(rules);
  });

  it('lets nobody take a field over, not even the gateway', () => {
    const sdl = `type Citizen @join__type(graph: GATEWAY) { tax: Int @join__field(graph: GATEWAY, override: "udk") }`;

    expect(checkSupergraph(sdl)).toMatchObject([{ rule: 'supergraph/reaches-out' }]);
  });

  it('does not count who only speaks of a field among its owners', () => {
    const sdl = `type Citizen @join__type(graph: UDK) @join__type(graph: GATEWAY) {
      tax: Int @join__field(graph: UDK) @join__field(graph: GATEWAY, external: true)
    }`;

    expect(checkSupergraph(sdl)).toEqual([]);
  });

  it('finds a field of the citizen with two owners', () => {
    const sdl = `type Citizen @join__type(graph: A) @join__type(graph: B) { id: ID! tax: Int @join__field(graph: A) @join__field(graph: B) }`;

    expect(checkSupergraph(sdl)).toMatchObject([{ rule: 'supergraph/owner' }]);
  });
});

describe('the contracts of this repository', () => {
  it('compose, with a field for each section of the overview', async () => {
    const { supergraphSdl, apiSchema, warnings } = await composeSupergraph('contracts');

    expect(() => buildSchema(supergraphSdl, { assumeValidSDL: true })).not.toThrow();
    expect(Object.keys(apiSchema.getQueryType()?.getFields() ?? {})).toEqual(['me', 'sources']);
    expect(warnings).toEqual([]);
  });
});
