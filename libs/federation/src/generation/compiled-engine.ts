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

export class CompiledEngine implements Engine {
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
   * Builds the next generation aside and lets new requests run in it; those under way end in the one they began in.
   *
   * Errors: as `Generation.build`; the present one stays in force then.
   */
  async swap(parts: GenerationParts): Promise<void> {
    const next = await Generation.build(this.planner, parts);
    const previous = this.current;
    this.current = next;
    previous.retire();
  }

  async stop(): Promise<void> {
    this.current.retire();
    await this.planner.stop();
  }
}

/** The generation is held until the last part is out, or nobody wants it any more. */
function holding(later: AsyncIterable<DeliveredParts>, held: Disposable): AsyncIterableIterator<DeliveredParts> {
  const parts = later[Symbol.asyncIterator]();
  const letGo = <Result extends IteratorResult<DeliveredParts>>(result: Result): Result => {
    if (result.done === true) held[Symbol.dispose]();
    return result;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => letGo(await parts.next()),
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
