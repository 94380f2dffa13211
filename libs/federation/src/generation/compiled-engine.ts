import { ExposureError } from '@app/errors';
import type { GraphQLSchema } from 'graphql';
import { executeProgram } from '../execution/execute-program.js';
import { InvalidOperation, type Planner } from '../planning/planner.js';
import type { Engine, EngineOperation } from '../ports/engine.js';
import type { EngineContext } from '../ports/engine-context.js';
import type { DeliveredParts, Execution, ExecutionError } from '../ports/execution.js';
import { Generation, type GenerationParts } from './generation.js';

export interface EngineOptions extends GenerationParts {
  /** Stopped with the engine. */
  readonly planner: Planner;
}

/**
 * Our own executor over Apollo's plans.
 *
 * Errors: as `Generation.build`.
 */
export async function createEngine({ planner, ...parts }: EngineOptions): Promise<CompiledEngine> {
  return new CompiledEngine(planner, await Generation.build(planner, parts));
}

/** A generation that is ready to serve and serves nobody yet. */
export interface NextGeneration {
  readonly supergraphId: string;
  /** New requests run in it from now on; those under way end in the one they began in. Once, and instead of `discard`. */
  enter(): void;
  /** It is not wanted after all. */
  discard(): void;
}

export class CompiledEngine implements Engine {
  private retired = 0;

  constructor(
    private readonly planner: Planner,
    private current: Generation,
  ) {}

  get schema(): GraphQLSchema {
    return this.current.schema;
  }

  get supergraphId(): string {
    return this.current.supergraphId;
  }

  /** Generations that are held in memory: the present one, and older ones with requests under way. */
  get generations(): number {
    return 1 + this.retired;
  }

  async execute(operation: EngineOperation, context: EngineContext): Promise<Execution> {
    const generation = this.current;
    const held = generation.hold();
    let execution: Execution | undefined;
    try {
      const program = await generation.programFor(operation);
      execution = await executeProgram(program, generation.schema, operation.variables ?? {}, context);
    } catch (thrown) {
      execution = { kind: 'complete', errors: refusalsOf(thrown) };
    }
    if (execution.kind === 'complete') {
      held[Symbol.dispose]();
      return execution;
    }
    return { ...execution, later: holding(execution.later, held) };
  }

  /**
   * Builds the next generation aside, warm; nothing changes for anybody until it is entered.
   *
   * Errors: as `Generation.build`.
   */
  async prepare(parts: GenerationParts): Promise<NextGeneration> {
    const next = await Generation.build(this.planner, parts);
    return {
      supergraphId: next.supergraphId,
      enter: () => this.enter(next),
      discard: () => void next.retire(),
    };
  }

  /**
   * Prepares the next generation and enters it.
   *
   * Errors: as `prepare`; the present one stays in force then.
   */
  async swap(parts: GenerationParts): Promise<void> {
    const next = await this.prepare(parts);
    next.enter();
  }

  async stop(): Promise<void> {
    void this.current.retire();
    await this.planner.stop();
  }

  private enter(next: Generation): void {
    const previous = this.current;
    this.current = next;
    this.retired += 1;
    void previous.retire().then(() => (this.retired -= 1));
  }
}

/** The generation is held until the last part is out, or nobody wants it any more. */
function holding(later: AsyncIterable<DeliveredParts>, held: Disposable): AsyncIterableIterator<DeliveredParts> {
  const parts = later[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      try {
        const result = await parts.next();
        if (result.done === true) held[Symbol.dispose]();
        return result;
      } catch (thrown) {
        held[Symbol.dispose]();
        throw thrown;
      }
    },
    return: async () => {
      held[Symbol.dispose]();
      await parts.return?.();
      return { done: true, value: undefined };
    },
  };
}

function refusalsOf(thrown: unknown): ExecutionError[] {
  if (thrown instanceof InvalidOperation)
    return thrown.faults.map(({ message, locations }) => ({
      code: 'OPERATION_INVALID',
      detail: message,
      ...(locations === undefined ? {} : { locations }),
    }));
  if (thrown instanceof ExposureError) return [{ code: thrown.code, cause: thrown }];
  return [{ code: 'INTERNAL', cause: thrown }];
}
