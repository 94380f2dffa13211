import { ExposureError, type ErrorCode } from '@app/errors';
import type { Run } from '../execution/run.js';
import type { ExecutionError } from '../ports/execution.js';
import type { Service } from '../ports/service.js';
import { reportMissing, type ErrorScope } from './asked-field.js';
import type { FetchOperation } from './fetch-operation.js';
import { isObject, ownValue, type JsonObject } from './json-object.js';
import type { MergeInto } from './merge.js';
import { keysOf, objectsAt, pathsAt } from './places.js';
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
  /** Errors: as `Service.call`. `write` makes the body, which not everybody needs. */
  ask(run: Run, write: () => string, representations?: readonly JsonObject[]): Promise<SubgraphAnswer>;
}

export function serviceAnswerer(service: Service): Answerer {
  return {
    name: service.name,
    errorCode: 'AUTHORITY_ERROR',
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
  return async (run) => {
    if (!asksAnything(operation.asked, run.variables)) return;
    const targets = objectsAt(run.data, scope.path);
    const concerned = new Map(targets.entries());
    if (concerned.size === 0) return;
    try {
      const { data, errors } = await answerer.ask(run, () => body.write(run.variables));
      if (data !== null) {
        rewriteOutput?.(data);
        for (const target of targets) mergeInto(target, data);
      }
      for (const error of errors) {
        const described = describe(answerer, error);
        const isPlaced = typeof error.path[0] === 'string' && scope.path.length === 0;
        if (isPlaced)
          run.report(scope.label, { ...described, path: scope.names.toClientPath(responsePath(error.path)) });
        else reportMissing(run, scope, operation.asked, concerned, described);
      }
    } catch (thrown) {
      reportMissing(run, scope, operation.asked, concerned, failureOf(answerer, thrown));
    }
  };
}

/** A step that asks about entities which other steps have fetched. */
export function compileEntityStep(
  { supergraph, mergeInto, fetch, operation, scope }: StepParts,
  answerer: Answerer,
  leavesOutMissing?: { readonly keyFields: ReadonlySet<string> },
): Task {
  const body = new RequestBody(operation.text, operation.name, operation.variables);
  const { schema } = supergraph;
  const represent = compileRepresent(schema, fetch.requires ?? [], leavesOutMissing);
  const rewriteInput = compileRewrites(schema, fetch.inputRewrites);
  const rewriteOutput = compileRewrites(schema, fetch.outputRewrites);
  return async (run) => {
    if (!asksAnything(operation.asked, run.variables)) return;
    const asked = new EntityQuestion();
    const incomplete = new Map<number, JsonObject>();
    for (const [index, object] of objectsAt(run.data, scope.path).entries()) {
      const representation = represent(object);
      if (representation === 'INCOMPLETE') incomplete.set(index, object);
      if (typeof representation === 'string') continue;
      rewriteInput?.(representation);
      // Behind an interface object the planner also requires things of types that the subgraph has never heard of.
      if (!supergraph.knows(fetch.serviceName, String(representation['__typename']))) continue;
      asked.add(representation, index, object);
    }
    // What it hangs on is missing and has been reported; what hangs on it is missing, too.
    reportMissing(run, scope, operation.asked, incomplete, { code: 'AUTHORITY_SKIPPED', service: answerer.name });
    if (asked.texts.length === 0) return;
    try {
      const { data, errors } = await answerer.ask(
        run,
        () => body.write(run.variables, asked.texts),
        asked.representations,
      );
      const entities = data === null ? undefined : ownValue(data, '_entities');
      if (Array.isArray(entities)) {
        if (entities.length !== asked.texts.length) throw new ExposureError('AUTHORITY_BAD_SHAPE');
        rewriteOutput?.(entities);
        for (const [index, entity] of entities.entries())
          if (isObject(entity)) for (const target of asked.objectsOf(index)) mergeInto(target, entity);
      } else if (errors.length === 0) throw new ExposureError('AUTHORITY_BAD_SHAPE');
      reportEntityErrors(run, errors, asked);
    } catch (thrown) {
      reportMissing(run, scope, operation.asked, asked.all(), failureOf(answerer, thrown));
    }
  };

  function reportEntityErrors(run: Run, errors: readonly SubgraphError[], asked: EntityQuestion): void {
    const paths = errors.length === 0 ? [] : pathsAt(run.data, scope.path);
    const keys = keysOf(scope.path);
    for (const error of errors) {
      const described = describe(answerer, error);
      const [root, entity, key, ...rest] = error.path;
      const isPlaced = root === '_entities' && typeof entity === 'number' && typeof key === 'string';
      if (!isPlaced) {
        const concerned = root === '_entities' && typeof entity === 'number' ? asked.placesOf(entity) : asked.all();
        reportMissing(run, scope, operation.asked, concerned, described);
      } else if (scope.isVisible([...keys, key]))
        for (const index of asked.placesOf(entity).keys())
          run.report(scope.label, {
            ...described,
            path: scope.names.toClientPath([...(paths[index] ?? []), key, ...responsePath(rest)]),
          });
    }
  }
}

/** The representations of one call, each once, and the objects that each of them stands for. */
class EntityQuestion {
  readonly texts: string[] = [];
  readonly representations: JsonObject[] = [];
  private readonly indexes = new Map<string, number>();
  private readonly places: Map<number, JsonObject>[] = [];

  add(representation: JsonObject, index: number, object: JsonObject): void {
    const text = JSON.stringify(representation);
    let known = this.indexes.get(text);
    if (known === undefined) {
      known = this.texts.length;
      this.indexes.set(text, known);
      this.texts.push(text);
      this.representations.push(representation);
      this.places.push(new Map());
    }
    this.places[known]!.set(index, object);
  }

  placesOf(representation: number): ReadonlyMap<number, JsonObject> {
    return this.places[representation] ?? new Map<number, JsonObject>();
  }

  objectsOf(representation: number): Iterable<JsonObject> {
    return this.placesOf(representation).values();
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

function responsePath(path: readonly unknown[]): (string | number)[] {
  return path.filter((part): part is string | number => typeof part === 'string' || Number.isInteger(part));
}
