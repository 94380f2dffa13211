import {
  InterfaceType,
  baseType,
  isCompositeType,
  type CompositeType,
  type Schema,
} from '@apollo/federation-internals';
import {
  Kind,
  parse,
  print,
  type ArgumentNode,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { JoinReader } from '../supergraph/join-reader.js';
import { UnsupportedSupergraph } from './planner.js';

/** A field without arguments by which the planner knows a field with the arguments of a `@requires`. */
export interface StandIn {
  readonly name: string;
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/**
 * What one field requires: by path of field names, as its subgraph wants them and joined with dots, the key under which
 * the planner knows the last one.
 */
export type Required = ReadonlyMap<string, string>;

export interface StandIns {
  readonly byName: ReadonlyMap<string, StandIn>;
  /** By `requirerKey`. */
  readonly required: ReadonlyMap<string, Required>;
  /** Of interface objects, by `typeKey`: the fields of each key, those directly in it. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
}

export function typeKey(subgraph: string, type: string): string {
  return `${subgraph} ${type}`;
}

export function requirerKey(subgraph: string, type: string, field: string): string {
  return `${subgraph} ${type}.${field}`;
}

/**
 * The planner (2.14) tells fields apart by their response key: `price(currency: "EUR")` that one field requires,
 * `price(currency: "DKK")` that another one requires and the `price` that a client asks for become one and the same.
 * In the supergraph that the planner gets, each of the first two is a field of its own; `restoreFields` puts back what
 * they stand for. See docs/decisions/0010.
 *
 * `document` is absent when no field requires any with arguments; all is when there is nothing to restore.
 */
export function withStandIns(
  supergraphSdl: string,
  schema: Schema,
  join: JoinReader,
): { readonly document?: DocumentNode; readonly standIns: StandIns } | undefined {
  const maker = new StandInMaker(schema, join);
  const rewritten = maker.rewrite(parse(supergraphSdl, { noLocation: true }));
  if (maker.byName.size > 0) return { document: maker.addTo(rewritten), standIns: maker };
  return maker.keys.size > 0 && maker.required.size > 0 ? { standIns: maker } : undefined;
}

type FieldsNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

class StandInMaker implements StandIns {
  readonly byName = new Map<string, StandIn>();
  readonly required = new Map<string, Required>();
  readonly keys = new Map<string, readonly (readonly string[])[]>();
  private readonly byCall = new Map<string, StandIn>();
  /** By the type that is to have them. */
  private readonly byType = new Map<string, Set<StandIn>>();
  private readonly taken = new Set<string>();

  constructor(
    private readonly schema: Schema,
    private readonly join: JoinReader,
  ) {
    for (const type of schema.interfaceTypes())
      for (const { graph, key, isInterfaceObject } of join.onType(type))
        if (isInterfaceObject === true && key !== undefined) this.addKey(typeKey(join.nameOf(graph), type.name), key);
  }

  /** Lets every `@requires` name stand-ins. */
  rewrite({ definitions, ...document }: DocumentNode): DocumentNode {
    for (const node of definitions)
      if (hasFields(node)) for (const field of node.fields ?? []) this.taken.add(field.name.value);
    return {
      ...document,
      definitions: definitions.map((node) =>
        hasFields(node)
          ? { ...node, fields: (node.fields ?? []).map((field) => this.rewriteField(node.name.value, field)) }
          : node,
      ),
    };
  }

  /** Adds the stand-ins beside the fields that they stand for, in the same subgraphs. */
  addTo({ definitions, ...document }: DocumentNode): DocumentNode {
    return {
      ...document,
      definitions: definitions.map((node) =>
        hasFields(node) ? { ...node, fields: [...(node.fields ?? []), ...this.standInsFor(node)] } : node,
      ),
    };
  }

  private addKey(type: string, fieldSet: string): void {
    const fields = selectionsOf(fieldSet).flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []));
    this.keys.set(type, [...(this.keys.get(type) ?? []), fields]);
  }

  private standInsFor({ name, fields = [] }: FieldsNode): readonly FieldDefinitionNode[] {
    return [...(this.byType.get(name.value) ?? [])].flatMap((standIn) =>
      fields
        .filter((field) => field.name.value === standIn.field)
        .map((field) => ({
          ...field,
          name: { kind: Kind.NAME, value: standIn.name },
          arguments: [],
          directives: (field.directives ?? []).filter((directive) => this.isJoin(directive)),
        })),
    );
  }

  private rewriteField(type: string, field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = (field.directives ?? []).map((directive) =>
      this.isJoin(directive) ? this.rewriteJoin(type, field.name.value, directive) : directive,
    );
    return { ...field, directives };
  }

  private rewriteJoin(type: string, field: string, directive: ConstDirectiveNode): ConstDirectiveNode {
    const required = new Map<string, string>();
    const rewritten = (directive.arguments ?? []).map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument;
      const selections = selectionsOf(argument.value.value).map((selection) =>
        this.rewriteSelection(this.composite(type), selection, [], required),
      );
      return { ...argument, value: { ...argument.value, value: selections.map(print).join(' ') } };
    });
    if (required.size > 0) this.required.set(requirerKey(this.join.nameOf(graphOf(directive)), type, field), required);
    return { ...directive, arguments: rewritten };
  }

  private rewriteSelection(
    parent: CompositeType,
    selection: SelectionNode,
    path: readonly string[],
    required: Map<string, string>,
  ): SelectionNode {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.rewriteRequiredField(parent, selection, path, required);
      case Kind.INLINE_FRAGMENT: {
        const type =
          selection.typeCondition === undefined ? parent : this.composite(selection.typeCondition.name.value);
        const selections = selection.selectionSet.selections.map((below) =>
          this.rewriteSelection(type, below, path, required),
        );
        return { ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections } };
      }
      case Kind.FRAGMENT_SPREAD:
        throw new UnsupportedSupergraph('a @requires spreads a fragment');
    }
  }

  private rewriteRequiredField(
    parent: CompositeType,
    field: FieldNode,
    path: readonly string[],
    required: Map<string, string>,
  ): FieldNode {
    const here = [...path, field.name.value];
    const standIn = (field.arguments ?? []).length === 0 ? undefined : this.standInFor(parent, field);
    const known =
      standIn === undefined ? field : { kind: field.kind, name: { kind: Kind.NAME, value: standIn.name } as const };
    required.set(here.join('.'), known.name.value);
    if (field.selectionSet === undefined) return known;
    const type = this.typeOf(parent, field.name.value);
    const selections = field.selectionSet.selections.map((below) => this.rewriteSelection(type, below, here, required));
    return { ...known, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  private standInFor(parent: CompositeType, { name, arguments: given = [] }: FieldNode): StandIn {
    const call = [name.value, ...given.map(print).sort()].join(' ');
    const standIn = this.byCall.get(call) ?? { name: this.freeName(name.value), field: name.value, arguments: given };
    this.byCall.set(call, standIn);
    this.byName.set(standIn.name, standIn);
    for (const type of [parent, ...this.implementationsOf(parent)])
      this.byType.set(type.name, (this.byType.get(type.name) ?? new Set()).add(standIn));
    return standIn;
  }

  private freeName(field: string): string {
    let number = 1;
    while (this.taken.has(`${field}__r${number}`)) number += 1;
    this.taken.add(`${field}__r${number}`);
    return `${field}__r${number}`;
  }

  private implementationsOf(type: CompositeType): readonly CompositeType[] {
    if (!(type instanceof InterfaceType)) return [];
    return [
      ...type.possibleRuntimeTypes(),
      ...this.schema.interfaceTypes().filter((other) => other.implementsInterface(type)),
    ];
  }

  private isJoin({ name }: ConstDirectiveNode): boolean {
    return name.value === this.join.fieldDirectiveName;
  }

  private composite(name: string): CompositeType {
    const type = this.schema.type(name);
    if (type === undefined || !isCompositeType(type))
      throw new UnsupportedSupergraph(`a @requires is about ${name}, which has no fields`);
    return type;
  }

  private typeOf(parent: CompositeType, name: string): CompositeType {
    const type = parent.field(name)?.type;
    const base = type === undefined ? undefined : baseType(type);
    if (base === undefined || !isCompositeType(base))
      throw new UnsupportedSupergraph(`a @requires is about ${parent.name}.${name}, which has no fields`);
    return base;
  }
}

function hasFields(node: DefinitionNode): node is FieldsNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function graphOf({ arguments: given = [] }: ConstDirectiveNode): string | undefined {
  const graph: ConstArgumentNode | undefined = given.find(({ name }) => name.value === 'graph');
  return graph?.value.kind === Kind.ENUM ? graph.value.value : undefined;
}

function selectionsOf(fieldSet: string): readonly SelectionNode[] {
  const text = fieldSet.trimStart().startsWith('{') ? fieldSet : `{${fieldSet}}`;
  const [operation] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new UnsupportedSupergraph('a @requires selects nothing');
  return operation.selectionSet.selections;
}
