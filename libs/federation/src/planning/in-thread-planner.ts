import { PlanningDesk } from './planning-desk.js';
import type { PlannedSupergraph, Planner } from './planner.js';

/** A planner without a thread of its own: what it plans, the caller waits for. For tests and tools. */
export function createInThreadPlanner(): Planner {
  const desk = new PlanningDesk();
  return {
    load: async (supergraphSdl): Promise<PlannedSupergraph> => {
      const facts = desk.load(supergraphSdl);
      return {
        ...facts,
        plan: async (request) => desk.plan(facts.id, request),
        release: async () => desk.release(facts.id),
      };
    },
    stop: async () => undefined,
  };
}
