import { buildSchema } from 'graphql';
import { flag, httpUrl, logLevel, port } from '@app/config';
import { z } from 'zod';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { variablesOf } from './app-environments.js';
import { configurationReference, environmentExample, undescribed } from './configuration-reference.js';
import { errorReference } from './error-reference.js';
import { glossaryFaults } from './glossary.js';
import { idOf, operationsManifest } from './operations-manifest.js';

describe('the reference of errors', () => {
  it('has every code with status and both languages', () => {
    const { text } = errorReference();

    expect(text).toContain('## SOURCE_UNAVAILABLE\n');
    expect(text).toMatch(/HTTP status 503, may succeed when repeated, since 0\.1\.0\n- da: .+\n- en: .+/);
  });
});

describe('the reference of variables', () => {
  const variables = variablesOf(
    z.object({
      APP_PORT: port().default(4000).meta({ description: 'Port of the entry.' }),
      APP_URL: httpUrl().meta({ description: 'Address | of the source.' }),
      APP_LEVEL: logLevel().meta({ description: 'Least severity.' }),
      APP_LIST: z
        .string()
        .transform((text) => text.split(','))
        .default(['a', 'b'])
        .meta({ description: 'A list.' }),
      APP_FLAG: flag().optional(),
    }),
  );
  const apps = [{ app: 'app', variables }];

  it('tells default, range, choice and what must be set', () => {
    const { text } = configurationReference(apps);

    expect(text).toContain('| `APP_PORT` | `4000` | 0 to 65535 | Port of the entry. |');
    expect(text).toContain('| `APP_URL` | **required** | text | Address \\| of the source. |');
    expect(text).toContain(
      '| `APP_LEVEL` | `info` | `fatal`, `error`, `warn`, `info`, `debug`, `silent` | Least severity. |',
    );
    expect(text).toContain('| `APP_LIST` | `a,b` | text | A list. |');
    expect(text).toContain('| `APP_FLAG` | not set | `true`, `false` |  |');
  });

  it('comments out what has a default in the example', () => {
    const { text } = environmentExample(apps);

    expect(text).toContain('# Port of the entry.\n#APP_PORT=4000\n');
    expect(text).toContain('# Address | of the source.\nAPP_URL=\n');
  });

  it('names a variable that nobody described', () => {
    expect(undescribed(apps)).toEqual(['APP_FLAG of app has no .meta({ description })']);
  });
});

describe('the manifest of operations', () => {
  const schema = buildSchema('type Query { me: String }');
  const folderWith = (file: string, document: string) => temporaryFolder({ [`operations/${file}`]: document });

  it('maps the hash of the exact text to the file', () => {
    const document = 'query PersonalOverview { me }\n';
    using folder = folderWith('personal-overview.graphql', document);

    const { generated, faults } = operationsManifest(folder.path, schema);

    expect(JSON.parse(generated.text)).toEqual({ [idOf(document)]: 'personal-overview.graphql' });
    expect(idOf('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(faults).toEqual([]);
  });

  it.each([
    ['that asks for what the schema does not have', 'query A {\n  you\n}', /:2 .*you/],
    ['without name', '{ me }', /:1 must hold exactly one operation, named A/],
    ['with two operations', 'query A { me } query B { me }', /:1 must hold exactly one operation/],
    ['that is not GraphQL', 'query A {', /:1 Syntax Error/],
  ])('names a document %s', (_what, document, fault) => {
    using folder = folderWith('a.graphql', document);

    expect(operationsManifest(folder.path, schema).faults).toContainEqual(expect.stringMatching(fault));
  });
});

describe('the glossary', () => {
  const HEAD = '# Glossary\n\n## Types of the schema\n\n| Danish | English | Law | Not |\n| --- | --- | --- | --- |\n';
  const faultsOf = (rows: string) => {
    using folder = temporaryFolder({ 'udk/schema.graphql': 'type Query { a: A } type A { b: B } enum B { C }' });
    return glossaryFaults(HEAD + rows, folder.path).map((fault) => fault.replace(folder.path, 'contracts'));
  };

  it('is whole with a row for each type', () => {
    expect(faultsOf('| a | `A` | Lov | B |\n| b | `B` | Lov | A |\n\n## Words\n| x | `X` | | |')).toEqual([]);
  });

  it.each([
    [
      'a type without a row',
      '| a | `A` | Lov | B |',
      'B of contracts/udk/schema.graphql has no row under "Types of the schema"',
    ],
    [
      'a row without a type',
      '| a | `A` | L | B |\n| b | `B` | L | A |\n| x | `X` | L | A |',
      'X has a row but is in no schema',
    ],
    ['an empty cell', '| a | `A` | | B |\n| b | `B` | L | A |', 'the row of A has an empty cell'],
    ['two rows', '| a | `A` | L | B |\n| b | `B` | L | A |\n| c | `A` | L | B |', 'A has two rows'],
  ])('misses %s', (_what, rows, fault) => {
    expect(faultsOf(rows)).toEqual([fault]);
  });
});
