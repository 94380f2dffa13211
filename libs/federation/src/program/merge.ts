import { isAbstractType, type GraphQLSchema } from 'graphql';
import { isObject, ownValue, setOwnValue, type JsonObject } from './json-object.js';

/** Puts into an object what another subgraph says of the same one; objects and lists inside are joined, too. */
export type MergeInto = (target: JsonObject, source: JsonObject) => void;

export function compileMerge(schema: GraphQLSchema): MergeInto {
  const abstract = new Set<unknown>(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map(({ name }) => name),
  );

  function mergeInto(target: JsonObject, source: JsonObject): void {
    for (const key of Object.keys(source)) {
      const value = source[key];
      const known = ownValue(target, key);
      if (known === undefined) setOwnValue(target, key, value);
      // A subgraph that knows an interface as one type calls everything by the interface's name.
      else if (key !== '__typename' || !abstract.has(value)) setOwnValue(target, key, merged(known, value));
    }
  }

  function merged(known: unknown, value: unknown): unknown {
    // Of a value that two subgraphs share, the one that could not tell says null.
    if (value === null || value === undefined) return known;
    if (isObject(known) && isObject(value)) {
      mergeInto(known, value);
      return known;
    }
    if (!Array.isArray(known) || !Array.isArray(value) || known.length !== value.length) return value;
    for (const [index, item] of value.entries()) known[index] = merged(known[index], item);
    return known;
  }

  return mergeInto;
}
