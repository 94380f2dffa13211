import { ContractError, formatFinding } from '@app/contracts';
import { CompiledEngine, type Engine, type GenerationParts } from '@app/federation';
import type { Logger } from '@app/telemetry';
import type { RegisteredOperations } from '../admission/registered-operations.service.js';
import type { Authorities } from '../authorities/authorities.service.js';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import type { ContractSet } from './contract-set.js';

export interface SupergraphParts {
  readonly engine: Engine;
  readonly authorities: Pick<Authorities, 'adopt'>;
  readonly operations: Pick<RegisteredOperations, 'replace'>;
  readonly metrics: Pick<GatewayMetrics, 'reload' | 'observeSupergraph'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** The contracts as they are now. */
  readonly readContracts: () => ContractSet;
  readonly toGeneration: (contracts: ContractSet) => GenerationParts;
}

/** What became of contracts that were to be taken into force. `supergraph`: the one in force afterwards. */
export type Adoption =
  | { readonly outcome: 'ADOPTED'; readonly supergraph: string; readonly operations: readonly string[] }
  | { readonly outcome: 'REFUSED' | 'BUSY'; readonly supergraph: string; readonly reason: string };

/**
 * Takes new contracts into force while requests run: supergraph, registered operations and terms of the authorities
 * together, or none of them. What is new is built, warmed and rehearsed aside first.
 */
export class SupergraphInForce {
  private since = new Date();
  private isAdopting = false;

  constructor(private readonly parts: SupergraphParts) {
    const { engine, metrics } = parts;
    metrics.observeSupergraph(() => ({
      id: engine.supergraphId,
      since: this.since,
      generations: engine instanceof CompiledEngine ? engine.generations : 1,
    }));
  }

  /** Reads the contracts again and takes them into force. Never rejects: what does not fit is refused with the reason. */
  reload(): Promise<Adoption> {
    return this.adopt(this.parts.readContracts);
  }

  /** The same with contracts from wherever they come. */
  async adopt(read: () => ContractSet | Promise<ContractSet>): Promise<Adoption> {
    const { engine, metrics, logger } = this.parts;
    if (this.isAdopting)
      return { outcome: 'BUSY', supergraph: engine.supergraphId, reason: 'others are being taken into force' };
    this.isAdopting = true;
    const adoption = await this.prepareAndEnter(read).catch((thrown: unknown): Adoption => {
      return { outcome: 'REFUSED', supergraph: engine.supergraphId, reason: reasonOf(thrown) };
    });
    this.isAdopting = false;
    metrics.reload(adoption.outcome);
    if (adoption.outcome === 'ADOPTED') logger.info(adoption, 'new contracts are in force');
    else logger.warn(adoption, 'new contracts were refused; those before stay in force');
    return adoption;
  }

  private async prepareAndEnter(read: () => ContractSet | Promise<ContractSet>): Promise<Adoption> {
    const { engine, authorities, operations, toGeneration } = this.parts;
    const contracts = await read();
    if (!(engine instanceof CompiledEngine))
      throw new Error('the reference engine takes contracts into force at a start only');
    const next = await engine.prepare(toGeneration(contracts));
    // In one turn: no request sees new operations and the old supergraph, or the other way round.
    next.enter();
    operations.replace(contracts.operations);
    authorities.adopt(contracts.contracts);
    this.since = new Date();
    return {
      outcome: 'ADOPTED',
      supergraph: next.supergraphId,
      operations: contracts.operations.map(({ name }) => name),
    };
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof ContractError) return thrown.findings.map(formatFinding).join('\n');
  return thrown instanceof Error ? thrown.message : String(thrown);
}
