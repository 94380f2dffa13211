import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Requirement } from './plan-nodes.js';
import { isObject, ownValue, setOwnValue, type JsonObject } from './json-object.js';

/** Takes from a fetched object what a subgraph is told of it: what of it has been fetched. `undefined`: nothing is. */
export type Represent = (source: JsonObject) => JsonObject | undefined;

/** Compiles the `requires` of a step. */
export function compileRepresent(schema: GraphQLSchema, requires: readonly Requirement[]): Represent {
  const fill = compileFill(schema, requires);
  return (source) => {
    const representation: JsonObject = {};
    fill(source, representation);
    return ownValue(representation, '__typename') === undefined ? undefined : representation;
  };
}

/** Returns whether everything was there. */
type Fill = (source: JsonObject, into: JsonObject) => boolean;

function compileFill(schema: GraphQLSchema, selections: readonly Requirement[]): Fill {
  const fills = selections.map((selection) =>
    selection.kind === 'Field' ? fillField(schema, selection) : fillFragment(schema, selection),
  );
  return (source, into) => {
    let isWhole = true;
    for (const fill of fills) isWhole = fill(source, into) && isWhole;
    return isWhole;
  };
}

function fillField(schema: GraphQLSchema, selection: Requirement & { kind: 'Field' }): Fill {
  const key = selection.alias ?? selection.name;
  const fillBelow = selection.selections === undefined ? undefined : compileFill(schema, selection.selections);
  return (source, into) => {
    const value = ownValue(source, key);
    if (value === undefined) return false;
    const taken = fillBelow === undefined ? value : takeBelow(value, fillBelow);
    // A gap in a value leaves the whole value out.
    if (taken === INCOMPLETE) return false;
    setOwnValue(into, key, joined(ownValue(into, key), taken));
    return true;
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
  return fill(value, taken) ? taken : INCOMPLETE;
}

/** Two fragments of one requirement may take different parts of the same value. */
function joined(known: unknown, taken: unknown): unknown {
  if (isObject(known) && isObject(taken)) {
    const both: JsonObject = { ...known };
    for (const key of Object.keys(taken)) setOwnValue(both, key, joined(ownValue(known, key), taken[key]));
    return both;
  }
  if (Array.isArray(known) && Array.isArray(taken) && known.length === taken.length)
    return taken.map((item, index) => joined(known[index], item));
  return taken;
}

function fillFragment(schema: GraphQLSchema, selection: Requirement & { kind: 'InlineFragment' }): Fill {
  const fill = compileFill(schema, selection.selections);
  const { typeCondition } = selection;
  if (typeCondition === undefined) return fill;
  const isOfType = compileTypeTest(schema, typeCondition);
  return (source, into) => !isOfType(ownValue(source, '__typename')) || fill(source, into);
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
