import {
  doTypesOverlap,
  getNamedType,
  isCompositeType,
  isLeafType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { ComposedFixture } from '../world/fixture.js';
import type { Operation } from '../subjects/subject.js';
import { ArgumentWriter } from './argument-writer.js';
import { Choices, pick } from './choices.js';
import type { Gene, Genome } from './gene.js';
import { VariableTable } from './variable-table.js';

/** Writes the operation that a genome stands for: valid for any genome. */
export function writeOperation(fixture: ComposedFixture, genome: Genome): Operation {
  return new OperationWriter(fixture, genome).operation();
}

interface NamedFragment {
  readonly name: string;
  readonly type: GraphQLCompositeType;
  readonly text: string;
}

interface Place {
  readonly type: GraphQLCompositeType;
  /** Only there introspection is offered. */
  readonly isQueryRoot: boolean;
  /** `@defer` is not allowed on the root of a mutation. */
  readonly mayDefer: boolean;
}

class OperationWriter {
  readonly #schema: GraphQLSchema;
  readonly #variables: VariableTable;
  readonly #arguments: ArgumentWriter;
  readonly #fragments: NamedFragment[] = [];
  /** One meaning for each response name in the whole operation, so that fields merge wherever they meet. */
  readonly #meanings = new Map<string, string>();
  #labels = 0;

  constructor(
    fixture: ComposedFixture,
    private readonly genome: Genome,
  ) {
    this.#schema = fixture.apiSchema;
    this.#variables = new VariableTable(genome.switches);
    this.#arguments = new ArgumentWriter(fixture.vocabulary, this.#variables);
  }

  operation(): Operation {
    const mutation = this.genome.operation === 5 ? this.#schema.getMutationType() : undefined;
    const type = mutation ?? this.#schema.getQueryType();
    if (type === null || type === undefined) throw new TypeError('the schema has no queries');
    const isMutation = type === mutation;
    const place = { type, isQueryRoot: !isMutation, mayDefer: !isMutation };
    const selections = this.#selectionSet(place, this.genome.selections);
    const operation = `${isMutation ? 'mutation' : 'query'} Random${this.#variables.declarations} ${selections}`;
    const fragments = this.#fragments.map(({ name, type: on, text }) => `fragment ${name} on ${on.name} ${text}`);
    return { document: [operation, ...fragments].join('\n'), variables: this.#variables.values };
  }

  #selectionSet(place: Place, genes: readonly Gene[]): string {
    const selections = genes.map((gene) => this.#selection(place, gene));
    return `{ ${selections.length === 0 ? '__typename' : selections.join(' ')} }`;
  }

  #selection(place: Place, gene: Gene): string {
    if (gene.kind >= 17) return this.#spread(place, gene);
    if (gene.kind >= 14) return this.#inlineFragment(place, gene);
    if (gene.kind === 13 || isUnionType(place.type)) return this.#typename(place, gene);
    return this.#field(place, gene);
  }

  #typename({ type, isQueryRoot }: Place, gene: Gene): string {
    if (isQueryRoot && gene.pick % 4 === 3) return this.#introspection(gene);
    if (isUnionType(type) && gene.kind < 10 && gene.children.length > 0)
      return this.#inlineFragment({ type, isQueryRoot, mayDefer: true }, gene);
    const alias = gene.alias < 8 ? '' : `t${gene.alias - 8}: `;
    return `${alias}__typename${this.#condition(gene)}`;
  }

  #introspection({ pick: choice }: Gene): string {
    if (choice % 8 === 3) return '__schema { queryType { name } }';
    const name = pick(Object.keys(this.#schema.getTypeMap()).toSorted(), choice);
    return `type_${name}: __type(name: "${name}") { kind name }`;
  }

  #field(place: Place, gene: Gene): string {
    if (isUnionType(place.type)) throw new TypeError('a union has no fields');
    const all = Object.values(place.type.getFields());
    const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
    const options = gene.children.length === 0 ? leaves : all;
    if (options.length === 0) return this.#typename({ ...place, isQueryRoot: false }, gene);
    const field = pick(options, gene.pick);
    const args = this.#arguments.argumentsOf(field, new Choices(gene.choices));
    const responseName = this.#responseName(field, args, gene, all);
    const type = getNamedType(field.type);
    const below = isCompositeType(type)
      ? ` ${this.#selectionSet({ type, isQueryRoot: false, mayDefer: true }, gene.children)}`
      : '';
    const alias = responseName === field.name ? '' : `${responseName}: `;
    return `${alias}${field.name}${args}${this.#condition(gene)}${below}`;
  }

  #responseName(
    field: GraphQLField<unknown, unknown>,
    args: string,
    { alias, pick: choice }: Gene,
    siblings: readonly GraphQLField<unknown, unknown>[],
  ): string {
    const meaning = `${field.name}${args}: ${String(field.type)}`;
    // Names of other fields too: an answer read by the wrong name would show.
    const wanted = alias < 8 ? field.name : alias < 11 ? `a${alias - 8}` : pick(siblings, choice + 1).name;
    for (let attempt = 0; ; attempt += 1) {
      const name = attempt === 0 ? wanted : `${wanted}_${attempt}`;
      const known = this.#meanings.get(name);
      if (known !== undefined && known !== meaning) continue;
      this.#meanings.set(name, meaning);
      return name;
    }
  }

  #inlineFragment(place: Place, gene: Gene): string {
    const candidates = this.#overlapping(place.type);
    const choice = gene.pick % (candidates.length + 1);
    const type = choice === 0 ? place.type : pick(candidates, choice - 1);
    const on = choice === 0 ? '' : ` on ${type.name}`;
    const selections = this.#selectionSet({ ...place, type }, gene.children);
    return `...${on}${this.#condition(gene)}${this.#defer(place, gene)} ${selections}`;
  }

  #spread(place: Place, gene: Gene): string {
    const reusable = this.#fragments.filter(({ type }) => doTypesOverlap(this.#schema, type, place.type));
    const isReused = gene.children.length === 0 && reusable.length > 0 && place.mayDefer;
    const { name } = isReused ? pick(reusable, gene.pick) : this.#defineFragment(place, gene);
    return `...${name}${this.#condition(gene)}${this.#defer(place, gene)}`;
  }

  #defineFragment(place: Place, gene: Gene): NamedFragment {
    const type = pick([place.type, ...this.#overlapping(place.type)], gene.pick);
    const text = this.#selectionSet({ ...place, type }, gene.children);
    const fragment = { name: `Part${this.#fragments.length}`, type, text };
    this.#fragments.push(fragment);
    return fragment;
  }

  #overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return Object.values(this.#schema.getTypeMap())
      .filter((candidate) => isCompositeType(candidate))
      .filter((candidate) => !candidate.name.startsWith('__') && doTypesOverlap(this.#schema, candidate, type))
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }

  #condition({ condition, pick: choice }: Gene): string {
    const on = this.#variables;
    switch (condition) {
      case 17:
        return ' @include(if: true)';
      case 18:
        return ' @skip(if: false)';
      case 19:
        return choice % 2 === 0 ? ' @include(if: false)' : ' @skip(if: true)';
      case 20:
        return ` @include(if: ${on.switch(choice)})`;
      case 21:
      case 22:
        return ` @skip(if: ${on.switch(choice)})`;
      case 23:
        return ` @skip(if: ${on.switch(choice)}) @include(if: ${on.switch(choice + 1)})`;
      default:
        return '';
    }
  }

  #defer({ mayDefer }: Place, { defer, pick: choice }: Gene): string {
    if (!mayDefer || defer < 7) return '';
    if (defer < 9) return ' @defer';
    if (defer === 9) return ` @defer(if: ${this.#variables.switch(choice)})`;
    this.#labels += 1;
    return defer === 10
      ? ` @defer(label: "part ${this.#labels}")`
      : ` @defer(label: "part ${this.#labels}", if: ${this.#variables.switch(choice)})`;
  }
}
