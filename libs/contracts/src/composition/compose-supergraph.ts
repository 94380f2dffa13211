import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { authoritiesIn, readContract, readGatewayContract, type SchemaFile } from '../contract/load-contract.js';
import { ContractError, inReadingOrder, isError, type Finding } from '../finding.js';
import { checkOwnership } from '../policy/ownership-policy.js';
import { SubgraphSchema } from '../policy/subgraph-schema.js';
import { composeSchemas } from './apollo-composition.js';
import { checkSupergraph } from './check-supergraph.js';

export interface Supergraph {
  /** The supergraph as the planner reads it. */
  readonly supergraphSdl: string;
  /** What clients see, `@defer` included. */
  readonly apiSchema: GraphQLSchema;
  readonly warnings: readonly Finding[];
}

/**
 * Composes the schemas of a contracts folder into one supergraph.
 *
 * Order:  contracts, ownership policy, composition, then the result once more: what the policy overlooked by name
 *         shows there by effect.
 * Errors: `ContractError` with every fault of the first step that finds any. Nothing is written.
 */
export async function composeSupergraph(contractsDir: string): Promise<Supergraph> {
  const readings = [
    readGatewayContract(contractsDir),
    ...authoritiesIn(contractsDir).map((name) => readContract(contractsDir, name)),
  ];
  const schemas = readings.flatMap(({ schema }) => (schema === undefined ? [] : asSubgraph(schema)));
  const found = [
    ...readings.flatMap(({ findings }) => findings),
    ...checkOwnership(schemas, commonModelIn(contractsDir)),
  ];
  refuse(found);

  const composed = await composeSchemas(schemas);
  if (composed.supergraph === undefined) throw new ContractError(inReadingOrder(composed.findings));
  const { supergraphSdl, apiSchema } = composed.supergraph;
  refuse(checkSupergraph(supergraphSdl, path.join(contractsDir, 'supergraph.graphql')));
  return { supergraphSdl, apiSchema, warnings: inReadingOrder([...found, ...composed.findings]) };
}

function refuse(findings: readonly Finding[]): void {
  const errors = findings.filter(isError);
  if (errors.length > 0) throw new ContractError(inReadingOrder(errors));
}

function asSubgraph({ authority, file, document }: SchemaFile): SubgraphSchema[] {
  return document === undefined ? [] : [new SubgraphSchema(authority, file, document)];
}

function commonModelIn(contractsDir: string): DocumentNode | undefined {
  const file = path.join(contractsDir, 'common-model.graphql');
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
}
