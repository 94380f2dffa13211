import { ContractError, type Finding } from '../finding.js';
import { contractsFolder, GOOD_CONTRACT, GOOD_SCHEMA } from '../../test/contracts-folder.js';
import { loadContract, loadContracts, loadGatewayContract } from './load-contract.js';

function findingsOf(contract: string, schema = GOOD_SCHEMA): readonly Finding[] {
  using folder = contractsFolder({ 'udk/contract.yaml': contract, 'udk/schema.graphql': schema });
  try {
    loadContract(folder.path, 'udk');
    return [];
  } catch (error) {
    if (error instanceof ContractError) return error.findings;
    throw error;
  }
}

const lineOf = (text: string) => GOOD_CONTRACT.slice(0, GOOD_CONTRACT.indexOf(text)).split('\n').length;
const changed = (from: string, to: string) => {
  if (!GOOD_CONTRACT.includes(from)) throw new Error(`the good contract has no ${from}`);
  return GOOD_CONTRACT.replace(from, to);
};

it('reads a contract with its defaults, its texts in one piece and its fields spelled out', () => {
  using folder = contractsFolder({ 'udk/contract.yaml': GOOD_CONTRACT, 'udk/schema.graphql': GOOD_SCHEMA });

  const contract = loadContract(folder.path, 'udk');

  expect(contract.service).toEqual({
    timeLimitMs: 800,
    openingHours: 'always',
    closedWindows: [],
    freshness: { kind: 'live' },
  });
  expect(contract.texts.unavailable.da).toBe(
    'Vi kan ikke hente dine oplysninger. Det betyder intet. Se dem på æøå.dk.',
  );
  expect(contract.fieldGroups.map(({ name, fields }) => [name, fields])).toEqual([
    ['benefits', ['Citizen.benefits', 'Benefit.name']],
    ['amounts', ['Benefit.amount']],
  ]);
});

// prettier-ignore
const RED: [what: string, contract: string, rule: string, line: number, says: RegExp][] = [
  ['an unknown key', changed('owner:', 'shoeSize: 43\nowner:'), 'contract/unknown-key', lineOf('owner:'), /shoeSize/],
  ['an unknown key deep inside', changed('number: A-1', 'number: A-1\n  colour: red'), 'contract/unknown-key', lineOf('number:') + 1, /agreement\.colour/],
  ['a missing key', changed('purpose: { da: Formål., en: Purpose. }\n', ''), 'contract/missing-key', 1, /purpose/],
  ['a missing key deep inside', changed(', en: Purpose. }', ' }'), 'contract/missing-key', lineOf('purpose:'), /purpose\.en/],
  ['a value of another kind', changed('role: processor', 'role: helper'), 'contract/value', lineOf('role:'), /controller, processor/],
  ['a time limit beyond two seconds', changed('texts:', 'service: { timeLimitMs: 2001 }\ntexts:'), 'contract/value', lineOf('texts:'), /at most 2000/],
  ['a day that does not exist', changed('validFrom: 2026-01-01', 'validFrom: 2026-02-30'), 'contract/value', lineOf('validFrom'), /validFrom/],
  ['an agreement that ends before it begins', changed('expiresOn: 2029-12-31', 'expiresOn: 2025-12-31'), 'contract/value', lineOf('expiresOn'), /before validFrom/],
  ['a page without https', changed('da: https://www.borger.dk', 'da: http://www.borger.dk'), 'contract/value', lineOf('da: https://www'), /https/],
  ['a text that is too long', changed('da: Intet.', `da: ${'lang '.repeat(60)}.`), 'contract/value', lineOf('da: Intet.'), /240/],
  ['a text with a placeholder', changed('da: Intet.', 'da: "Intet for {name}."'), 'contract/value', lineOf('da: Intet.'), /placeholder/],
  ['a text that was not translated', changed('en: Nothing.', 'en: Intet.'), 'contract/value', lineOf('en: Nothing.'), /translat/],
  ['a version that is none', changed('version: 1.0.0', 'version: 1.0'), 'contract/value', lineOf('version:'), /version/],
  ['opening hours over midnight', changed('texts:', 'service: { openingHours: [{ days: [mon], from: "22:00", to: "04:00" }] }\ntexts:'), 'contract/value', lineOf('texts:'), /openingHours/],
  ['a window that ends before it begins', changed('texts:', 'service: { closedWindows: [{ from: 2026-12-07T04:00:00+01:00, to: 2026-12-06T22:00:00+01:00, reason: { da: Grund., en: Reason. } }] }\ntexts:'), 'contract/value', lineOf('texts:'), /after from/],
  ['a window without offset', changed('texts:', 'service: { closedWindows: [{ from: 2026-12-06T04:00:00, to: 2026-12-06T22:00:00+01:00, reason: { da: Grund., en: Reason. } }] }\ntexts:'), 'contract/value', lineOf('texts:'), /from/],
  ['the name of another folder', changed('authority: udk', 'authority: skat'), 'contract/authority', lineOf('authority:'), /skat/],
  ['the name of the gateway', changed('authority: udk', 'authority: gateway'), 'contract/value', lineOf('authority:'), /gateway/],
  ['a key that comes twice', changed('owner:', 'owner: Someone\nowner:'), 'contract/yaml', lineOf('owner:') + 1, /unique/],
  ['a tag', changed('owner: ', 'owner: !secret '), 'contract/yaml', lineOf('owner:'), /tag/],
  ['an alias', changed('owner: Udbetaling Danmark', 'owner: &o Udbetaling Danmark').replace('number: A-1', 'number: *o'), 'contract/yaml', 1, /alias/],
  ['text that is not YAML', '{', 'contract/yaml', 1, /./],
  ['a field that the schema does not have', changed('[Citizen.benefits, Benefit.*]', '[Citizen.benefits, Benefit.*, Benefit.shoe]'), 'contract/unknown-coordinate', lineOf('[Citizen.benefits'), /Benefit\.shoe/],
  ['a field in two groups', changed('[Citizen.benefits, Benefit.*]', '[Citizen.benefits, Benefit.*, Benefit.amount]'), 'contract/field-covered-twice', lineOf('[Benefit.amount]'), /Benefit\.amount/],
];

it.each(RED.map(([what, contract, rule, line, says]) => ({ what, contract, rule, line, says })))(
  'refuses $what, and says where and what belongs there',
  ({ contract, rule, line, says }) => {
    const findings = findingsOf(contract);

    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule, line, severity: 'error', reason: expect.stringMatching(says) });
    expect(findings[0]?.file).toMatch(/udk\/contract\.yaml$/);
    expect(findings[0]?.fix).not.toBe('');
  },
);

it('tells in the fix what the schema expects at that place', () => {
  const [finding] = findingsOf(changed('expiresOn: 2029-12-31', ''));

  expect(finding).toMatchObject({ rule: 'contract/missing-key', fix: 'Last day on which it is in force, YYYY-MM-DD.' });
});

it('refuses a field of the schema that no group covers, on the line of the field', () => {
  const schema = GOOD_SCHEMA.replace('amount: Int', 'amount: Int\n}\ntype Payment {\n  payOn: String');

  expect(findingsOf(GOOD_CONTRACT, schema)).toMatchObject([
    { file: expect.stringMatching(/schema\.graphql$/), line: 12, rule: 'contract/field-not-covered' },
  ]);
});

it('refuses a schema that is not GraphQL, on its line', () => {
  expect(findingsOf(GOOD_CONTRACT, 'type A {\n  b c\n}')).toMatchObject([{ rule: 'sdl/syntax', line: 2 }]);
});

it('refuses a schema of megabytes before reading it', () => {
  expect(findingsOf(GOOD_CONTRACT, `# ${'x'.repeat(5_000_000)}`)).toMatchObject([{ rule: 'size/bytes' }]);
});

it('names every fault at once, over all authorities', () => {
  using folder = contractsFolder({
    'udk/contract.yaml': changed('role: processor', 'role: helper').replace('version: 1.0.0', 'version: one'),
    'udk/schema.graphql': GOOD_SCHEMA,
    'skat/schema.graphql': GOOD_SCHEMA,
  });

  expect(() => loadContracts(folder.path)).toThrow(
    expect.objectContaining({
      findings: [
        expect.objectContaining({ rule: 'contract/missing-file' }),
        expect.objectContaining({ rule: 'contract/value' }),
        expect.objectContaining({ rule: 'contract/value' }),
      ],
    }),
  );
});

describe('the contracts of this repository', () => {
  it('are read, all of them', () => {
    expect(loadContracts('contracts').map(({ authority }) => authority)).toEqual(['cpr', 'skat', 'udbetaling-danmark']);
    expect(loadGatewayContract('contracts').role).toBe('controller');
  });

  it('classify every person number as such and a disability pension as sensitive', () => {
    const classified = new Map(
      loadContracts('contracts')
        .flatMap(({ fieldGroups }) => fieldGroups)
        .flatMap(({ fields, classification }) => fields.map((field) => [field, classification] as const)),
    );

    for (const [field, classification] of classified)
      if (/cprNumber/i.test(field)) expect(classification).toBe('CPR_NUMBER');
    expect(classified.get('DisabilityPension.name')).toBe('SENSITIVE');
  });
});
