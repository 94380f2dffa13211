import { Kind, type FragmentDefinitionNode, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { ExecutionError, ResponsePath } from '../ports/execution.js';
import type { Run } from '../execution/run.js';
import { both, conditionsOf, hold, ALWAYS, type Conditions } from './condition.js';
import type { KeyNames } from './key-names.js';
import { isObject, ownValue, type JsonObject } from './json-object.js';
import { compileTypeTest } from './representation.js';
import { responseKeyOf } from './selection.js';
import { pathsAt, type PlanPath } from './places.js';

/** A field that a step asks of the objects at its place. */
export interface AskedField {
  /** In the fetched object. */
  readonly key: string;
  readonly name: string;
  /** What is asked of the objects that are its value; none of a leaf. */
  readonly below: readonly AskedField[];
  readonly when: Conditions;
  /** Whether objects of this `__typename` have it. */
  isOn(typename: unknown): boolean;
}

/** The fields of a selection set as far as the answer shows them, whatever the types. */
export function askedFields(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  set: SelectionSetNode,
  keyOf: (responseKey: string) => string,
): AskedField[] {
  const asked: AskedField[] = [];
  const walk = (selections: SelectionSetNode, outer: Conditions, isOn: (typename: unknown) => boolean): void => {
    for (const node of selections.selections) {
      const own = conditionsOf(node.directives);
      const when = own === undefined ? undefined : both(outer, own);
      if (when === undefined) continue;
      if (node.kind === Kind.FIELD) {
        asked.push({
          key: keyOf(responseKeyOf(node)),
          name: node.name.value,
          below: node.selectionSet === undefined ? [] : askedFields(schema, fragments, node.selectionSet, keyOf),
          when,
          isOn,
        });
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      const test = condition === undefined ? undefined : compileTypeTest(schema, condition);
      walk(fragment.selectionSet, when, test === undefined ? isOn : (name) => isOn(name) && test(name));
    }
  };
  walk(set, ALWAYS, () => true);
  return asked;
}

/** Where a step is in the fetched objects, and what of them clients see. */
export interface ErrorScope {
  readonly path: PlanPath;
  readonly names: KeyNames;
  /** Whether the client asked for what lies at these keys of fetched objects. */
  isVisible(keys: readonly string[]): boolean;
}

/**
 * Reports an error for every field that is missing at the given objects because of it.
 *
 * `objects`: those of `objectsAt(run.data, scope.path)` that are concerned, by their index there.
 */
export function reportMissing(
  run: Run,
  scope: ErrorScope,
  asked: readonly AskedField[],
  objects: ReadonlyMap<number, JsonObject>,
  error: Omit<ExecutionError, 'path'>,
): void {
  if (objects.size === 0) return;
  // Another step may still bring it, or the object that it is a part of.
  run.whenTold(() => {
    const paths = pathsAt(run.data, scope.path);
    for (const [index, object] of objects) reportMissingIn(run, scope, asked, object, paths[index] ?? [], error);
  });
}

/** Of a value that is there, the part that the step was to bring is missing. */
function reportMissingIn(
  run: Run,
  scope: ErrorScope,
  asked: readonly AskedField[],
  value: unknown,
  path: ResponsePath,
  error: Omit<ExecutionError, 'path'>,
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) reportMissingIn(run, scope, asked, item, [...path, index], error);
    return;
  }
  if (!isObject(value)) return;
  const typename = ownValue(value, '__typename');
  for (const field of asked) {
    if (field.name === '__typename' || !hold(field.when, run.variables)) continue;
    if (typename !== undefined && !field.isOn(typename)) continue;
    const inner = ownValue(value, field.key) ?? null;
    if (inner === null) reportAt(run, scope, error, [...path, field.key]);
    else if (field.below.length > 0) reportMissingIn(run, scope, field.below, inner, [...path, field.key], error);
  }
}

/** Reports an error at a path of fetched objects: to the client, if it sees it, and to the steps that need what is there. */
export function reportAt(
  run: Run,
  scope: ErrorScope,
  error: Omit<ExecutionError, 'path'>,
  path: ResponsePath,
  label?: string,
): void {
  run.failed.add(path, error);
  const keys = path.filter((segment) => typeof segment === 'string');
  if (scope.isVisible(keys)) run.report({ ...error, path: scope.names.toClientPath(path) }, label);
}
