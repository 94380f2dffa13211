import { buildSchema, type GraphQLSchema } from 'graphql';
import type { GuardChecks } from '../guard/answer-guard.js';
import { InvalidOperation, NO_GRANTS, type Grants, type PlannedSupergraph, type Planner } from '../planning/planner.js';
import type { EngineOperation } from '../ports/engine.js';
import type { OwnSubgraph } from '../ports/own-subgraph.js';
import type { Service } from '../ports/service.js';
import { compileProgram, type ProgramContext } from '../program/compile-program.js';
import { compileMerge } from '../program/merge.js';
import type { Program } from '../program/program.js';
import { parseSupergraph } from '../supergraph/supergraph.js';
import { rehearse } from './rehearse.js';
import { BoundedCache } from './bounded-cache.js';

export interface RegisteredOperation {
  readonly name: string;
  readonly document: string;
}

/** What a generation is made of. */
export interface GenerationParts {
  readonly supergraphSdl: string;
  /** Subgraphs by name; each of the supergraph's must be here, but for the host's own. */
  readonly services: ReadonlyMap<string, Service>;
  readonly own?: OwnSubgraph;
  /** Present: every service is believed about the subject of the request only (docs/architecture.md). */
  readonly guard?: { readonly checks: GuardChecks };
  /** Operations that are planned, compiled and rehearsed before the generation serves anybody. */
  readonly registered?: readonly RegisteredOperation[];
}

/** Programs kept beside those of registered documents. */
const PROGRAMS_MAX = 100;

/**
 * Everything that an execution needs, for one supergraph and one set of services. Immutable, but for the programs that
 * it compiles on the way. Whoever runs in it holds it; it is freed when it is retired and the last one lets go.
 */
export class Generation {
  private readonly registered = new Set<string>();
  /** By document, then by variant: name of the operation, `@defer`, grants. */
  private readonly programs = new BoundedCache<string, Map<string, Promise<Program>>>(PROGRAMS_MAX);
  private readonly whenFreed = Promise.withResolvers<void>();
  private holders = 0;
  private isRetired = false;

  private constructor(
    readonly schema: GraphQLSchema,
    private readonly planned: PlannedSupergraph,
    private readonly context: ProgramContext,
  ) {}

  /**
   * Loads, plans and compiles aside; nothing of it is seen by anybody before it is done.
   *
   * Errors: `UnsupportedSupergraph`; `Error` that names a registered operation which cannot run, and why.
   */
  static async build(planner: Planner, parts: GenerationParts): Promise<Generation> {
    const planned = await planner.load(parts.supergraphSdl);
    try {
      const supergraph = parseSupergraph(parts.supergraphSdl);
      const schema = buildSchema(planned.apiSdl, { assumeValidSDL: true });
      const generation = new Generation(schema, planned, {
        apiSchema: schema,
        supergraph,
        mergeInto: compileMerge(supergraph.schema),
        ...parts,
      });
      for (const operation of parts.registered ?? []) await generation.register(operation);
      return generation;
    } catch (thrown) {
      await planned.release();
      throw thrown;
    }
  }

  get supergraphId(): string {
    return this.planned.id;
  }

  /** Requests that run in it now. */
  get running(): number {
    return this.holders;
  }

  /** Pins it for one request. Dispose when the request is over. */
  hold(): Disposable {
    this.holders += 1;
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        this.holders -= 1;
        this.freeIfDone();
      },
    };
  }

  /** No further request is going to hold it. Resolves when it is freed, with the last one that does. */
  retire(): Promise<void> {
    this.isRetired = true;
    this.freeIfDone();
    return this.whenFreed.promise;
  }

  /** Errors: `InvalidOperation`; `ExposureError` `OPERATION_TOO_COMPLEX` or `TOO_BUSY` of the planner. */
  programFor(operation: EngineOperation): Promise<Program> {
    const known = this.programs.find(operation.document)?.get(this.variantOf(operation));
    if (known !== undefined) return known;
    const program = this.compile(operation);
    this.keep(operation, program);
    return program;
  }

  private keep(operation: EngineOperation, program: Promise<Program>): void {
    const { document } = operation;
    const variant = this.variantOf(operation);
    const variants = this.programs.find(document) ?? new Map<string, Promise<Program>>();
    variants.set(variant, program);
    this.programs.keep(document, variants, this.registered.has(document));
    // What failed for want of time or room may succeed another time, and takes no place of others until then.
    program.catch(() => {
      variants.delete(variant);
      if (variants.size === 0) this.programs.forget(document);
    });
  }

  /** Planned for those who may see everything: what they may not is what the requests that come will lack. */
  private async register({ name, document }: RegisteredOperation): Promise<void> {
    this.registered.add(document);
    try {
      for (const isIncremental of document.includes('@defer') ? [false, true] : [false]) {
        const operation = { document, isIncremental, grants: this.planned.grantsInUse };
        const planned = await this.plan(operation);
        this.keep(operation, Promise.resolve(compileProgram(this.context, planned)));
        await rehearse(this.context, this.schema, planned);
      }
    } catch (thrown) {
      throw new Error(`the registered operation ${name} cannot run: ${reasonOf(thrown)}`, { cause: thrown });
    }
  }

  private variantOf({
    document,
    operationName = '',
    isIncremental = false,
    grants = NO_GRANTS,
  }: EngineOperation): string {
    const relevant = this.relevantGrants(grants);
    if (operationName === '' && relevant === NO_GRANTS)
      return isIncremental && document.includes('@defer') ? 'incremental' : '';
    return JSON.stringify([operationName, isIncremental, relevant]);
  }

  /** Grants that the schema never asks for cannot change a plan. */
  private relevantGrants({ isAuthenticated, scopes, policies }: Grants): Grants {
    const inUse = this.planned.grantsInUse;
    const relevant = {
      isAuthenticated: isAuthenticated && inUse.isAuthenticated,
      scopes: scopes.filter((scope) => inUse.scopes.includes(scope)).toSorted(),
      policies: policies.filter((policy) => inUse.policies.includes(policy)).toSorted(),
    };
    const isNone = !relevant.isAuthenticated && relevant.scopes.length === 0 && relevant.policies.length === 0;
    return isNone ? NO_GRANTS : relevant;
  }

  private async compile(operation: EngineOperation): Promise<Program> {
    return compileProgram(this.context, await this.plan(operation));
  }

  private plan({ document, operationName, isIncremental = false, grants = NO_GRANTS }: EngineOperation) {
    return this.planned.plan({
      document,
      ...(operationName === undefined ? {} : { operationName }),
      keepsDefer: isIncremental,
      grants: this.relevantGrants(grants),
    });
  }

  private freeIfDone(): void {
    if (!this.isRetired || this.holders > 0) return;
    this.programs.clear();
    // What the planner cannot free goes with its thread.
    void this.planned.release().catch(() => undefined);
    this.whenFreed.resolve();
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof InvalidOperation) return thrown.faults.map(({ message }) => message).join(' ');
  return thrown instanceof Error ? thrown.message : String(thrown);
}
