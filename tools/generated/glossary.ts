import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { isTypeDefinitionNode, parse } from 'graphql';

/** Heading of docs/glossary.md under which every row is a type of the schema. */
const TYPES = '## Types of the schema';
const COLUMNS = 4;
const NOT_WORDS = ['Query'];

/** Compares the glossary with the schemas: a type without a row, a row without a type, a row with an empty cell. */
export function glossaryFaults(glossary: string, contractsDir: string): string[] {
  const types = typesIn(contractsDir);
  const rows = rowsOf(glossary);
  const known = new Set(rows.map(({ type }) => type));
  const names = new Set(types.keys());
  return [
    ...[...types]
      .filter(([name]) => !known.has(name))
      .map(([name, file]) => `${name} of ${file} has no row under "${TYPES.replace('## ', '')}"`),
    ...rows.filter(({ type }) => !names.has(type)).map(({ type }) => `${type} has a row but is in no schema`),
    ...rows.filter(({ isWhole }) => !isWhole).map(({ type }) => `the row of ${type} has an empty cell`),
    ...[...known]
      .filter((type) => rows.filter((row) => row.type === type).length > 1)
      .map((type) => `${type} has two rows`),
  ];
}

function typesIn(contractsDir: string): Map<string, string> {
  const files = readdirSync(contractsDir)
    .map((folder) => path.join(contractsDir, folder, 'schema.graphql'))
    .filter((file) => existsSync(file));
  return new Map(
    files.flatMap((file) =>
      parse(readFileSync(file, 'utf8'))
        .definitions.filter(isTypeDefinitionNode)
        .map(({ name }): [string, string] => [name.value, file])
        .filter(([name]) => !NOT_WORDS.includes(name)),
    ),
  );
}

interface Row {
  readonly type: string;
  readonly isWhole: boolean;
}

/** Rows under the heading: Danish term, English name, law or model element, not to be confused with. */
function rowsOf(glossary: string): Row[] {
  const [, section = ''] = glossary.split(TYPES);
  return section
    .split(/\n## /)[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return {
        type: /`(\w+)`/.exec(cells[1] ?? '')?.[1] ?? cells[1] ?? '',
        isWhole: cells.length === COLUMNS && cells.every((cell) => cell !== ''),
      };
    });
}
