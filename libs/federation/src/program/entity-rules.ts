import { Kind, type SelectionSetNode } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { AskedField } from './asked-field.js';
import { isObject, ownValue, type JsonObject } from './json-object.js';

/** What must be known of an entity for a subgraph to find it and to answer what it is asked about it. */
export class EntityRules {
  private readonly byType = new Map<unknown, TypeRules>();

  constructor(
    private readonly supergraph: Supergraph,
    private readonly subgraph: string,
    private readonly asked: readonly AskedField[],
  ) {}

  /** Whether the subgraph knows such entities at all. */
  isKnown(representation: JsonObject): boolean {
    return this.rulesOf(representation).keys.length > 0;
  }

  /** Whether one of its keys is complete. */
  isIdentified(representation: JsonObject): boolean {
    return this.rulesOf(representation).keys.some((key) => holds(representation, key));
  }

  /** Fields whose requirement is not complete: whatever the subgraph says of them was not told right. */
  unanswerable(representation: JsonObject): readonly AskedField[] {
    const { requirements } = this.rulesOf(representation);
    if (requirements.length === 0) return NONE;
    return requirements.filter(({ required }) => !holds(representation, required)).map(({ field }) => field);
  }

  private rulesOf(representation: JsonObject): TypeRules {
    const name = ownValue(representation, '__typename');
    let rules = this.byType.get(name);
    if (rules === undefined) this.byType.set(name, (rules = this.read(String(name))));
    return rules;
  }

  private read(type: string): TypeRules {
    return {
      keys: this.supergraph.keysOf(this.subgraph, type),
      requirements: this.asked.flatMap((field) => {
        const required = this.supergraph.requirementOf(this.subgraph, type, field.name);
        return required === undefined ? [] : [{ field, required }];
      }),
    };
  }
}

interface TypeRules {
  readonly keys: readonly SelectionSetNode[];
  readonly requirements: readonly { readonly field: AskedField; readonly required: SelectionSetNode }[];
}

const NONE: readonly AskedField[] = [];

/** Whether an object has everything of a field set; below a null there is nothing to have. */
function holds(object: JsonObject, set: SelectionSetNode): boolean {
  return set.selections.every((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition?.name.value;
      return condition !== undefined && condition !== object['__typename'] ? true : holds(object, node.selectionSet);
    }
    if (node.kind !== Kind.FIELD) return false;
    const value = ownValue(object, node.alias?.value ?? node.name.value);
    if (value === undefined) return false;
    return node.selectionSet === undefined || holdsBelow(value, node.selectionSet);
  });
}

function holdsBelow(value: unknown, set: SelectionSetNode): boolean {
  if (Array.isArray(value)) return value.every((item) => holdsBelow(item, set));
  return isObject(value) ? holds(value, set) : true;
}
