import {
  Kind,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { alternativesOf, conditionsOf } from './condition.js';
import { isInheritedName, isObject, type JsonObject } from './json-object.js';
import {
  ObjectProjection,
  leaf,
  listOf,
  nonNull,
  nullable,
  type DeferredFragment,
  type FieldProjection,
  type Project,
} from './projection.js';
import { selectionsBelow, type Occurrence, type ScopedSelection, type SelectionCollector } from './selection.js';

/** Tells the form of a leaf's JSON value. */
export type LeafForm = (type: GraphQLLeafType) => (value: unknown) => boolean;

export interface ProjectionOptions {
  readonly collector: SelectionCollector;
  readonly leafForm: LeafForm;
  /** Whether an object behind an interface may come without its own type. Default: no. */
  readonly takesUntyped?: boolean;
  /** What a field is called in fetched objects. Default: its response key. */
  sourceKeyOf?(node: FieldNode): string;
  /**
   * Whether what lies at a path of response keys is the client's already, so that it is taken as it is.
   * Default: nothing is.
   */
  isFinished?(path: readonly string[]): boolean;
}

/** Compiles selection sets into projections. Types behind interfaces and unions are compiled when they first arrive. */
export class ProjectionCompiler {
  constructor(private readonly options: ProjectionOptions) {}

  object(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selections: readonly ScopedSelection[],
    path: readonly string[] = [],
  ): ObjectProjection {
    const { fields, order, deferred } = this.options.collector.collect(type, selections);
    const compiled = new Map<string, FieldProjection>();
    return new ObjectProjection(
      order.map(({ key, when }) => {
        const known = compiled.get(key);
        const field = known ?? this.field(type, key, fields.get(key) ?? [], [...path, key]);
        compiled.set(key, field);
        return { ...field, when: alternativesOf([when]), isRepeated: known !== undefined };
      }),
      deferred.map(({ label, set, when }): DeferredFragment => ({
        label,
        when: alternativesOf([when]),
        selection: this.object(type, [{ set, when: [] }], path),
      })),
    );
  }

  field(
    parent: GraphQLObjectType | GraphQLInterfaceType,
    key: string,
    occurrences: readonly Occurrence[],
    path: readonly string[] = [key],
  ): FieldProjection {
    const { node } = occurrences[0]!;
    const source = this.options.sourceKeyOf?.(node) ?? key;
    return {
      key,
      source,
      when: alternativesOf(occurrences.map(({ when }) => when)),
      isRepeated: false,
      project: this.projectOf(parent, occurrences, path),
      isInherited: isInheritedName(key) || isInheritedName(source),
    };
  }

  private projectOf(
    parent: GraphQLObjectType | GraphQLInterfaceType,
    occurrences: readonly Occurrence[],
    path: readonly string[],
  ): Project {
    const name = occurrences[0]!.node.name.value;
    if (name === '__typename') return isObjectType(parent) ? () => parent.name : untyped;
    if (name === '__schema' || name === '__type') return (value) => value ?? null;
    const field = parent.getFields()[name];
    if (field === undefined) throw new TypeError(`${parent.name}.${name} is not in the schema`);
    if (this.options.isFinished?.(path) === true) return finished(field.type);
    return this.value(field.type, selectionsBelow(occurrences), path);
  }

  private value(type: GraphQLOutputType, selections: readonly ScopedSelection[], path: readonly string[]): Project {
    if (isNonNullType(type)) return nonNull(this.present(type.ofType, selections, path));
    return nullable(this.present(type, selections, path));
  }

  /** Of a value that is there. */
  private present(type: GraphQLOutputType, selections: readonly ScopedSelection[], path: readonly string[]): Project {
    if (isListType(type)) return listOf(this.value(type.ofType, selections, path));
    const named = getNamedType(type);
    if (isLeafType(named)) return leaf(this.options.leafForm(named));
    return this.composite(named as GraphQLCompositeType, selections, path);
  }

  private composite(
    type: GraphQLCompositeType,
    selections: readonly ScopedSelection[],
    path: readonly string[],
  ): Project {
    if (isObjectType(type)) {
      const projection = this.object(type, selections, path);
      return (value, findings) => {
        if (isObject(value)) return projection.project(value, findings);
        findings.fault('AUTHORITY_BAD_SHAPE');
        return undefined;
      };
    }
    const byName = new Map<unknown, ObjectProjection>();
    return (value, findings) => {
      if (!isObject(value)) {
        findings.fault('AUTHORITY_BAD_SHAPE');
        return undefined;
      }
      const name = value['__typename'];
      let projection = byName.get(name);
      if (projection === undefined) {
        const concrete = this.concreteType(type, selections, value);
        if (concrete === undefined) {
          findings.fault('AUTHORITY_BAD_SHAPE');
          return undefined;
        }
        projection = this.object(concrete, selections, path);
        byName.set(name, projection);
      }
      return projection.project(value, findings);
    };
  }

  private concreteType(
    type: GraphQLCompositeType,
    selections: readonly ScopedSelection[],
    value: JsonObject,
  ): GraphQLObjectType | GraphQLInterfaceType | undefined {
    const { schema } = this.options.collector;
    const name = value['__typename'];
    // Where no type makes a difference to what is asked, nobody asked for it; and a subgraph that knows an interface as
    // one type answers with the name of the interface.
    if ((name === undefined || name === type.name) && this.options.takesUntyped === true && isInterfaceType(type))
      return this.hangsOnType(type, selections) ? undefined : type;
    const concrete = typeof name === 'string' ? schema.getType(name) : undefined;
    return isObjectType(concrete) && isAbstractType(type) && schema.isSubType(type, concrete) ? concrete : undefined;
  }

  /** Whether objects of some types behind an interface are asked for other fields than the rest. */
  private hangsOnType(
    type: GraphQLInterfaceType,
    selections: readonly ScopedSelection[],
    seen = new Set<string>(),
  ): boolean {
    const { schema, fragments } = this.options.collector;
    return selections.some(({ set }) =>
      set.selections.some((node) => {
        if (node.kind === Kind.FIELD || conditionsOf(node.directives) === undefined) return false;
        if (node.kind === Kind.FRAGMENT_SPREAD) {
          if (seen.has(node.name.value)) return false;
          seen.add(node.name.value);
        }
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        const condition = fragment?.typeCondition?.name.value;
        const named = condition === undefined ? type : schema.getType(condition);
        const isForAll = named === type || (isAbstractType(named) && schema.isSubType(named, type));
        const below = fragment === undefined ? [] : [{ set: fragment.selectionSet, when: [] }];
        return !isForAll || this.hangsOnType(type, below, seen);
      }),
    );
  }
}

/** The type was asked for and is not known. */
const untyped: Project = (_value, findings) => {
  findings.fault('AUTHORITY_BAD_SHAPE');
  return undefined;
};

function finished(type: GraphQLOutputType): Project {
  const take: Project = (value) => value;
  return isNonNullType(type) ? nonNull(take) : nullable(take);
}

/** A value of an enum is one of its names; for scalars `formOf` knows. */
export function leafFormBy(formOf: (scalar: string) => (value: unknown) => boolean): LeafForm {
  return (type) =>
    isEnumType(type) ? (value) => typeof value === 'string' && type.getValue(value) !== undefined : formOf(type.name);
}
