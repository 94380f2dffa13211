import { Kind, type SelectionSetNode } from 'graphql';
import type { Thing } from './fixture.js';
import type { Ownership } from './ownership.js';
import { isComputed, isThing, seenWhole } from './self.js';

/** A thing as one subgraph came to know it. */
export interface View {
  readonly __typename: string;
  readonly thing: Thing;
  /** The reference by which it was asked for, with what `@requires` adds. */
  readonly told?: Readonly<Record<string, unknown>> | undefined;
  /** External fields that it knows on this path. */
  readonly provided: readonly SelectionSetNode[];
}

export const viewOf = (thing: Thing, provided: readonly SelectionSetNode[] = []): View => ({
  __typename: thing.__typename,
  thing,
  provided,
});

/** Answers a field the way a subgraph that stores only its own fields would. Errors: throws for a field it cannot know. */
export function readField(
  ownership: Ownership,
  { typeName, field }: { typeName: string; field: string },
  view: View,
  args: Readonly<Record<string, never>>,
): unknown {
  const below = view.provided.flatMap((selection) => selectionsOf(selection, field));
  const isProvided = view.provided.some((selection) => names(selection, field));
  if (ownership.isExternal(typeName, field) && !isProvided) {
    if (view.told !== undefined && field in view.told) return view.told[field];
    throw new Error(`${typeName}.${field} is not known here`);
  }
  const value = view.thing[field];
  const annotation = ownership.provided(typeName, field);
  return wrap(
    isComputed(value) ? value(args, toldSelf(ownership, typeName, view)) : value,
    annotation === undefined ? below : [...below, annotation],
  );
}

/** A thing as computed fields see it in one subgraph: external fields are those that it was told. */
function toldSelf(ownership: Ownership, typeName: string, view: View): Readonly<Record<string, never>> {
  const self: Readonly<Record<string, never>> = new Proxy<Record<string, never>>(Object.create(null), {
    get(_, field): never {
      if (typeof field !== 'string') return undefined as never;
      if (ownership.isExternal(typeName, field)) {
        if (view.told === undefined || !(field in view.told)) throw new Error(`${typeName}.${field} was not told`);
        return view.told[field] as never;
      }
      const value = view.thing[field];
      return seenWhole(isComputed(value) ? value({}, self) : value) as never;
    },
  });
  return self;
}

function wrap(value: unknown, provided: readonly SelectionSetNode[]): unknown {
  if (Array.isArray(value)) return value.map((item) => wrap(item, provided));
  return isThing(value) ? viewOf(value, provided) : value;
}

function names({ selections }: SelectionSetNode, field: string): boolean {
  return selections.some((node) =>
    node.kind === Kind.FIELD
      ? node.name.value === field
      : node.kind === Kind.INLINE_FRAGMENT && names(node.selectionSet, field),
  );
}

function selectionsOf({ selections }: SelectionSetNode, field: string): readonly SelectionSetNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) return selectionsOf(node.selectionSet, field);
    if (node.kind !== Kind.FIELD || node.name.value !== field || node.selectionSet === undefined) return [];
    return [node.selectionSet];
  });
}
