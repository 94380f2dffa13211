import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Fixture, SubgraphFixture, Thing, World } from './fixture.js';
import { readOverridden, readOwnership, type Ownership } from './ownership.js';
import { isThing } from './self.js';
import { readField, viewOf, type View } from './view.js';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface SubgraphAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
}

/** One subgraph of a fixture in-process. It answers as strictly as one with a store of its own: only what it can know. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** The answer after a round trip through JSON. */
  answer(request: SubgraphRequest, world: World): Promise<SubgraphAnswer>;
}

export function buildSubgraphs(fixture: Fixture): readonly Subgraph[] {
  const schemas = fixture.subgraphs.map(buildSchema);
  return fixture.subgraphs.map((subgraph, index) => {
    const schema = schemas[index];
    if (schema === undefined) throw new RangeError(subgraph.name);
    return new GraphQLSubgraph(subgraph.name, schema, readOverridden(subgraph.name, schemas));
  });
}

class GraphQLSubgraph implements Subgraph {
  readonly #fieldResolver: GraphQLFieldResolver<unknown, World>;
  readonly #documents = new Map<string, DocumentNode>();

  constructor(
    readonly name: string,
    readonly schema: GraphQLSchema,
    overridden: ReadonlySet<string>,
  ) {
    const ownership = readOwnership(schema);
    this.#fieldResolver = (source, args, world, info) => {
      const typeName = info.parentType.name;
      if (overridden.has(`${typeName}.${info.fieldName}`))
        throw new Error(`${typeName}.${info.fieldName} has moved away from ${name}`);
      const view = isView(source) ? source : rootView(info.parentType === schema.getQueryType(), world);
      return readField(ownership, { typeName, field: info.fieldName }, view, args);
    };
  }

  async answer({ query, variables }: SubgraphRequest, world: World): Promise<SubgraphAnswer> {
    const document = this.#documentOf(query);
    const faults = validate(this.schema, document);
    const result: ExecutionResult =
      faults.length > 0
        ? { errors: faults }
        : await execute({
            schema: this.schema,
            document,
            contextValue: world,
            fieldResolver: this.#fieldResolver,
            ...(variables === undefined ? {} : { variableValues: variables }),
          });
    const answer: SubgraphAnswer = JSON.parse(JSON.stringify(result));
    return answer;
  }

  #documentOf(query: string): DocumentNode {
    const known = this.#documents.get(query);
    if (known !== undefined) return known;
    // Random operations never come again, representations apart; a night of them would fill the memory.
    if (this.#documents.size > 200) this.#documents.clear();
    const document = parse(query);
    this.#documents.set(query, document);
    return document;
  }
}

const isView = (source: unknown): source is View => isThing(source) && 'thing' in source;

function rootView(isQuery: boolean, world: World): View {
  const root = isQuery ? world.query : world.mutation;
  if (root === undefined) throw new Error('this fixture has no mutations');
  return viewOf(root);
}

function buildSchema({ name, sdl, unknown = [] }: SubgraphFixture): GraphQLSchema {
  const typeDefs = parse(sdl);
  const bare = buildSubgraphSchema({ typeDefs });
  const ownership = readOwnership(bare);
  const resolvers: Record<string, Record<string, unknown>> = {};
  for (const type of Object.values(bare.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isAbstractType(type)) resolvers[type.name] = { __resolveType: ({ thing }: View) => thing.__typename };
    if ((isObjectType(type) || isInterfaceType(type)) && ownership.keys(type.name).length > 0)
      resolvers[type.name] = {
        ...resolvers[type.name],
        __resolveReference: referenceResolver(name, bare, ownership, unknown),
      };
  }
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}

type Reference = Readonly<Record<string, unknown>> & { readonly __typename: string };

function referenceResolver(name: string, schema: GraphQLSchema, ownership: Ownership, unknown: readonly string[]) {
  return (reference: Reference, world: World): View | null => {
    const { __typename } = reference;
    const key = ownership.keys(__typename).find((candidate) => isNamedBy(reference, candidate));
    if (key === undefined) throw new Error(`${name} was asked for a ${__typename} without one of its keys`);
    const thing = world.entities.find(
      (candidate) => isOfType(schema, candidate, __typename, world) && matches(candidate, reference, key),
    );
    if (thing === undefined || unknown.some((fact) => isFactOf(thing, fact))) return null;
    const isInterface = isInterfaceType(schema.getType(__typename));
    return { __typename: isInterface ? thing.__typename : __typename, thing, told: reference, provided: [] };
  };
}

/** An interface object stands for things of any type that implements the interface elsewhere: its keys tell. */
function isOfType(schema: GraphQLSchema, thing: Thing, typeName: string, world: World): boolean {
  if (thing.__typename === typeName) return true;
  const type = schema.getType(typeName);
  if (isInterfaceType(type))
    return schema.getImplementations(type).objects.some(({ name }) => name === thing.__typename);
  return world.entities.every((entity) => entity.__typename !== typeName);
}

function isFactOf(thing: Thing, fact: string): boolean {
  const [typeName, condition] = fact.split(':');
  const [field, value] = condition?.split('=') ?? [];
  return thing.__typename === typeName && field !== undefined && thing[field] === value;
}

function isNamedBy(reference: unknown, { selections }: SelectionSetNode): boolean {
  if (Array.isArray(reference))
    return reference.every((item) => isNamedBy(item, { kind: Kind.SELECTION_SET, selections }));
  if (typeof reference !== 'object') return false;
  if (reference === null) return true;
  return selections.every((node) => {
    if (node.kind !== Kind.FIELD) return true;
    const value: unknown = Reflect.get(reference, node.name.value);
    if (value === undefined) return false;
    return node.selectionSet === undefined || isNamedBy(value, node.selectionSet);
  });
}

function matches(thing: unknown, reference: unknown, key: SelectionSetNode): boolean {
  if (Array.isArray(thing) && Array.isArray(reference))
    return thing.length === reference.length && thing.every((item, index) => matches(item, reference[index], key));
  if (typeof thing !== 'object' || typeof reference !== 'object' || thing === null || reference === null) return false;
  return key.selections.every((node) => {
    if (node.kind !== Kind.FIELD) return true;
    const own: unknown = Reflect.get(thing, node.name.value);
    const told: unknown = Reflect.get(reference, node.name.value);
    if (node.selectionSet !== undefined) return matches(own, told, node.selectionSet);
    return own !== null && own === told;
  });
}
