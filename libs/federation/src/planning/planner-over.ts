import { idOf, type Desk, type SupergraphFacts } from './desk.js';
import type { Grants, PlannedOperation, PlannedSupergraph, Planner, PlanRequest } from './planner.js';

/**
 * A planner that makes its plans at a desk. The same text is held there once, until the last one who loaded it releases
 * it; equal requests that come while one of them is being planned share its plan.
 */
export function plannerOver(desk: Desk): Planner {
  const shelf = new Map<string, HeldSupergraph>();
  return {
    load: async (supergraphSdl) => {
      const id = idOf(supergraphSdl);
      const held = shelf.get(id) ?? new HeldSupergraph(desk.load(supergraphSdl));
      shelf.set(id, held);
      held.holders += 1;
      try {
        return toPlanned(await held.facts, held);
      } catch (thrown) {
        leave(id, held);
        throw thrown;
      }
    },
    stop: () => desk.stop(),
  };

  function toPlanned(facts: SupergraphFacts, held: HeldSupergraph): PlannedSupergraph {
    let isReleased = false;
    return {
      ...facts,
      plan: (request) => {
        if (isReleased) return Promise.reject(new TypeError(`supergraph ${facts.id} was released`));
        return held.planOnce(keyOf(request, facts.grantsInUse), () => desk.plan(facts.id, request));
      },
      release: async () => {
        if (isReleased) return;
        isReleased = true;
        if (leave(facts.id, held)) await desk.release(facts.id);
      },
    };
  }

  function leave(id: string, held: HeldSupergraph): boolean {
    held.holders -= 1;
    if (held.holders > 0) return false;
    if (shelf.get(id) === held) shelf.delete(id);
    return true;
  }
}

class HeldSupergraph {
  holders = 0;
  private readonly underWay = new Map<string, Promise<PlannedOperation>>();

  constructor(readonly facts: Promise<SupergraphFacts>) {}

  planOnce(key: string, plan: () => Promise<PlannedOperation>): Promise<PlannedOperation> {
    const known = this.underWay.get(key);
    if (known !== undefined) return known;
    const planned = plan().finally(() => this.underWay.delete(key));
    this.underWay.set(key, planned);
    return planned;
  }
}

/** Requests are equal when nothing that can change the plan differs. */
function keyOf({ document, operationName, keepsDefer, grants }: PlanRequest, inUse: Grants): string {
  return JSON.stringify([
    document,
    operationName ?? null,
    keepsDefer,
    inUse.isAuthenticated && grants.isAuthenticated,
    inUse.scopes.filter((scope) => grants.scopes.includes(scope)),
    inUse.policies.filter((policy) => grants.policies.includes(policy)),
  ]);
}
