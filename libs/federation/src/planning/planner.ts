import type { QueryPlan } from '@apollo/query-planner';

/** What a caller may see beyond what everybody may; see `@authenticated`, `@requiresScopes` and `@policy`. */
export interface Grants {
  readonly isAuthenticated: boolean;
  readonly scopes: readonly string[];
  readonly policies: readonly string[];
}

export const NO_GRANTS: Grants = { isAuthenticated: false, scopes: [], policies: [] };

export interface PlanRequest {
  readonly document: string;
  readonly operationName?: string;
  /** `false`: fragments with `@defer` are planned as if it were not there. */
  readonly keepsDefer: boolean;
  readonly grants: Grants;
}

/** A valid operation and the plan to execute it. Plain data: crosses threads. */
export interface PlannedOperation {
  readonly plan: QueryPlan;
  /**
   * The operation that the plan is for, alone with its fragments: unauthorised fields gone, `@defer` too unless kept.
   * Of one with nothing left stays `{ __typename @skip(if: true) }`, an ordinary operation whose answer is `{}`.
   */
  readonly document: string;
  /**
   * Response paths of the fields that were removed for want of authorisation, each once, without list indexes. They
   * are told whatever `@skip`, `@include` and type conditions around them would have decided: none of it was run.
   */
  readonly unauthorised: readonly (readonly string[])[];
  /** Answers to `__schema` and `__type` by response key, unless they hang on variables. */
  readonly introspection?: Readonly<Record<string, unknown>>;
  /**
   * In the plan, a field of the document that has an alias or arguments is called by its response key with this suffix;
   * see `toPlannable`.
   */
  readonly keySuffix: string;
  /** Every `@defer` of the document has a label of ours; these are the client's, where it gave one. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

export interface OperationFault {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

/** The document is not one valid operation of the schema. */
export class InvalidOperation extends Error {
  constructor(readonly faults: readonly OperationFault[]) {
    super('the document is not one valid operation of this schema');
  }
}

/** A supergraph that planned operations; plans run where the planner decides, never on the caller's time. */
export interface PlannedSupergraph {
  /** SHA-256 of the text, hex. */
  readonly id: string;
  /** What clients may ask: the API schema as SDL, `@defer` included. */
  readonly apiSdl: string;
  /** Subgraphs by name, with the address that was composed in. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** What the schema asks for anywhere; other grants cannot change a plan. */
  readonly grantsInUse: Grants;
  /**
   * Errors: `InvalidOperation`; `ExposureError` `OPERATION_TOO_COMPLEX` when planning takes too long or too much memory.
   */
  plan(request: PlanRequest): Promise<PlannedOperation>;
  /** Frees what the planner holds for it. */
  release(): Promise<void>;
}

export interface Planner {
  /** Errors: `UnsupportedSupergraph` for text that is no supergraph or uses what the engine refuses. */
  load(supergraphSdl: string): Promise<PlannedSupergraph>;
  stop(): Promise<void>;
}

/** Names what cannot be served and where; fit for the person who composed it. */
export class UnsupportedSupergraph extends Error {}
