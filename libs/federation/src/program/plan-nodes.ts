import type { QueryPlan } from '@apollo/query-planner';

/** Nodes of Apollo's query plans, named by their kind. */
type AnyNode = NonNullable<QueryPlan['node']>;
export type PlanNode = Exclude<AnyNode, { kind: 'Subscription' }>;
export type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>;
export type DeferNode = Extract<PlanNode, { kind: 'Defer' }>;
export type DeferredNode = DeferNode['deferred'][number];
export type Rewrite = NonNullable<FetchNode['inputRewrites']>[number];
export type Requirement = NonNullable<FetchNode['requires']>[number];
