import type { GraphQLSchema } from 'graphql';
import { isObject, ownValue, setOwnValue, type JsonObject } from './json-object.js';
import type { Rewrite } from './plan-nodes.js';
import { compileTypeTest } from './representation.js';

const FRAGMENT = '... on ';

export type ApplyRewrites = (value: unknown) => void;

/**
 * Compiles what a plan wants changed in the representations that a subgraph gets or in the objects that it answers:
 * names of types behind an interface object, and aliases that the planner gave to fields that contradict each other.
 */
export function compileRewrites(schema: GraphQLSchema, rewrites: readonly Rewrite[] = []): ApplyRewrites | undefined {
  if (rewrites.length === 0) return undefined;
  const applied = rewrites.map((rewrite) => compileRewrite(schema, rewrite));
  return (value) => {
    for (const apply of applied) apply(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: Rewrite): ApplyRewrites {
  const parent = rewrite.path.slice(0, -1);
  const last = rewrite.path.at(-1);
  if (last === undefined || last.startsWith(FRAGMENT)) throw new TypeError('a rewrite that ends nowhere');
  return parent.reduceRight<ApplyRewrites>(
    (below, segment) => step(schema, segment, below),
    onObjects((object) => change(object, last, rewrite)),
  );
}

function change(object: JsonObject, key: string, rewrite: Rewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    setOwnValue(object, key, rewrite.setValueTo);
    return;
  }
  const value = ownValue(object, key);
  if (value === undefined) return;
  setOwnValue(object, rewrite.renameKeyTo, value);
  Reflect.deleteProperty(object, key);
}

function step(schema: GraphQLSchema, segment: string, below: ApplyRewrites): ApplyRewrites {
  if (!segment.startsWith(FRAGMENT)) return onObjects((object) => below(ownValue(object, segment)));
  const isOfType = compileTypeTest(schema, segment.slice(FRAGMENT.length));
  return onObjects((object) => {
    const typename = ownValue(object, '__typename');
    if (typename === undefined || isOfType(typename)) below(object);
  });
}

function onObjects(apply: (object: JsonObject) => void): ApplyRewrites {
  return function applyTo(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) applyTo(item);
    else if (isObject(value)) apply(value);
  };
}
