import type { QueryPlan } from '@apollo/query-planner';
import { ALWAYS, both, type Conditions } from './condition.js';
import type { PlanPath } from './places.js';

/** Nodes of Apollo's query plans, named by their kind. */
type AnyNode = NonNullable<QueryPlan['node']>;
export type PlanNode = Exclude<AnyNode, { kind: 'Subscription' }>;
export type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>;
export type DeferNode = Extract<PlanNode, { kind: 'Defer' }>;
export type Rewrite = NonNullable<FetchNode['inputRewrites']>[number];
export type Requirement = NonNullable<FetchNode['requires']>[number];

/** A fetch and where in the plan it stands. */
export interface PlacedFetch {
  readonly fetch: FetchNode;
  readonly path: PlanPath;
  /** What the variables of a request must be for it to be reached. */
  readonly when: Conditions;
}

/** All fetches of a plan. */
export function fetchesIn(node: PlanNode, path: PlanPath = [], when: Conditions = ALWAYS): PlacedFetch[] {
  switch (node.kind) {
    case 'Fetch':
      return [{ fetch: node, path, when }];
    case 'Flatten':
      return fetchesIn(node.node, node.path, when);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((inner) => fetchesIn(inner, path, when));
    case 'Condition': {
      const branches = [
        { inner: node.ifClause, is: true },
        { inner: node.elseClause, is: false },
      ];
      return branches.flatMap(({ inner, is }) => {
        const reached = both(when, [{ variable: node.condition, is }]);
        return inner === undefined || reached === undefined ? [] : fetchesIn(inner, path, reached);
      });
    }
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap(({ node: inner }) =>
        inner === undefined ? [] : fetchesIn(inner, path, when),
      );
  }
}
