import { idOf, type SupergraphFacts } from './desk.js';
import { PlannableSupergraph } from './plannable-supergraph.js';
import type { PlannedOperation, PlanRequest } from './planner.js';

/** Plans, synchronously, for as many supergraphs as are loaded. */
export class PlanningDesk {
  private readonly loaded = new Map<string, PlannableSupergraph>();

  /** How many supergraphs it holds. */
  get size(): number {
    return this.loaded.size;
  }

  /** The same text again costs nothing. Errors: `UnsupportedSupergraph`. */
  load(supergraphSdl: string): SupergraphFacts {
    const id = idOf(supergraphSdl);
    const known = this.loaded.get(id);
    if (known !== undefined) return known.facts;
    const supergraph = PlannableSupergraph.build(supergraphSdl);
    this.loaded.set(id, supergraph);
    return supergraph.facts;
  }

  /** Errors: `InvalidOperation`; `ExposureError` `OPERATION_TOO_COMPLEX`. */
  plan(id: string, request: PlanRequest): PlannedOperation {
    const supergraph = this.loaded.get(id);
    if (supergraph === undefined) throw new Error(`no supergraph ${id} is loaded`);
    return supergraph.plan(request);
  }

  /** How many supergraphs it holds afterwards. */
  release(id: string): number {
    this.loaded.delete(id);
    return this.size;
  }
}
