import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Requirement } from './plan-nodes.js';
import { isObject, ownValue, setOwnValue, type JsonObject } from './json-object.js';

/**
 * Why there is no representation of an object: it is of a type that the step is not about, or something that the step
 * needs of it could not be fetched.
 */
export type NoRepresentation = 'OTHER_TYPE' | 'INCOMPLETE';

/** Takes from a fetched object what identifies it to a subgraph. */
export type Represent = (source: JsonObject) => JsonObject | NoRepresentation;

/**
 * Compiles the `requires` of a step.
 *
 * `leavesOutMissing`: a field that was not fetched is left out, instead of the whole representation, unless it is
 * `__typename` or of a key.
 */
export function compileRepresent(
  schema: GraphQLSchema,
  requires: readonly Requirement[],
  leavesOutMissing?: { readonly keyFields: ReadonlySet<string> },
): Represent {
  const fill = compileFill(schema, requires, leavesOutMissing);
  return (source) => {
    const representation: JsonObject = {};
    const outcome = fill(source, representation);
    if (outcome !== 'FILLED') return outcome;
    return ownValue(representation, '__typename') === undefined ? 'OTHER_TYPE' : representation;
  };
}

type Filled = 'FILLED' | 'INCOMPLETE';
type Fill = (source: JsonObject, into: JsonObject) => Filled;

function compileFill(
  schema: GraphQLSchema,
  selections: readonly Requirement[],
  leavesOutMissing: { readonly keyFields: ReadonlySet<string> } | undefined,
): Fill {
  const fills = selections.map((selection) =>
    selection.kind === 'Field'
      ? fillField(schema, selection, leavesOutMissing)
      : fillFragment(schema, selection, leavesOutMissing),
  );
  return (source, into) => {
    for (const fill of fills) if (fill(source, into) === 'INCOMPLETE') return 'INCOMPLETE';
    return 'FILLED';
  };
}

function fillField(
  schema: GraphQLSchema,
  selection: Requirement & { kind: 'Field' },
  leavesOutMissing: { readonly keyFields: ReadonlySet<string> } | undefined,
): Fill {
  const key = selection.alias ?? selection.name;
  // What lies deeper is part of a value; a gap there leaves the whole value out.
  const fillBelow =
    selection.selections === undefined ? undefined : compileFill(schema, selection.selections, undefined);
  const mayBeMissing =
    leavesOutMissing !== undefined && key !== '__typename' && !leavesOutMissing.keyFields.has(selection.name);
  return (source, into) => {
    const value = ownValue(source, key);
    const taken = value === undefined ? INCOMPLETE : fillBelow === undefined ? value : takeBelow(value, fillBelow);
    if (taken === INCOMPLETE) return mayBeMissing ? 'FILLED' : 'INCOMPLETE';
    setOwnValue(into, key, taken);
    return 'FILLED';
  };
}

const INCOMPLETE = Symbol('incomplete');

function takeBelow(value: unknown, fill: Fill): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => takeBelow(item, fill));
    return items.includes(INCOMPLETE) ? INCOMPLETE : items;
  }
  if (!isObject(value)) return null;
  const taken: JsonObject = {};
  return fill(value, taken) === 'FILLED' ? taken : INCOMPLETE;
}

function fillFragment(
  schema: GraphQLSchema,
  selection: Requirement & { kind: 'InlineFragment' },
  leavesOutMissing: { readonly keyFields: ReadonlySet<string> } | undefined,
): Fill {
  const fill = compileFill(schema, selection.selections, leavesOutMissing);
  const { typeCondition } = selection;
  if (typeCondition === undefined) return fill;
  const isOfType = compileTypeTest(schema, typeCondition);
  return (source, into) => (isOfType(ownValue(source, '__typename')) ? fill(source, into) : 'FILLED');
}

/** Whether a `__typename` names the type or one below it. */
export function compileTypeTest(schema: GraphQLSchema, condition: string): (typename: unknown) => boolean {
  const type = schema.getType(condition);
  const names = new Set<unknown>([condition]);
  if (isAbstractType(type)) {
    for (const { name } of schema.getPossibleTypes(type)) names.add(name);
    // Where a subgraph knows an interface as an object type, the interface's name is what it answers.
    if (isInterfaceType(type)) for (const { name } of schema.getImplementations(type).interfaces) names.add(name);
  }
  if (isObjectType(type)) names.add(type.name);
  return (typename) => names.has(typename);
}
