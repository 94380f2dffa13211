import { ExposureError, type ErrorCode } from '@app/errors';
import type { Run } from '../execution/run.js';
import type { Failure } from '../execution/failed-paths.js';
import type { ExecutionError, ResponsePath } from '../ports/execution.js';
import type { Service } from '../ports/service.js';
import { reportAt, reportMissing, type AskedField, type ErrorScope } from './asked-field.js';
import { hold, type VariableValues } from './condition.js';
import { EntityRules } from './entity-rules.js';
import type { FetchOperation } from './fetch-operation.js';
import { isObject, ownValue, setOwnValue, type JsonObject } from './json-object.js';
import type { MergeInto } from './merge.js';
import { objectsAt, pathsAt } from './places.js';
import type { FetchNode } from './plan-nodes.js';
import { compileRepresent } from './representation.js';
import { RequestBody, asksAnything } from './request-body.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import { compileRewrites } from './rewrites.js';
import type { Task } from './step.js';
import { readSubgraphAnswer, type SubgraphAnswer, type SubgraphError } from './subgraph-answer.js';

export interface StepParts {
  readonly supergraph: Supergraph;
  readonly mergeInto: MergeInto;
  readonly fetch: FetchNode;
  readonly operation: FetchOperation;
  readonly scope: ErrorScope;
}

/** A subgraph as steps ask it. */
export interface Answerer {
  readonly name: string;
  /** Of the errors that it reports itself. */
  readonly errorCode: ErrorCode;
  /** Whether it can derive a field from a part of what the field requires; what could not be fetched is not there. */
  readonly derivesFromParts: boolean;
  /** Errors: as `Service.call`. `write` makes the body, which not everybody needs. */
  ask(run: Run, write: () => string, representations?: readonly JsonObject[]): Promise<SubgraphAnswer>;
}

export function serviceAnswerer(service: Service): Answerer {
  return {
    name: service.name,
    errorCode: 'AUTHORITY_ERROR',
    derivesFromParts: false,
    ask: (run, write) => service.call({ body: write(), read: readSubgraphAnswer, context: run.context }),
  };
}

/** A step that asks root fields. */
export function compileRootStep(
  { supergraph, mergeInto, fetch, operation, scope }: StepParts,
  answerer: Answerer,
): Task {
  const body = new RequestBody(operation.text, operation.name, operation.variables);
  const rewriteOutput = compileRewrites(supergraph.schema, fetch.outputRewrites);
  // The type of the root is known.
  const wanted = operation.asked.filter(({ name }) => name !== '__typename');
  return async (run) => {
    if (!asksAnything(wanted, run.variables)) return;
    const targets = objectsAt(run.data, scope.path);
    const concerned = new Map(targets.entries());
    if (concerned.size === 0) return;
    try {
      const { data, errors } = await answerer.ask(run, () => body.write(run.variables));
      if (data !== null) {
        rewriteOutput?.(data);
        const told = onlyAsked(data, operation);
        for (const target of targets) mergeInto(target, told);
      }
      for (const error of errors) {
        const described = describe(answerer, error);
        const isPlaced = typeof error.path[0] === 'string' && scope.path.length === 0;
        if (isPlaced) reportAt(run, scope, described, responsePath(error.path, operation));
        else reportMissing(run, scope, operation.asked, concerned, described);
      }
    } catch (thrown) {
      reportMissing(run, scope, operation.asked, concerned, failureOf(answerer, thrown));
    }
  };
}

/** A step that asks about entities which other steps have fetched. */
export function compileEntityStep(parts: StepParts, answerer: Answerer): Task {
  const { supergraph, mergeInto, fetch, operation, scope } = parts;
  const body = new RequestBody(operation.text, operation.name, operation.variables);
  const collect = compileCollect(parts, answerer);
  const rewriteOutput = compileRewrites(supergraph.schema, fetch.outputRewrites);
  return async (run) => {
    if (!asksAnything(operation.asked, run.variables)) return;
    const question = collect(run);
    if (question.texts.length === 0) return;
    try {
      const write = () => body.write(run.variables, question.texts);
      const { data, errors } = await answerer.ask(run, write, question.representations);
      const entities = data === null ? undefined : ownValue(data, '_entities');
      if (Array.isArray(entities)) {
        if (entities.length !== question.texts.length) throw new ExposureError('AUTHORITY_BAD_SHAPE');
        rewriteOutput?.(entities);
        for (const [index, entity] of entities.entries())
          if (isObject(entity)) {
            for (const key of question.unanswerableOf(index)) Reflect.deleteProperty(entity, key);
            for (const target of question.placesOf(index).values()) mergeInto(target, entity);
          }
      } else if (errors.length === 0) throw new ExposureError('AUTHORITY_BAD_SHAPE');
      if (errors.length > 0) reportEntityErrors(run, parts, errors, question, answerer);
    } catch (thrown) {
      reportMissing(run, scope, operation.asked, question.all(), failureOf(answerer, thrown));
    }
  };
}

/** Takes the representations of the entities at a step's place, and reports what cannot be asked. */
function compileCollect({ supergraph, fetch, operation, scope }: StepParts, answerer: Answerer) {
  const represent = compileRepresent(supergraph.schema, fetch.requires ?? []);
  const rewriteInput = compileRewrites(supergraph.schema, fetch.inputRewrites);
  const rules = new EntityRules(supergraph, fetch.serviceName, operation.asked);
  return (run: Run): EntityQuestion => {
    const question = new EntityQuestion();
    const objects = objectsAt(run.data, scope.path);
    const paths = answerer.derivesFromParts || run.failed.isEmpty ? [] : pathsAt(run.data, scope.path);
    for (const [index, object] of objects.entries()) {
      const place = new Map([[index, object]]);
      const representation = represent(object);
      if (representation === undefined) {
        // Of another type, unless nobody could tell of which.
        if (ownValue(object, '__typename') === undefined)
          reportMissing(run, scope, operation.asked, place, skipped(answerer));
        continue;
      }
      rewriteInput?.(representation);
      // Behind an interface object the planner also requires things of types that the subgraph has never heard of.
      if (!rules.isKnown(representation)) continue;
      const failure = withoutFailed(representation, run, paths[index]);
      // What it hangs on is missing and has been reported; what hangs on it is missing, too.
      const error = failure ?? skipped(answerer);
      if (!rules.isIdentified(representation)) reportMissing(run, scope, operation.asked, place, error);
      else {
        const unanswerable = answerer.derivesFromParts ? [] : rules.unanswerable(representation);
        if (unanswerable.length > 0) reportMissing(run, scope, unanswerable, place, error);
        if (asksMore(operation, run.variables, representation, unanswerable))
          question.add(representation, index, object, unanswerable);
      }
    }
    return question;
  };
}

/** Whether anything is asked of an entity beside what cannot be answered. */
function asksMore(
  { asked }: FetchOperation,
  variables: VariableValues,
  representation: JsonObject,
  unanswerable: readonly AskedField[],
): boolean {
  if (unanswerable.length === 0) return true;
  const typename = ownValue(representation, '__typename');
  return asked.some((field) => !unanswerable.includes(field) && hold(field.when, variables) && field.isOn(typename));
}

function skipped({ name }: Answerer): Omit<ExecutionError, 'path'> {
  return { code: 'AUTHORITY_SKIPPED', service: name };
}

/**
 * Takes out of a representation what could not be fetched: null there does not mean that there is none. Returns why the
 * last of it could not.
 */
function withoutFailed(representation: JsonObject, run: Run, place: ResponsePath | undefined): Failure | undefined {
  if (place === undefined) return undefined;
  let last: Failure | undefined;
  for (const key of Object.keys(representation)) {
    const failure = run.failed.find([...place, key]);
    if (failure === undefined) continue;
    last = failure;
    Reflect.deleteProperty(representation, key);
  }
  return last;
}

function reportEntityErrors(
  run: Run,
  { scope, operation }: StepParts,
  errors: readonly SubgraphError[],
  question: EntityQuestion,
  answerer: Answerer,
): void {
  const paths = pathsAt(run.data, scope.path);
  for (const error of errors) {
    const described = describe(answerer, error);
    const [root, entity, key, ...rest] = error.path;
    const isAboutOne = root === '_entities' && typeof entity === 'number';
    const concerned = isAboutOne ? question.placesOf(entity) : question.all();
    if (!isAboutOne || typeof key !== 'string') reportMissing(run, scope, operation.asked, concerned, described);
    else
      for (const index of concerned.keys())
        reportAt(run, scope, described, [...(paths[index] ?? []), ...responsePath([key, ...rest], operation)]);
  }
}

/** The representations of one call, each once, and the objects that each of them stands for. */
class EntityQuestion {
  readonly texts: string[] = [];
  readonly representations: JsonObject[] = [];
  private readonly indexes = new Map<string, number>();
  private readonly places: Map<number, JsonObject>[] = [];
  private readonly unanswerable: (readonly string[])[] = [];

  add(representation: JsonObject, index: number, object: JsonObject, unanswerable: readonly AskedField[]): void {
    const text = JSON.stringify(representation);
    let known = this.indexes.get(text);
    if (known === undefined) {
      known = this.texts.length;
      this.indexes.set(text, known);
      this.texts.push(text);
      this.representations.push(representation);
      this.places.push(new Map());
      this.unanswerable.push(unanswerable.map(({ key }) => key));
    }
    this.places[known]!.set(index, object);
  }

  placesOf(representation: number): ReadonlyMap<number, JsonObject> {
    return this.places[representation] ?? new Map<number, JsonObject>();
  }

  /** Keys of its answer that it was not told enough for. */
  unanswerableOf(representation: number): readonly string[] {
    return this.unanswerable[representation] ?? [];
  }

  all(): ReadonlyMap<number, JsonObject> {
    return new Map(this.places.flatMap((places) => [...places]));
  }
}

function describe({ name, errorCode }: Answerer, { message, cause }: SubgraphError): Omit<ExecutionError, 'path'> {
  return { code: errorCode, service: name, detail: message, ...(cause === undefined ? {} : { cause }) };
}

function failureOf({ name }: Answerer, thrown: unknown): Omit<ExecutionError, 'path'> {
  const code = thrown instanceof ExposureError ? thrown.code : 'INTERNAL';
  return { code, service: name, cause: thrown };
}

function responsePath(path: readonly unknown[], { keyOf }: FetchOperation): (string | number)[] {
  return path.flatMap((part): (string | number)[] =>
    typeof part === 'string' ? [keyOf(part)] : typeof part === 'number' ? [part] : [],
  );
}

/** What was asked of an object, and of what type it is; the rest of what a subgraph says is no answer to anything. */
function onlyAsked(object: JsonObject, { asked }: FetchOperation): JsonObject {
  const result: JsonObject = {};
  for (const key of ['__typename', ...asked.map((field) => field.key)]) {
    const value = ownValue(object, key);
    if (value !== undefined) setOwnValue(result, key, value);
  }
  return result;
}
