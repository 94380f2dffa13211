import {
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
  isInterfaceType,
  isObjectType,
  operationFromDocument,
  type NamedType,
  type Operation,
} from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { ExposureError } from '@app/errors';
import { GraphQLError, OperationTypeNode, print, printSchema, type DocumentNode, type GraphQLSchema } from 'graphql';
import { JoinReader } from '../supergraph/join-reader.js';
import { AccessRules } from './access-rules.js';
import { readClientOperation, toDocument, type ClientOperation } from './client-operation.js';
import { withConcreteConditions } from './concrete-conditions.js';
import { idOf, type SupergraphFacts } from './desk.js';
import { decidedOverrides } from './overrides.js';
import { labelDeferred } from './label-deferred.js';
import { freeSuffix, toPlannable } from './plannable-document.js';
import { InvalidOperation, UnsupportedSupergraph, type PlannedOperation, type PlanRequest } from './planner.js';
import { answerIntrospection } from './introspection-answer.js';
import { repairPlanner } from './planner-repair.js';
import { refuseUnserved } from './refusals.js';
import { restoreFields } from './restore-fields.js';
import { withStandIns, type StandIns } from './stand-ins.js';
import { withoutDefer } from './without-defer.js';
import { withoutNamedFragments } from './without-named-fragments.js';
import { withoutUnauthorised } from './without-unauthorised.js';

/** One composed supergraph with all that planning an operation of it needs. */
export class PlannableSupergraph {
  readonly facts: SupergraphFacts;
  private readonly clientSchema: GraphQLSchema;
  private readonly rules: AccessRules;
  private readonly overrides: Map<string, boolean>;
  private readonly interfaceObjects: ReadonlySet<string>;
  /** Of all fields. */
  private readonly names: readonly string[];

  private constructor(
    id: string,
    supergraph: Supergraph,
    join: JoinReader,
    private readonly planner: QueryPlanner,
    private readonly standIns: StandIns | undefined,
  ) {
    this.clientSchema = supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true });
    this.rules = AccessRules.read(supergraph.schema, join);
    this.interfaceObjects = new Set(
      supergraph.schema.interfaceTypes().flatMap((type) => (join.isInterfaceObject(type) ? [type.name] : [])),
    );
    this.overrides = decidedOverrides(supergraph.schema, join);
    this.names = supergraph.schema.types().flatMap(fieldNamesOf);
    this.facts = {
      id,
      apiSdl: printSchema(this.clientSchema),
      subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
      grantsInUse: this.rules.grantsInUse,
    };
  }

  /** Errors: `UnsupportedSupergraph`. */
  static build(supergraphSdl: string): PlannableSupergraph {
    repairPlanner();
    try {
      const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
      const join = new JoinReader(supergraph.schema);
      refuseUnserved(supergraph.schema, join);
      const rewritten = withStandIns(supergraphSdl, supergraph.schema, join);
      const planned = rewritten?.document === undefined ? supergraph : readRewritten(rewritten.document);
      const planner = new QueryPlanner(planned, PLANNER_CONFIG);
      return new PlannableSupergraph(idOf(supergraphSdl), supergraph, join, planner, rewritten?.standIns);
    } catch (thrown) {
      if (thrown instanceof UnsupportedSupergraph) throw thrown;
      throw new UnsupportedSupergraph(`this is not a supergraph: ${messageOf(thrown)}`, { cause: thrown });
    }
  }

  /** Errors: `InvalidOperation`; `ExposureError` `OPERATION_TOO_COMPLEX`, `INTERNAL` when the planner fails. */
  plan({ document, operationName, keepsDefer, grants }: PlanRequest): PlannedOperation {
    try {
      const asked = readClientOperation(document, operationName, this.clientSchema);
      const allowed = withoutUnauthorised(asked, this.clientSchema, this.rules, grants);
      if (!keepsDefer || !this.defers(asked)) return this.planInOnePiece(allowed);
      try {
        return this.planAllowed(allowed);
      } catch (thrown) {
        // The planner fails over some deferred fragments that it plans well without the directive.
        if (isPlannersFailure(thrown)) return this.planInOnePiece(allowed);
        throw thrown;
      }
    } catch (thrown) {
      throw toPlanningError(thrown);
    }
  }

  /**
   * Servers may defer, they never must. Changes come in one piece, and so does everything of a supergraph with interface
   * objects: of which type a thing is may be known only after the part that it is in.
   */
  private defers({ operation }: ClientOperation): boolean {
    return operation.operation === OperationTypeNode.QUERY && this.interfaceObjects.size === 0;
  }

  private planInOnePiece({ operation, unauthorised }: AllowedOperation): PlannedOperation {
    return this.planAllowed({ operation: withoutDefer(operation), unauthorised });
  }

  private planAllowed({ operation, unauthorised }: AllowedOperation): PlannedOperation {
    const { document: kept, labels } = labelDeferred(toDocument(operation));
    const text = print(kept);
    const keySuffix = freeSuffix((suffix) => this.names.some((name) => name.endsWith(suffix)) || text.includes(suffix));
    const introspection = answerIntrospection(this.clientSchema, kept);
    const plan = this.planPlannable(kept, keySuffix);
    return { plan, document: text, unauthorised, keySuffix, labels, ...(introspection && { introspection }) };
  }

  private planPlannable(document: DocumentNode, keySuffix: string): QueryPlan {
    const planned = (asked: DocumentNode) =>
      this.buildPlan(toPlannable(withConcreteConditions(asked, this.clientSchema, this.interfaceObjects), keySuffix));
    try {
      return planned(document);
    } catch (thrown) {
      // What is wrong with a condition may hang on where its fragment is spread; written out, each place is its own.
      const plain = isPlannersFailure(thrown) ? withoutNamedFragments(document) : undefined;
      if (plain === undefined) throw thrown;
      return planned(plain);
    }
  }

  private buildPlan(document: DocumentNode): QueryPlan {
    const plan = this.planner.buildQueryPlan(this.toOperation(document), { overrideConditions: this.overrides });
    return this.standIns === undefined ? plan : restoreFields(plan, this.standIns);
  }

  private toOperation(document: DocumentNode): Operation {
    try {
      return operationFromDocument(this.planner.supergraph.apiSchema(), document, { validate: false });
    } catch (thrown) {
      if (thrown instanceof GraphQLError) throw new InvalidOperation([{ message: thrown.message }]);
      throw thrown;
    }
  }
}

/** Was validated before it was rewritten, and is no longer what composition would write. */
function readRewritten(document: DocumentNode): Supergraph {
  return Supergraph.build(document, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
}

function fieldNamesOf(type: NamedType): string[] {
  return isObjectType(type) || isInterfaceType(type) ? type.fields().map(({ name }) => name) : [];
}

type AllowedOperation = ReturnType<typeof withoutUnauthorised>;

/** Limits of the planner that have no error class; the second one names a number after this. */
const LIMIT_MESSAGES = ['Exceeded maximum recursive selections', 'Number of non-local selections exceeds limit'];

/** `restoreFields` reads the fetches one selection at a time, so they have no fragments of their own. */
const PLANNER_CONFIG = { reuseQueryFragments: false, incrementalDelivery: { enableDefer: true } };

/** Neither the client's fault nor a limit. */
function isPlannersFailure(thrown: unknown): boolean {
  const error = toPlanningError(thrown);
  return error instanceof ExposureError && error.code === 'INTERNAL';
}

/** The planner quotes the client's document in its errors, so none of them goes any further. */
function toPlanningError(thrown: unknown): Error {
  if (thrown instanceof InvalidOperation || thrown instanceof ExposureError) return thrown;
  if (thrown instanceof RangeError && thrown.message.includes('call stack'))
    return new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'nesting' });
  if (LIMIT_MESSAGES.some((begin) => messageOf(thrown).startsWith(begin)))
    return new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'selections' });
  return new ExposureError('INTERNAL', { during: 'planning' });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
