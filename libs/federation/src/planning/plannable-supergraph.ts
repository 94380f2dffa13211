import { createHash } from 'node:crypto';
import {
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
  operationFromDocument,
  type Schema,
} from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { print, printSchema, type GraphQLSchema } from 'graphql';
import { readClientOperation, toDocument, type ClientOperation } from './client-operation.js';
import {
  NO_GRANTS,
  UnsupportedSupergraph,
  type PlannedOperation,
  type PlannedSupergraph,
  type PlanRequest,
} from './planner.js';
import { withoutDefer } from './without-defer.js';

/** What can be said of a supergraph before anything is planned. Plain data: crosses threads. */
export type SupergraphFacts = Pick<PlannedSupergraph, 'id' | 'apiSdl' | 'subgraphs' | 'grantsInUse'>;

/** One composed supergraph with all that planning an operation of it needs. */
export class PlannableSupergraph {
  private constructor(
    readonly facts: SupergraphFacts,
    private readonly planner: QueryPlanner,
    private readonly api: Schema,
    private readonly clientSchema: GraphQLSchema,
  ) {}

  /** SHA-256 of the text, hex. */
  static idOf(supergraphSdl: string): string {
    return createHash('sha256').update(supergraphSdl).digest('hex');
  }

  /** Errors: `UnsupportedSupergraph`. */
  static build(supergraphSdl: string): PlannableSupergraph {
    const supergraph = readSupergraph(supergraphSdl);
    const api = supergraph.apiSchema();
    const clientSchema = api.toGraphQLJSSchema({ includeDefer: true });
    const facts = {
      id: PlannableSupergraph.idOf(supergraphSdl),
      apiSdl: printSchema(clientSchema),
      subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
      grantsInUse: NO_GRANTS,
    };
    const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } });
    return new PlannableSupergraph(facts, planner, api, clientSchema);
  }

  /** Errors: `InvalidOperation`; `ExposureError` `OPERATION_TOO_COMPLEX`. */
  plan({ document, operationName, keepsDefer }: PlanRequest): PlannedOperation {
    const asked = readClientOperation(document, operationName, this.clientSchema);
    const kept = keepsDefer ? asked : withoutDefer(asked);
    return { plan: this.buildPlan(kept), document: print(toDocument(kept)), unauthorised: [] };
  }

  private buildPlan(kept: ClientOperation): QueryPlan {
    return this.planner.buildQueryPlan(operationFromDocument(this.api, toDocument(kept), { validate: false }));
  }
}

function readSupergraph(supergraphSdl: string): Supergraph {
  try {
    return Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  } catch (cause) {
    throw new UnsupportedSupergraph(`not a supergraph: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
