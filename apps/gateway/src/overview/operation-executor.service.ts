import type { Engine, Execution, SubjectContext } from '@app/federation';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { AdmittedOperation } from '../admission/admitted-operation.js';

/** An operation, and whether its client takes deferred parts later. */
export type ExecutableOperation = AdmittedOperation & { readonly isIncremental: boolean };

/** Executes admitted operations on the engine that the configuration chose. */
export class OperationExecutor implements OnApplicationShutdown {
  constructor(private readonly engine: Engine) {}

  get supergraphId(): string {
    return this.engine.supergraphId;
  }

  execute(operation: ExecutableOperation, context: SubjectContext): Promise<Execution> {
    return this.engine.execute(operation, context);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.engine.stop();
  }
}
