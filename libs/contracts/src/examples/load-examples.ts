import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isTestCprNumber, parseCalendarDate, parseCprNumber, type AuthorityName } from '@app/domain';
import { z } from 'zod';
import { readYaml } from '../contract/read-contract.js';
import { ContractError, type Finding } from '../finding.js';
import { citizenSchemaOf, entityQueryOf, queryFaults } from './example-query.js';

const PERSON_NUMBER_LIKE = /\b\d{6}-?\d{4}\b/g;

const exampleFile = z.strictObject({
  shows: z.string().min(1).describe('One line: what the example shows.'),
  person: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the key of a test person')
    .describe('Key of a test person, for example `parent`.'),
  today: z
    .string()
    .transform((text, context) => {
      const day = parseCalendarDate(text);
      if (day !== undefined) return day;
      context.addIssue({ code: 'custom', message: 'must be a day that exists, YYYY-MM-DD' });
      return z.NEVER;
    })
    .describe('Day on which the answer holds, YYYY-MM-DD; the clock is frozen at noon.'),
  query: z.string().describe('GraphQL query whose only root field is `me`.'),
  expected: z.record(z.string(), z.unknown()).describe('What `me` answers, without anything more or less.'),
});

/** What an authority promises to answer for one test person on one day: contracts/<authority>/examples/*.json. */
export interface ContractExample extends z.output<typeof exampleFile> {
  /** File name without `.json`. */
  readonly name: string;
  /** The same query as the gateway sends it to a subgraph: `_entities(representations: $representations)`. */
  readonly entityQuery: string;
}

/**
 * Reads the examples of an authority, to be replayed against its app and through the gateway.
 *
 * Errors: `ContractError` with every fault: form, a query that does not fit the schema, a person number that is not of
 *         the range for tests. A folder without examples is an empty list.
 */
export function loadExamples(contractsDir: string, authority: AuthorityName): readonly ContractExample[] {
  const folder = path.join(contractsDir, authority, 'examples');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  const sdl = readFileSync(path.join(contractsDir, authority, 'schema.graphql'), 'utf8');
  const readings = files.toSorted().map((file) => readExample(path.join(folder, file), sdl));
  const findings = readings.flatMap((reading) => reading.findings);
  if (findings.length > 0) throw new ContractError(findings);
  return readings.map(({ example }) => example).filter((example) => example !== undefined);
}

function readExample(
  file: string,
  sdl: string,
): { example: ContractExample | undefined; findings: readonly Finding[] } {
  const text = readFileSync(file, 'utf8');
  // JSON is YAML, and the reader of contracts knows lines.
  const reading = readYaml(exampleFile, file, text);
  const findings = [...realPersonNumbers(file, text), ...(reading.isRead ? [] : reading.findings)];
  if (!reading.isRead) return { example: undefined, findings };

  const { value, source } = reading;
  const faults = queryFaults(value.query, citizenSchemaOf(sdl)).map((reason): Finding => {
    const fix = 'Ask for fields of Citizen in schema.graphql: `{ me { … } }`.';
    return { file, line: source.lineOf(['query']), rule: 'example/query', reason, fix, severity: 'error' };
  });
  if (faults.length > 0) return { example: undefined, findings: [...findings, ...faults] };
  const name = path.basename(file, '.json');
  return { example: { ...value, name, entityQuery: entityQueryOf(value.query) }, findings };
}

function realPersonNumbers(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) =>
    (line.match(PERSON_NUMBER_LIKE) ?? [])
      .map(parseCprNumber)
      .filter((number) => number !== undefined && !isTestCprNumber(number))
      .map(() => ({
        file,
        line: index + 1,
        rule: 'example/person-number',
        reason: 'The line holds a person number that could be somebody’s.',
        fix: 'Use the number of a test person: the day of birth is 61 or more.',
        severity: 'error' as const,
      })),
  );
}
