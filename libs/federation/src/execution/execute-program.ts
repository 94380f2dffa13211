import { getVariableValues, type GraphQLSchema } from 'graphql';
import type { EngineContext } from '../ports/engine-context.js';
import type { CompleteExecution, Execution } from '../ports/execution.js';
import { Findings } from '../program/projection.js';
import type { Program } from '../program/program.js';
import { setOwnValue } from '../program/json-object.js';
import { deliverLater } from './deliver-later.js';
import { isAbout } from './is-about.js';
import { unexplained } from './unexplained-faults.js';
import { FIRST_PART, Run } from './run.js';

const NO_VARIABLES: Readonly<Record<string, unknown>> = {};

/**
 * Runs a program: fetches, projects what is not deferred, and hands the rest out as it arrives. Never rejects for what
 * clients and subgraphs do.
 */
export async function executeProgram(
  program: Program,
  schema: GraphQLSchema,
  given: Readonly<Record<string, unknown>>,
  context: EngineContext,
): Promise<Execution> {
  const coerced = coerceVariables(program, schema, given);
  if ('errors' in coerced) return coerced;
  const run = new Run(coerced.values, context);
  context.report.expect(program.expectedSteps(run));
  await run.track(() => program.fetch(run));
  for (const task of program.late.get(FIRST_PART) ?? []) await task(run);
  // After everything that subgraphs say of the root, which is no word of theirs.
  const introspection = program.introspect(run.variables);
  for (const key of Object.keys(introspection)) setOwnValue(run.data, key, introspection[key]);

  const findings = new Findings(run.variables);
  const data = program.projection.project(run.data, findings) ?? null;
  if (data === null) findings.nullRests(0);
  const reported = run.takeErrors(FIRST_PART, (error) => isAbout(data, error));
  const errors = [...program.unauthorised, ...reported, ...unexplained(findings.faults, reported)];
  if (findings.places.length === 0) return { kind: 'complete', data, errors };
  return { kind: 'incremental', data, errors, ...deliverLater(program, run, findings, { data, errors }) };
}

type Coerced = { readonly values: Readonly<Record<string, unknown>> } | CompleteExecution;

function coerceVariables(
  { definition, conditionVariables }: Program,
  schema: GraphQLSchema,
  given: Readonly<Record<string, unknown>>,
): Coerced {
  const declared = definition.variableDefinitions;
  if (declared === undefined || declared.length === 0) return { values: NO_VARIABLES };
  const { coerced, errors } = getVariableValues(schema, declared, given, { maxErrors: 10 });
  if (errors !== undefined)
    return {
      kind: 'complete',
      errors: errors.map(({ message, locations }) => ({
        code: 'VARIABLES_INVALID',
        detail: message,
        ...(locations === undefined ? {} : { locations }),
      })),
    };
  // Validation lets null through where the variable has a default, and nobody knows what a condition of null means.
  const undecided = conditionVariables.find((name) => coerced[name] === null);
  if (undecided === undefined) return { values: coerced };
  return {
    kind: 'complete',
    errors: [{ code: 'VARIABLES_INVALID', detail: `$${undecided} decides a condition and is null` }],
  };
}
