import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadContracts, type Contract } from '@app/contracts';
import { readRegisteredOperations, type RegisteredOperation } from '../admission/registered-operations.service.js';

/** All that a generation is made of, as the authorities and we have written it down. */
export interface ContractSet {
  readonly contracts: readonly Contract[];
  readonly supergraphSdl: string;
  /** The gateway's own subgraph. */
  readonly ownSdl: string;
  readonly operations: readonly RegisteredOperation[];
}

/**
 * Reads the folder of contracts as it is now.
 *
 * Errors: `ContractError` with every fault of the contracts; Node's error for a file that is not there.
 */
export function readContractSet(contractsDir: string): ContractSet {
  const read = (file: string) => readFileSync(path.join(contractsDir, file), 'utf8');
  return {
    contracts: loadContracts(contractsDir),
    supergraphSdl: read('supergraph.graphql'),
    ownSdl: read('gateway/schema.graphql'),
    operations: readRegisteredOperations(contractsDir),
  };
}
