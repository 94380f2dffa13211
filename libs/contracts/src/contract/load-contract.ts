import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AuthorityName } from '@app/domain';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import type { z } from 'zod';
import { MAX_SDL_BYTES } from '../policy/limits.js';
import { ContractError, isError, type Finding } from '../finding.js';
import { authorityContract, gatewayContract, type Contract, type GatewayContract } from './contract.js';
import { checkFieldGroups, fieldsByGroup, fieldsOf } from './field-groups.js';
import { readYaml } from './read-contract.js';

/** Folders beside the authorities that hold something else. */
const NOT_AN_AUTHORITY = ['operations'];
const GATEWAY = 'gateway';

/** The schema of an authority as written. `document` is absent when it is not GraphQL; `findings` then says where. */
export interface SchemaFile {
  readonly authority: AuthorityName;
  readonly file: string;
  readonly text: string;
  readonly document: DocumentNode | undefined;
  readonly findings: readonly Finding[];
}

export interface ContractReading<T> {
  readonly contract: T | undefined;
  readonly schema: SchemaFile | undefined;
  readonly findings: readonly Finding[];
}

/**
 * The contract of an authority.
 *
 * Errors: `ContractError` with every fault of contract.yaml, of its fit with schema.graphql, or that a file is missing.
 */
export function loadContract(contractsDir: string, authority: AuthorityName): Contract {
  return orThrow(readContract(contractsDir, authority));
}

/** The contracts of all authorities by name. The gateway's own is not among them: see {@link loadGatewayContract}. */
export function loadContracts(contractsDir: string): readonly Contract[] {
  const readings = authoritiesIn(contractsDir).map((authority) => readContract(contractsDir, authority));
  const findings = readings.flatMap((reading) => reading.findings).filter(isError);
  if (findings.length > 0) throw new ContractError(findings);
  return readings.map(orThrow);
}

export function loadGatewayContract(contractsDir: string): GatewayContract {
  return orThrow(readGatewayContract(contractsDir));
}

/** Names of the authorities that have a folder, in alphabetical order, without the gateway. */
export function authoritiesIn(contractsDir: string): readonly AuthorityName[] {
  return readdirSync(contractsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== GATEWAY && !NOT_AN_AUTHORITY.includes(entry.name))
    .map(({ name }) => name)
    .toSorted();
}

export function readContract(contractsDir: string, authority: AuthorityName): ContractReading<Contract> {
  return read(contractsDir, authority, authorityContract);
}

export function readGatewayContract(contractsDir: string): ContractReading<GatewayContract> {
  return read(contractsDir, GATEWAY, gatewayContract);
}

type Declared = z.output<typeof authorityContract> | z.output<typeof gatewayContract>;
type WithFields<T extends Declared> = Omit<T, 'fieldGroups'> & {
  readonly fieldGroups: (T['fieldGroups'][number] & { readonly fields: readonly string[] })[];
};

function read<T extends Declared>(
  contractsDir: string,
  authority: AuthorityName,
  form: z.ZodType<T>,
): ContractReading<WithFields<T>> {
  const contractFile = path.join(contractsDir, authority, 'contract.yaml');
  const schema = readSchema(contractsDir, authority);
  if (schema === undefined || !existsSync(contractFile))
    return { contract: undefined, schema, findings: missingFiles(contractsDir, authority) };

  const reading = readYaml(form, contractFile, readFileSync(contractFile, 'utf8'));
  if (!reading.isRead || schema.document === undefined)
    return { contract: undefined, schema, findings: [...(reading.isRead ? [] : reading.findings), ...schema.findings] };

  const { value, source } = reading;
  const fields = fieldsOf(schema.document, authority);
  const findings = [
    ...checkAuthority(value.authority, authority, contractFile, source.lineOf(['authority'])),
    ...checkFieldGroups(value.fieldGroups, fields, {
      contractFile,
      schemaFile: schema.file,
      lineOf: (group, coordinate) => source.lineOf(['fieldGroups', group, 'coordinates', coordinate]),
    }),
  ];
  if (findings.length > 0) return { contract: undefined, schema, findings };
  const spelledOut = fieldsByGroup(value.fieldGroups, fields);
  const fieldGroups = value.fieldGroups.map((group, index) => ({ ...group, fields: spelledOut[index]! }));
  return { contract: { ...value, fieldGroups }, schema, findings: [] };
}

/** The schema of an authority; `undefined` when the file is missing. */
function readSchema(contractsDir: string, authority: AuthorityName): SchemaFile | undefined {
  const file = path.join(contractsDir, authority, 'schema.graphql');
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const faulty = (finding: Pick<Finding, 'line' | 'rule' | 'reason' | 'fix'>): SchemaFile => ({
    authority,
    file,
    text,
    document: undefined,
    findings: [{ file, ...finding, severity: 'error' }],
  });
  if (Buffer.byteLength(text) > MAX_SDL_BYTES) {
    const reason = `The schema has ${Buffer.byteLength(text)} bytes, ${MAX_SDL_BYTES} are allowed.`;
    return faulty({ line: 1, rule: 'size/bytes', reason, fix: 'Show less, or divide the authority in two.' });
  }
  try {
    return { authority, file, text, document: parse(text), findings: [] };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const fix = 'Write the schema in GraphQL SDL (spec.graphql.org/October2021).';
    return faulty({ line: error.locations?.[0]?.line ?? 1, rule: 'sdl/syntax', reason: error.message, fix });
  }
}

function missingFiles(contractsDir: string, authority: AuthorityName): Finding[] {
  return ['contract.yaml', 'schema.graphql']
    .map((name) => path.join(contractsDir, authority, name))
    .filter((file) => !existsSync(file))
    .map((file) => ({
      file,
      line: 1,
      rule: 'contract/missing-file',
      reason: 'An authority needs contract.yaml and schema.graphql.',
      fix: 'Write the file; contracts/README.md says what belongs in it.',
      severity: 'error',
    }));
}

function checkAuthority(written: string, folder: AuthorityName, file: string, line: number): Finding[] {
  if (written === folder) return [];
  const reason = `The contract is of ${written}, its folder is ${folder}.`;
  return [{ file, line, rule: 'contract/authority', reason, fix: `Write authority: ${folder}.`, severity: 'error' }];
}

function orThrow<T>({ contract, findings }: ContractReading<T>): T {
  if (contract === undefined) throw new ContractError(findings);
  return contract;
}
