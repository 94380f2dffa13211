import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import { isErrorCode } from '@app/errors';
import { extendSchema, getVariableValues, parse, type GraphQLSchema } from 'graphql';
import { ALL_CHECKS } from '../guard/answer-guard.js';
import { BoundedCache } from '../generation/bounded-cache.js';
import type { GenerationParts } from '../generation/generation.js';
import { InvalidOperation } from '../planning/planner.js';
import { makeApolloSafe } from '../planning/apollo-environment.js';
import type { Engine, EngineOperation } from '../ports/engine.js';
import type { EngineContext } from '../ports/engine-context.js';
import type { Execution, ExecutionError, ResponseData } from '../ports/execution.js';
import { isObject } from '../program/json-object.js';
import { parseSupergraph } from '../supergraph/supergraph.js';
import { AuthorityDataSource } from './authority.data-source.js';
import { OwnSubgraphDataSource } from './own-subgraph.data-source.js';
import { ReferenceOperation } from './reference-operation.js';

export interface ReferenceEngineOptions extends GenerationParts {
  readonly logger: EngineLogger;
}

/** What Apollo's gateway logs with; plain sentences, no data. */
export interface EngineLogger {
  debug(message?: unknown): void;
  info(message?: unknown): void;
  warn(message?: unknown): void;
  error(message?: unknown): void;
}

/**
 * Apollo's own gateway as executor, each authority reached through the guard. Slower than ours, and it answers in one
 * piece; what a missing source lacks is `null` to it. For comparison and for a bad day.
 *
 * Errors: throws when the environment switches a planner limit off, and for a registered operation that is not valid.
 */
export async function createReferenceEngine(options: ReferenceEngineOptions): Promise<Engine> {
  const { supergraphSdl, own, services, guard, logger, registered = [] } = options;
  makeApolloSafe(process.env); // oxlint-disable-line node/no-process-env -- Apollo reads these variables itself
  const supergraph = parseSupergraph(supergraphSdl);
  const sources = new Map<string, GraphQLDataSource>(
    own === undefined ? [] : [[own.name, new OwnSubgraphDataSource(own)]],
  );
  for (const [name, service] of services)
    sources.set(name, new AuthorityDataSource(service, supergraph.schema, guard?.checks ?? ALL_CHECKS));
  // Loaded when it is wanted: it takes as long as all the rest of an app, which runs without it.
  const apollo = await import('@apollo/gateway');
  const gateway = new apollo.ApolloGateway({
    supergraphSdl,
    logger,
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => {
      const source = sources.get(name);
      if (source === undefined) throw new TypeError(`the supergraph names ${name}, which is not configured`);
      return source;
    },
  });
  const { schema, executor } = await gateway.load();
  const clientSchema = extendSchema(schema, DEFER);
  const engine = new ReferenceEngine(gateway, clientSchema, schema, executor, supergraph.id, options);
  for (const { name, document } of registered) engine.check(name, document);
  return engine;
}

/** Apollo's gateway does not know it; everything is waited for. */
const DEFER = parse('directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT');

type Executor = ApolloGateway['executor'];

/** Operations kept read. */
const OPERATIONS_MAX = 500;

class ReferenceEngine implements Engine {
  private readonly operations = new BoundedCache<string, ReferenceOperation>(OPERATIONS_MAX);

  constructor(
    private readonly gateway: ApolloGateway,
    readonly schema: GraphQLSchema,
    private readonly executedSchema: GraphQLSchema,
    private readonly executor: Executor,
    readonly supergraphId: string,
    private readonly options: ReferenceEngineOptions,
  ) {}

  /** Errors: `Error` that names the operation and what is wrong with it. */
  check(name: string, document: string): void {
    try {
      this.operationOf({ document });
    } catch (thrown) {
      const faults = thrown instanceof InvalidOperation ? thrown.faults.map(({ message }) => message).join(' ') : '';
      throw new Error(`the registered operation ${name} cannot run: ${faults}`, { cause: thrown });
    }
  }

  async execute(request: EngineOperation, context: EngineContext): Promise<Execution> {
    try {
      const operation = this.operationOf(request);
      const declared = operation.definition.variableDefinitions ?? [];
      const { errors: refused } = getVariableValues(this.schema, declared, request.variables ?? {}, { maxErrors: 10 });
      if (refused !== undefined)
        return {
          kind: 'complete',
          errors: refused.map(({ message }) => ({ code: 'VARIABLES_INVALID', detail: message })),
        };
      return await this.run(operation, request.variables ?? {}, context);
    } catch (thrown) {
      if (!(thrown instanceof InvalidOperation))
        return { kind: 'complete', errors: [{ code: 'INTERNAL', cause: thrown }] };
      return {
        kind: 'complete',
        errors: thrown.faults.map(({ message, locations }) => ({
          code: 'OPERATION_INVALID',
          detail: message,
          ...(locations === undefined ? {} : { locations }),
        })),
      };
    }
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
  }

  private operationOf({ document, operationName }: EngineOperation): ReferenceOperation {
    const key = JSON.stringify([operationName ?? null, document]);
    let operation = this.operations.find(key);
    if (operation === undefined) {
      operation = ReferenceOperation.read(this.schema, document, operationName, this.options.own);
      this.operations.keep(key, operation);
    }
    return operation;
  }

  private async run(
    operation: ReferenceOperation,
    variables: Readonly<Record<string, unknown>>,
    context: EngineContext,
  ): Promise<Execution> {
    const early = await this.runEarly(operation, variables, context);
    const late = await operation.runLate(variables, context);
    const data = early.data === null ? null : operation.inOrder({ ...early.data, ...late.data });
    const errors = [...early.errors, ...late.errors].map(toExecutionError);
    return early.data === undefined ? { kind: 'complete', errors } : { kind: 'complete', data, errors };
  }

  private async runEarly(
    { early, text }: ReferenceOperation,
    variables: Readonly<Record<string, unknown>>,
    context: EngineContext,
  ): Promise<{ data?: ResponseData | null; errors: readonly ReferenceError[] }> {
    if (early === undefined) return { data: {}, errors: [] };
    const { data, errors = [] } = await this.executor({
      request: { query: text, variables: { ...variables } },
      document: early,
      source: text,
      operationName: null,
      queryHash: text,
      schema: this.executedSchema,
      context,
      logger: this.options.logger,
      metrics: {},
      overallCachePolicy: { restrict: () => undefined },
    } as unknown as Parameters<Executor>[0]);
    if (data === undefined) return { errors };
    return { data: isObject(data) ? data : null, errors };
  }
}

interface ReferenceError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly originalError?: unknown;
}

function toExecutionError({ message, path, extensions, originalError }: ReferenceError): ExecutionError {
  const code = extensions?.['code'];
  const service = extensions?.['authority'];
  const isOurs = isErrorCode(code);
  return {
    code: isOurs ? code : 'INTERNAL',
    detail: message,
    ...(path === undefined ? {} : { path }),
    ...(typeof service === 'string' ? { service } : {}),
    ...(isOurs ? {} : { cause: originalError ?? new Error(message) }),
  };
}
