import { parse } from 'graphql';
import type { FetchNode } from '../../src/program/plan-nodes.js';

/** A fetch of a plan, as the planner would write it for this operation. */
export function aFetch(operation: string, changes: Partial<FetchNode> = {}): FetchNode {
  return {
    kind: 'Fetch',
    serviceName: 'skat',
    operation,
    operationName: undefined,
    operationKind: 'query' as FetchNode['operationKind'],
    operationDocumentNode: parse(operation),
    ...changes,
  };
}
