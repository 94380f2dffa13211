import { buildSchema, type GraphQLSchema } from 'graphql';
import { executeProgram } from '../../src/execution/execute-program.js';
import { createInThreadPlanner } from '../../src/planning/in-thread-planner.js';
import { NO_GRANTS, type PlannedOperation, type PlannedSupergraph } from '../../src/planning/planner.js';
import type { GuardChecks } from '../../src/guard/answer-guard.js';
import type { SubjectContext } from '../../src/ports/engine-context.js';
import type { DeliveredParts, Execution, IncrementalExecution } from '../../src/ports/execution.js';
import type { OwnSubgraph } from '../../src/ports/own-subgraph.js';
import { compileProgram } from '../../src/program/compile-program.js';
import { compileMerge } from '../../src/program/merge.js';
import type { Program } from '../../src/program/program.js';
import { parseSupergraph, type Supergraph } from '../../src/supergraph/supergraph.js';
import { composed } from '../planning/composed.js';
import { aContext } from './a-context.js';
import { HeldService, type HeldCall } from './held-service.js';

export interface WorldParts {
  /** SDL by name of the subgraph, without the link to the federation specification. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Beside the usual directives, as in `@link`. */
  readonly imports?: readonly string[];
  /** Answers of subgraphs that are given at once; the others are left to the test. */
  readonly respond?: Readonly<Record<string, (call: HeldCall) => unknown>>;
  readonly own?: OwnSubgraph;
  readonly guard?: { readonly checks: GuardChecks };
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly isIncremental?: boolean;
  readonly context?: SubjectContext;
}

/** A composed supergraph, planned and compiled in-process, over services that the test holds in its hands. */
export class FederatedWorld {
  private readonly services: ReadonlyMap<string, HeldService>;

  private constructor(
    private readonly planned: PlannedSupergraph,
    readonly apiSchema: GraphQLSchema,
    readonly supergraph: Supergraph,
    private readonly parts: WorldParts,
  ) {
    const names = Object.keys(parts.subgraphs).filter((name) => name !== parts.own?.name);
    this.services = new Map(names.map((name) => [name, new HeldService(name, parts.respond?.[name])]));
  }

  static async of(parts: WorldParts): Promise<FederatedWorld> {
    const sdl = composed(parts.subgraphs, parts.imports);
    const planned = await createInThreadPlanner().load(sdl);
    return new FederatedWorld(planned, buildSchema(planned.apiSdl), parseSupergraph(sdl), parts);
  }

  service(name: string): HeldService {
    const service = this.services.get(name);
    if (service === undefined) throw new RangeError(`there is no subgraph ${name}`);
    return service;
  }

  plan(document: string, isIncremental = false): Promise<PlannedOperation> {
    return this.planned.plan({ document, keepsDefer: isIncremental, grants: NO_GRANTS });
  }

  async compile(document: string, isIncremental = false): Promise<Program> {
    const { guard, own } = this.parts;
    return compileProgram(
      {
        apiSchema: this.apiSchema,
        supergraph: this.supergraph,
        mergeInto: compileMerge(this.supergraph.schema),
        services: this.services,
        ...(guard === undefined ? {} : { guard }),
        ...(own === undefined ? {} : { own }),
      },
      await this.plan(document, isIncremental),
    );
  }

  async ask(document: string, options: AskOptions = {}): Promise<Execution> {
    return this.run(await this.compile(document, options.isIncremental), options);
  }

  run(program: Program, { variables = {}, context = aContext() }: AskOptions = {}): Promise<Execution> {
    return executeProgram(program, this.apiSchema, variables, context);
  }

  /** Of an answer in parts; anything else is a fault of the test. */
  async askInParts(document: string, options: AskOptions = {}): Promise<PartedAnswer> {
    const execution = await this.ask(document, { ...options, isIncremental: true });
    if (execution.kind !== 'incremental') throw new TypeError(`an answer in one piece: ${JSON.stringify(execution)}`);
    return { ...execution, parts: execution.later[Symbol.asyncIterator]() };
  }
}

export interface PartedAnswer extends IncrementalExecution {
  /** Takes the batches one by one. */
  readonly parts: AsyncIterator<DeliveredParts>;
}

/** The batch that comes next; a fault of the test when there is none. */
export async function nextBatch({ parts }: PartedAnswer): Promise<DeliveredParts> {
  const result = await parts.next();
  if (result.done === true) throw new RangeError('there are no more parts');
  return result.value;
}

/** Answers what is asked of `_entities`, one entity for each representation. */
export function entitiesBy(find: (representation: Readonly<Record<string, unknown>>) => unknown) {
  return ({ variables }: HeldCall) => {
    const representations = variables['representations'];
    return { data: { _entities: Array.isArray(representations) ? representations.map(find) : [] } };
  };
}
