import type { Planner } from './planner.js';
import { plannerOver } from './planner-over.js';
import { PlanningDesk } from './planning-desk.js';

/** A planner without a thread of its own and without limits of time: for tests and tools. */
export function createInThreadPlanner(): Planner {
  const desk = new PlanningDesk();
  return plannerOver({
    load: async (supergraphSdl) => desk.load(supergraphSdl),
    plan: async (id, request) => desk.plan(id, request),
    release: async (id) => desk.release(id),
    stop: async () => undefined,
  });
}
