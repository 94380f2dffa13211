import type { Engine } from '@app/federation';
import type { ContractSet } from './contract-set.js';
import { SupergraphInForce } from './supergraph-in-force.service.js';

const NOTHING: ContractSet = { contracts: [], supergraphSdl: '', ownSdl: '', operations: [] };

/** An engine that cannot be swapped: whatever is to be taken into force is refused in the end. */
const engine = { supergraphId: 'abc', stop: () => Promise.resolve() } as unknown as Engine;

function inForce() {
  const outcomes: string[] = [];
  const service = new SupergraphInForce({
    engine,
    authorities: { adopt: () => outcomes.push('adopted') },
    operations: { replace: () => outcomes.push('replaced') },
    metrics: { reload: (outcome) => void outcomes.push(outcome), observeSupergraph: () => undefined },
    logger: { info: () => undefined, warn: () => undefined },
    readContracts: () => NOTHING,
    toGeneration: () => ({ supergraphSdl: '', services: new Map() }),
  });
  return { service, outcomes };
}

describe('contracts that are to be taken into force', () => {
  it('wait for nobody: while others are, they are told so and nothing is read', async () => {
    const { service, outcomes } = inForce();
    const read = Promise.withResolvers<ContractSet>();
    const first = service.adopt(() => read.promise);
    expect(await service.reload()).toMatchObject({ outcome: 'BUSY', supergraph: 'abc' });
    read.resolve(NOTHING);
    expect(await first).toMatchObject({ outcome: 'REFUSED' });
    expect(await service.reload()).toMatchObject({ outcome: 'REFUSED' });
    expect(outcomes).toEqual(['REFUSED', 'REFUSED']);
  });

  it('are refused with the reason when they cannot be read, and nothing else changes', async () => {
    const { service, outcomes } = inForce();
    const adoption = await service.adopt(() => Promise.reject(new Error('no such folder')));
    expect(adoption).toEqual({ outcome: 'REFUSED', supergraph: 'abc', reason: 'no such folder' });
    expect(outcomes).toEqual(['REFUSED']);
  });
});
