import { createHash } from 'node:crypto';
import type { PlannedOperation, PlannedSupergraph, PlanRequest } from './planner.js';

/** What can be said of a supergraph before anything is planned. Plain data: crosses threads. */
export type SupergraphFacts = Pick<PlannedSupergraph, 'id' | 'apiSdl' | 'subgraphs' | 'grantsInUse'>;

/** Where plans are made. Errors: those of `Planner` and `PlannedSupergraph`. */
export interface Desk {
  load(supergraphSdl: string): Promise<SupergraphFacts>;
  plan(id: string, request: PlanRequest): Promise<PlannedOperation>;
  /** How many supergraphs it holds afterwards. */
  release(id: string): Promise<number>;
  stop(): Promise<void>;
}

/** SHA-256 of the text, hex. */
export function idOf(supergraphSdl: string): string {
  return createHash('sha256').update(supergraphSdl).digest('hex');
}
