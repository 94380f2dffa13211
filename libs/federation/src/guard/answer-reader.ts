import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { SCALAR_FORMS, isAnyLeaf } from './scalar-forms.js';

/** A JSON object made from what was asked, never by copying an answer. */
export type AnswerObject = { [key: string]: unknown };

/** Thrown inside the reader when a value does not have the agreed shape; says where, never what. */
export class ShapeFault extends Error {
  constructor(readonly path: readonly (string | number)[]) {
    super('value of an unexpected shape');
  }
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type ReadValue = (value: unknown, path: readonly (string | number)[]) => unknown;
interface FieldReader {
  readonly key: string;
  readonly read: ReadValue;
}

/**
 * Builds readers that take from an answer what a selection asked for, and nothing else: unasked fields are never
 * looked at, so they cannot get into a page. Every leaf is tested against its type.
 *
 * Errors: the readers throw `ShapeFault` where a value has another shape than the schema promises.
 */
export class AnswerReaders {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {}

  /** Readers of the fields that a selection asks of one object type, by response key. */
  fieldsOf(type: GraphQLObjectType, selections: readonly SelectionSetNode[]): readonly FieldReader[] {
    return [...this.collect(type, selections)].map(([key, nodes]) => ({ key, read: this.fieldReader(type, nodes) }));
  }

  private collect(
    type: GraphQLObjectType,
    selections: readonly SelectionSetNode[],
    found = new Map<string, FieldNode[]>(),
  ): Map<string, FieldNode[]> {
    for (const selection of selections.flatMap((set) => set.selections)) {
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        found.set(key, [...(found.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === 'FragmentSpread' ? this.fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      if (this.applies(fragment.typeCondition?.name.value, type)) this.collect(type, [fragment.selectionSet], found);
    }
    return found;
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.schema.getType(condition);
    return isAbstractType(named) && this.schema.isSubType(named, type);
  }

  private fieldReader(parent: GraphQLObjectType, nodes: readonly FieldNode[]): ReadValue {
    const name = nodes[0]!.name.value;
    if (name === '__typename') return exactly(parent.name);
    const field = parent.getFields()[name];
    if (field === undefined) throw new TypeError(`${parent.name}.${name} is not in the supergraph`);
    const selections = nodes.flatMap((node) => node.selectionSet ?? []);
    return this.valueReader(field.type, selections);
  }

  private valueReader(type: GraphQLOutputType, selections: readonly SelectionSetNode[]): ReadValue {
    if (isNonNullType(type)) return nonNull(this.valueReader(type.ofType, selections));
    if (isListType(type)) return nullable(listOf(this.valueReader(type.ofType, selections)));
    const named = getNamedType(type);
    if (isLeafType(named)) {
      const isOfForm = isEnumType(named)
        ? (value: unknown) => typeof value === 'string' && named.getValue(value) !== undefined
        : (SCALAR_FORMS.get(named.name) ?? isAnyLeaf);
      return nullable(leaf(isOfForm));
    }
    return nullable(this.objectReader(named as GraphQLCompositeType, selections));
  }

  /** Readers per concrete type are made when that type first arrives; an abstract type names it in `__typename`. */
  private objectReader(type: GraphQLCompositeType, selections: readonly SelectionSetNode[]): ReadValue {
    const byType = new Map<string, readonly FieldReader[]>();
    return (value, path) => {
      if (!isRecord(value)) throw new ShapeFault(path);
      const concrete = isObjectType(type) ? type : this.concreteType(type, value, path);
      let fields = byType.get(concrete.name);
      if (fields === undefined) byType.set(concrete.name, (fields = this.fieldsOf(concrete, selections)));
      return readFields(fields, value, path);
    };
  }

  private concreteType(
    type: GraphQLCompositeType,
    value: AnswerObject,
    path: readonly (string | number)[],
  ): GraphQLObjectType {
    const name = Object.hasOwn(value, '__typename') ? value['__typename'] : undefined;
    const concrete = typeof name === 'string' ? this.schema.getType(name) : undefined;
    if (!isObjectType(concrete) || !isAbstractType(type) || !this.schema.isSubType(type, concrete))
      throw new ShapeFault([...path, '__typename']);
    return concrete;
  }
}

export function readFields(
  fields: readonly FieldReader[],
  value: AnswerObject,
  path: readonly (string | number)[],
): AnswerObject {
  const result = Object.create(null) as AnswerObject;
  for (const { key, read } of fields) result[key] = read(ownValue(value, key), [...path, key]);
  return result;
}

/** An own value of a parsed JSON object; `undefined` when it is not there. */
export function ownValue(object: AnswerObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function isRecord(value: unknown): value is AnswerObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an answer tells nothing: null, an empty list, or an object all of whose values tell nothing. */
export function isEmptyAnswer(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([key, inner]) => key === '__typename' || isEmptyAnswer(inner));
}

function exactly(expected: string): ReadValue {
  return (value, path) => {
    if (value !== expected) throw new ShapeFault(path);
    return expected;
  };
}

function leaf(isOfForm: (value: unknown) => boolean): ReadValue {
  return (value, path) => {
    if (!isOfForm(value)) throw new ShapeFault(path);
    return value;
  };
}

function listOf(read: ReadValue): ReadValue {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ShapeFault(path);
    return value.map((item, index) => read(item, [...path, index]));
  };
}

function nullable(read: ReadValue): ReadValue {
  return (value, path) => (value === null || value === undefined ? null : read(value, path));
}

function nonNull(read: ReadValue): ReadValue {
  return (value, path) => {
    const result = read(value, path);
    if (result === null) throw new ShapeFault(path);
    return result;
  };
}
