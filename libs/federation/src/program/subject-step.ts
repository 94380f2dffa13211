import type { GraphQLSchema } from 'graphql';
import type { Run } from '../execution/run.js';
import { askAboutSubject } from '../guard/ask-about-subject.js';
import type { GuardChecks } from '../guard/answer-guard.js';
import { prepareEntityOperation, type EntityOperation } from '../guard/entity-operation.js';
import type { ExpectedStep } from '../ports/source-report.js';
import type { Service } from '../ports/service.js';
import type { ErrorScope } from './asked-field.js';
import { hold, type Conditions, type VariableValues } from './condition.js';
import type { FetchOperation } from './fetch-operation.js';
import { ownValue, setOwnValue } from './json-object.js';
import { keysOf, objectsAt } from './places.js';
import type { Project } from './projection.js';
import type { Task } from './step.js';

export interface SubjectStepParts {
  readonly schema: GraphQLSchema;
  readonly service: Service;
  readonly operation: FetchOperation;
  readonly scope: ErrorScope;
  /** What variables must be for the step to be taken. */
  readonly when: Conditions;
  readonly checks: GuardChecks;
  /** How fields are read whose values go to the client as they are, by response key. */
  readonly finished: ReadonlyMap<string, Project>;
}

/** A step that asks an authority about the subject of the request; its answer passes the guard or is dropped. */
export function compileSubjectStep(parts: SubjectStepParts): Task {
  const { service, scope, checks } = parts;
  const at = scope.names.toClientPath(keysOf(scope.path)).join('.');
  const operationFor = compileOperations(parts);
  const toClientKey = (key: string) => scope.names.toClientKey(key);
  return async (run) => {
    const operation = operationFor(run);
    const objects = objectsAt(run.data, scope.path);
    // Conditions of the client may leave nothing to ask; then there is nobody to disturb.
    if (objects.length === 0 || operation.asked.length === 0) return;
    const references = [...new Set(objects.map((object) => String(ownValue(object, 'id'))))];
    const answer = await askAboutSubject({
      service,
      operation,
      references,
      context: run.context,
      checks,
      at,
      toClientKey,
    });
    for (const entity of answer.entities)
      if (entity !== null)
        for (const object of objects) for (const key of Object.keys(entity)) setOwnValue(object, key, entity[key]);
    for (const { code, path } of answer.faults) {
      const [, key, ...below] = path;
      // Whoever derives from it must see that it is not there.
      if (below.length === 0) for (const object of objects) Reflect.deleteProperty(object, String(key));
      const keys = keysOf(scope.path);
      if (scope.isVisible([...keys, String(key)]))
        run.report(scope.label, {
          code,
          service: service.name,
          path: scope.names.toClientPath([...keys, ...path.slice(1)]),
          ...(answer.cause === undefined ? {} : { cause: answer.cause }),
        });
    }
  };
}

/** What the step is going to ask with these variables, for the report of what is expected. */
export function expectedOf(
  { service, operation, scope, when: taken }: SubjectStepParts,
  variables: VariableValues,
): ExpectedStep | undefined {
  if (!hold(taken, variables)) return undefined;
  const at = keysOf(scope.path);
  const paths = operation.asked
    .filter(({ key, when }) => key !== '__typename' && hold(when, variables))
    .map(({ key }) => scope.names.toClientPath([...at, key]).join('.'));
  return paths.length === 0 ? undefined : { authority: service.name, paths: [...new Set(paths)] };
}

/** Variants kept of a step whose text depends on variables: their values go with the text, so they are prepared together. */
const VARIANTS_MAX = 16;

function compileOperations({ schema, operation, finished }: SubjectStepParts): (run: Run) => EntityOperation {
  const variants = new Map<string, EntityOperation>();
  return ({ variables }) => {
    const key = operation.variables.map((name) => JSON.stringify(variables[name]) ?? '').join();
    let variant = variants.get(key);
    if (variant === undefined) {
      variant = prepareEntityOperation(schema, operation.text, variables, finished);
      const oldest = variants.keys().next();
      if (variants.size >= VARIANTS_MAX && oldest.done !== true) variants.delete(oldest.value);
      variants.set(key, variant);
    }
    // What goes to the client as it is may have conditions of its own below.
    return finished.size === 0 ? variant : { ...variant, variables };
  };
}
