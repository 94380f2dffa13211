import type { GraphQLSchema } from 'graphql';
import type { Run } from '../execution/run.js';
import { askAboutSubject, type SubjectAnswer } from '../guard/ask-about-subject.js';
import type { GuardChecks } from '../guard/answer-guard.js';
import { prepareEntityOperation, type EntityOperation } from '../guard/entity-operation.js';
import type { ExpectedStep } from '../ports/source-report.js';
import type { Service } from '../ports/service.js';
import { reportAt, type AskedField, type ErrorScope } from './asked-field.js';
import { hold, type Conditions, type VariableValues } from './condition.js';
import type { FetchOperation } from './fetch-operation.js';
import { ownValue, setOwnValue } from './json-object.js';
import type { KeyNames } from './key-names.js';
import { keysOf, objectsAt, type PlanPath } from './places.js';
import type { Project } from './projection.js';
import type { Task } from './step.js';

export interface SubjectStepParts {
  readonly schema: GraphQLSchema;
  readonly service: Service;
  /** What is asked, for all parts of the answer together. */
  readonly operation: FetchOperation;
  readonly path: PlanPath;
  readonly names: KeyNames;
  /** What variables must be for the step to be taken. */
  readonly when: Conditions;
  readonly checks: GuardChecks;
  /** How fields are read whose values go to the client as they are, by response key. */
  readonly finished: ReadonlyMap<string, Project>;
}

/**
 * A step that asks an authority about the subject of the request; its answer passes the guard or is dropped. However many
 * parts of an answer need it, it is taken once for each request.
 */
export class SubjectStep {
  private readonly operationFor: (run: Run) => EntityOperation;
  private readonly at: string;
  private readonly taken = new WeakMap<Run, Promise<SubjectAnswer>>();

  constructor(private readonly parts: SubjectStepParts) {
    const { names, path } = parts;
    this.operationFor = compileOperations(parts);
    this.at = names.toClientPath(keysOf(path)).join('.');
  }

  /** The task of one part: `asked` is what it wants of the answer, and its errors go with `label`. */
  taskFor(asked: readonly AskedField[], scope: ErrorScope, label: string): Task {
    const { service, path } = this.parts;
    const keys = keysOf(path);
    const wanted = new Set(asked.map(({ key }) => key));
    return async (run) => {
      const { faults, cause } = await this.takeOnce(run);
      for (const {
        code,
        path: [, key, ...below],
      } of faults)
        if (typeof key === 'string' && wanted.has(key))
          reportAt(
            run,
            scope,
            { code, service: service.name, ...(cause === undefined ? {} : { cause }) },
            [...keys, key, ...below],
            label,
          );
    };
  }

  /** What is going to be asked with these variables, for the report of what is expected. */
  expected(variables: VariableValues): ExpectedStep | undefined {
    const { service, operation, path, names, when } = this.parts;
    if (!hold(when, variables)) return undefined;
    const at = keysOf(path);
    const paths = operation.asked
      .filter((field) => field.key !== '__typename' && hold(field.when, variables))
      .map(({ key }) => names.toClientPath([...at, key]).join('.'));
    return paths.length === 0 ? undefined : { authority: service.name, paths: [...new Set(paths)] };
  }

  private takeOnce(run: Run): Promise<SubjectAnswer> {
    let answer = this.taken.get(run);
    if (answer === undefined) {
      answer = this.take(run);
      this.taken.set(run, answer);
    }
    return answer;
  }

  private async take(run: Run): Promise<SubjectAnswer> {
    const { service, names, path, checks } = this.parts;
    const operation = this.operationFor(run);
    const objects = objectsAt(run.data, path);
    // Conditions of the client may leave nothing to ask; then there is nobody to disturb.
    if (objects.length === 0 || operation.asked.length === 0) return NOTHING_ASKED;
    const references = [...new Set(objects.map((object) => String(ownValue(object, 'id'))))];
    const answer = await askAboutSubject({
      service,
      operation,
      references,
      context: run.context,
      checks,
      at: this.at,
      toClientKey: (key) => names.toClientKey(key),
    });
    for (const entity of answer.entities)
      if (entity !== null)
        for (const object of objects) for (const key of Object.keys(entity)) setOwnValue(object, key, entity[key]);
    // Whoever derives from a field that is not there must see that.
    for (const {
      path: [, key, ...below],
    } of answer.faults)
      if (below.length === 0) for (const object of objects) Reflect.deleteProperty(object, String(key));
    return answer;
  }
}

const NOTHING_ASKED: SubjectAnswer = { entities: [], faults: [] };

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
