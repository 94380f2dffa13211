import type { RegisteredOperations } from '../admission/registered-operations.service.js';
import type { OperationExecutor } from './operation-executor.service.js';
import { Deadline } from '@app/resilience';

/** Long enough to plan on a busy machine. */
const REHEARSAL_MS = 30_000;

/**
 * Plans and prepares every registered operation without asking anybody, so that no citizen waits for it and a document
 * that does not fit the schema stops the start.
 *
 * Errors: `Error` that names the operation and what is wrong with it.
 */
export async function rehearse(operations: RegisteredOperations, executor: OperationExecutor): Promise<void> {
  using deadline = Deadline.after(REHEARSAL_MS);
  for (const { name, document } of operations.all()) {
    const { data, errors = [] } = await executor.execute(
      { document, label: name },
      {
        subject: {
          citizenId: 'rehearsal',
          recordOwnerFor: () => '',
          tokenFor: () => Promise.reject(new Error('a rehearsal asks nobody')),
        },
        report: { expect: () => undefined, record: () => undefined },
        deadline,
        transactionId: 'rehearsal',
        isRehearsal: true,
      },
    );
    if (data === undefined || data === null)
      throw new Error(`the registered operation ${name} cannot run: ${JSON.stringify(errors)}`);
  }
}
