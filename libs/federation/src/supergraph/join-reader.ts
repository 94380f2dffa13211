import {
  parseSelectionSet,
  validateSupergraph,
  type CompositeType,
  type DirectiveDefinition,
  type FieldDefinition,
  type JoinFieldDirectiveArguments,
  type JoinTypeDirectiveArguments,
  type NamedType,
  type Schema,
  type SelectionSet,
} from '@apollo/federation-internals';

type Field = FieldDefinition<CompositeType>;

/** What composition noted about each subgraph's part in a type or field, whatever the directives are called here. */
export class JoinReader {
  private readonly ofField: DirectiveDefinition<JoinFieldDirectiveArguments>;
  private readonly ofType: DirectiveDefinition<JoinTypeDirectiveArguments>;
  private readonly names: ReadonlyMap<string, string>;

  constructor(schema: Schema) {
    const [, join] = validateSupergraph(schema);
    const ofGraph = join.graphDirective(schema);
    this.names = new Map(
      join
        .graphEnum(schema)
        .values.map((value) => [value.name, value.appliedDirectivesOf(ofGraph)[0]?.arguments().name ?? value.name]),
    );
    this.ofField = join.fieldDirective(schema);
    this.ofType = join.typeDirective(schema);
  }

  get fieldDirectiveName(): string {
    return this.ofField.name;
  }

  onField(field: Field): readonly JoinFieldDirectiveArguments[] {
    return field.appliedDirectivesOf(this.ofField).map((applied) => applied.arguments());
  }

  onType(type: NamedType): readonly JoinTypeDirectiveArguments[] {
    return type.appliedDirectivesOf(this.ofType).map((applied) => applied.arguments());
  }

  /** What subgraphs must be given of the same object before they can answer for the field. */
  requiredBy(field: Field): readonly SelectionSet[] {
    return this.onField(field).flatMap(({ requires }) =>
      requires === undefined
        ? []
        : [parseSelectionSet({ parentType: field.parent, source: requires, validate: false })],
    );
  }

  /** Name of the subgraph that composition calls `graph`; without one, of all. */
  nameOf(graph: string | undefined): string {
    return graph === undefined ? 'any' : (this.names.get(graph) ?? graph);
  }

  isInterfaceObject(type: NamedType): boolean {
    return this.onType(type).some(({ isInterfaceObject }) => isInterfaceObject === true);
  }
}
