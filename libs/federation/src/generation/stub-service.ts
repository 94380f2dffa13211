import {
  GraphQLError,
  Kind,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { ECHO_KEY, OWNER_KEY } from '../guard/entity-operation.js';
import type { Service, ServiceCall } from '../ports/service.js';
import { isObject, type JsonObject } from '../program/json-object.js';
import { fragmentsOf, responseKeyOf } from '../program/selection.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** What the subject of a rehearsal is called. */
export const STUB_SUBJECT = 'rehearsal';

const VALUES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['Int', 1],
  ['Float', 1.5],
  ['Boolean', true],
  ['Oere', 100],
  ['Date', '2026-01-01'],
  ['DateTime', '2026-01-01T12:00:00.000Z'],
]);
const LIST_LENGTH = 2;
/** A client may nest a recursive type as deep as its limits let it; two lists of two each level would be many. */
const DEPTH_OF_LISTS = 4;

/** Answers every question with values of the right shape, so that a program can run before it serves anybody. */
export class StubService implements Service {
  private readonly supergraph: Supergraph;

  constructor(
    readonly name: string,
    supergraph: Supergraph,
  ) {
    this.supergraph = supergraph;
  }

  async call<Answer>(call: ServiceCall<Answer>): Promise<Answer> {
    const request: unknown = JSON.parse(call.body);
    if (!isObject(request) || typeof request['query'] !== 'string') throw new TypeError('a request without a query');
    const variables = isObject(request['variables']) ? request['variables'] : {};
    return call.read({ data: this.answer(request['query'], variables) });
  }

  private answer(query: string, variables: JsonObject): JsonObject {
    const document = parse(query);
    const writer = new StubWriter(this.supergraph, fragmentsOf(document));
    const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (operation === undefined) throw new GraphQLError('no operation');
    const entities = operation.selectionSet.selections.find(
      (node) => node.kind === Kind.FIELD && node.name.value === '_entities',
    );
    if (entities?.kind === Kind.FIELD && entities.selectionSet !== undefined) {
      const { selectionSet } = entities;
      const references = Array.isArray(variables['representations']) ? variables['representations'] : [];
      return { _entities: references.map((reference: unknown) => writer.entity(reference, selectionSet)) };
    }
    const root = this.supergraph.schema.getRootType(operation.operation);
    return root === undefined || root === null ? {} : writer.object(root, operation.selectionSet, 0);
  }
}

class StubWriter {
  constructor(
    private readonly supergraph: Supergraph,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  entity(reference: unknown, set: SelectionSetNode): JsonObject | null {
    const name = isObject(reference) ? reference['__typename'] : undefined;
    const type = typeof name === 'string' ? this.supergraph.schema.getType(name) : undefined;
    const concrete = this.concrete(type);
    if (concrete === undefined) return null;
    const entity = this.object(concrete, set, 0);
    if (ECHO_KEY in entity && isObject(reference)) entity[ECHO_KEY] = reference['id'];
    if (OWNER_KEY in entity) entity[OWNER_KEY] = STUB_SUBJECT;
    return entity;
  }

  object(type: GraphQLObjectType, set: SelectionSetNode, depth: number): JsonObject {
    const result: JsonObject = {};
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const field = type.getFields()[node.name.value];
        result[responseKeyOf(node)] =
          field === undefined ? type.name : this.value(field.type, node.selectionSet, depth);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
      if (fragment !== undefined && this.applies(fragment.typeCondition?.name.value, type))
        Object.assign(result, this.object(type, fragment.selectionSet, depth));
    }
    return result;
  }

  private value(type: GraphQLOutputType, set: SelectionSetNode | undefined, depth: number): unknown {
    if (isNonNullType(type)) return this.value(type.ofType, set, depth);
    if (isListType(type)) {
      const length = depth > DEPTH_OF_LISTS ? 1 : LIST_LENGTH;
      return Array.from({ length }, () => this.value(type.ofType, set, depth + 1));
    }
    const named = getNamedType(type);
    if (isEnumType(named)) return named.getValues()[0]?.name ?? null;
    if (set === undefined) return VALUES.get(named.name) ?? STUB_SUBJECT;
    const concrete = this.concrete(named);
    return concrete === undefined ? null : this.object(concrete, set, depth + 1);
  }

  private concrete(type: GraphQLNamedType | undefined): GraphQLObjectType | undefined {
    if (isAbstractType(type)) return this.supergraph.schema.getPossibleTypes(type)[0];
    return isObjectType(type) ? type : undefined;
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.supergraph.schema.getType(condition);
    return isAbstractType(named) && this.supergraph.schema.isSubType(named, type);
  }
}
