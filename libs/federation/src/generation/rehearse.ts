import { Deadline } from '@app/resilience';
import type { GraphQLSchema } from 'graphql';
import { executeProgram } from '../execution/execute-program.js';
import type { PlannedOperation } from '../planning/planner.js';
import type { SubjectContext } from '../ports/engine-context.js';
import { compileProgram, type ProgramContext } from '../program/compile-program.js';
import { STUB_SUBJECT, StubService } from './stub-service.js';

/** A rehearsal asks nobody, so only a program that never ends takes as long. */
const REHEARSAL_MS = 10_000;

/**
 * Runs a registered operation against stubs, so that what is wrong with it is found before anybody asks, and the first
 * who ask find everything warm.
 *
 * Errors: `Error` that says what is wrong.
 */
export async function rehearse(
  context: ProgramContext,
  schema: GraphQLSchema,
  planned: PlannedOperation,
): Promise<void> {
  const services = new Map(
    [...context.services.keys()].map((name) => [name, new StubService(name, context.supergraph)]),
  );
  const program = compileProgram({ ...context, services }, planned);
  using deadline = Deadline.after(REHEARSAL_MS);
  const execution = await executeProgram(program, schema, {}, stubContext(deadline));
  const errors = [...execution.errors];
  if (execution.kind === 'incremental')
    for await (const { parts } of execution.later) errors.push(...parts.flatMap((part) => part.errors));
  const [first] = errors;
  // Variables that it needs are not known here.
  if (first === undefined || first.code === 'VARIABLES_INVALID') return;
  const cause = first.cause instanceof Error ? first.cause.message : (first.detail ?? '');
  throw new Error(`${first.code} at ${(first.path ?? []).join('.')} ${cause}`.trim());
}

function stubContext(deadline: Deadline): SubjectContext {
  return {
    subject: {
      citizenId: STUB_SUBJECT,
      recordOwnerFor: () => STUB_SUBJECT,
      tokenFor: () => Promise.reject(new Error('a rehearsal asks nobody')),
    },
    report: { expect: () => undefined, record: () => undefined },
    deadline,
    transactionId: STUB_SUBJECT,
    isRehearsal: true,
  };
}
