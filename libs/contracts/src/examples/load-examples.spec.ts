import { contractsFolder, GOOD_SCHEMA } from '../../test/contracts-folder.js';
import { authoritiesIn } from '../contract/load-contract.js';
import { ContractError, type Finding } from '../finding.js';
import { loadExamples } from './load-examples.js';

const EXAMPLE = {
  shows: 'One benefit.',
  person: 'parent',
  today: '2026-06-15',
  query: 'query Q { me { ...B } } fragment B on Citizen { benefits { name } }',
  expected: { benefits: [{ name: 'Børne- og ungeydelse' }] },
};

function load(example: object) {
  using folder = contractsFolder({
    'udk/schema.graphql': GOOD_SCHEMA,
    'udk/examples/benefits.json': JSON.stringify(example, null, 2),
  });
  return loadExamples(folder.path, 'udk');
}

function findingsOf(example: object): readonly Finding[] {
  try {
    load(example);
    return [];
  } catch (error) {
    if (error instanceof ContractError) return error.findings;
    throw error;
  }
}

it('reads an example with the query as the gateway will send it', () => {
  const [example] = load(EXAMPLE);

  expect(example).toMatchObject({ name: 'benefits', person: 'parent', expected: EXAMPLE.expected });
  expect(example?.entityQuery.replaceAll(/\s+/g, ' ')).toBe(
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ...B } } } fragment B on Citizen { benefits { name } }',
  );
});

it('has no examples where there is no folder', () => {
  using folder = contractsFolder({ 'udk/schema.graphql': GOOD_SCHEMA });

  expect(loadExamples(folder.path, 'udk')).toEqual([]);
});

it.each([
  ['an unknown key', { ...EXAMPLE, more: 1 }, 'contract/unknown-key', 13],
  ['a missing key', { ...EXAMPLE, person: undefined }, 'contract/missing-key', 1],
  ['a day that does not exist', { ...EXAMPLE, today: '2026-02-30' }, 'contract/value', 4],
  ['a field that the schema does not have', { ...EXAMPLE, query: '{ me { shoeSize } }' }, 'example/query', 5],
  ['another root field', { ...EXAMPLE, query: '{ me { id } __typename }' }, 'example/query', 5],
  ['an alias of me', { ...EXAMPLE, query: '{ you: me { id } }' }, 'example/query', 5],
  ['text that is not GraphQL', { ...EXAMPLE, query: '{ me {' }, 'example/query', 5],
  ['a real person number', { ...EXAMPLE, expected: { cprNumber: '0101701234' } }, 'example/person-number', 7],
  ['a real person number with hyphen', { ...EXAMPLE, shows: 'Of 010170-1234.' }, 'example/person-number', 2],
])('refuses %s', (_what, example, rule, line) => {
  expect(findingsOf(example)).toMatchObject([{ rule, line, severity: 'error' }]);
});

it('takes the number of a test person', () => {
  expect(findingsOf({ ...EXAMPLE, shows: 'Of 610170-1234.' })).toEqual([]);
});

it('reads the examples of this repository, at least one per authority', () => {
  for (const authority of authoritiesIn('contracts'))
    expect(loadExamples('contracts', authority).map(({ person }) => person)).toContain('parent');
});
