import {
  Kind,
  TypeInfo,
  getNamedType,
  isAbstractType,
  isObjectType,
  parse,
  print,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { AnswerReaders, type AnswerObject, type Fragments, readFields } from './answer-reader.js';
import { withoutConditions } from './conditions.js';

/** The type that a request is about; every authority extends it (architecture.md, decisions 1 and 2). */
export const SUBJECT_TYPE = 'Citizen';

/** Response keys of the guard's own fields; the planner's keys never begin with an underscore. */
export const ECHO_KEY = '_guardEcho';
export const OWNER_KEY = '_guardOwner';

/** A field that an authority is asked about the subject, and how its answer is read. */
export interface AskedField {
  readonly key: string;
  /** Errors: throws `ShapeFault`. */
  read(entity: AnswerObject): unknown;
}

/** What one authority is asked in one step of a plan: the text to send and how to read the answer. */
export interface EntityOperation {
  /** The planner's operation with the guard's fields added. */
  readonly text: string;
  /** Values of the variables that are left in the text beside the references. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asked: readonly AskedField[];
  /** Every response key in the text. An error path may hold these names and no others. */
  readonly responseKeys: ReadonlySet<string>;
}

/**
 * Prepares a step of a plan: decides its `@include` and `@skip`, so that exactly what is read is asked; adds what the
 * guard needs (echo of the reference, `recordOwner`, `__typename` on abstract types); builds the readers. Done once per
 * operation text and variables.
 *
 * Errors: `TypeError` for an operation that is anything but a question about the subject; the ownership policy of the
 *         contracts makes that impossible, so it is a fault of ours.
 */
export function prepareEntityOperation(
  schema: GraphQLSchema,
  operationText: string,
  variables: Readonly<Record<string, unknown>> = {},
): EntityOperation {
  const decided = withoutConditions(parse(operationText, { noLocation: true }), variables);
  const document = withTypenames(schema, decided);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const entities = operation === undefined ? undefined : entitiesField(operation);
  const subject = schema.getType(SUBJECT_TYPE);
  if (entities?.selectionSet === undefined || !isObjectType(subject))
    throw new TypeError('an authority is asked about the subject only');

  const fragments = fragmentsOf(document);
  const fields = new AnswerReaders(schema, fragments).fieldsOf(subject, [entities.selectionSet]);
  return {
    text: print(withGuardFields(document, entities)),
    variables: valuesOf(operation, variables),
    asked: fields
      .filter(({ key }) => key !== '__typename')
      .map((field) => ({
        key: field.key,
        read: (entity: AnswerObject) => readFields([field], entity, [])[field.key],
      })),
    responseKeys: responseKeysOf(document),
  };
}

function valuesOf(operation: OperationDefinitionNode | undefined, given: Readonly<Record<string, unknown>>) {
  const names = (operation?.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]));
}

function entitiesField(operation: OperationDefinitionNode): FieldNode | undefined {
  const [only, ...others] = operation.selectionSet.selections;
  return only?.kind === Kind.FIELD && only.name.value === '_entities' && others.length === 0 ? only : undefined;
}

function responseKeysOf(document: DocumentNode): ReadonlySet<string> {
  const keys = new Set<string>();
  visit(document, { Field: (node) => void keys.add(node.alias?.value ?? node.name.value) });
  return keys;
}

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function withGuardFields(document: DocumentNode, entities: FieldNode): DocumentNode {
  const guardFields: SelectionSetNode = {
    kind: Kind.SELECTION_SET,
    selections: [
      {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: SUBJECT_TYPE } },
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: [aliased(ECHO_KEY, 'id'), aliased(OWNER_KEY, 'recordOwner')],
        },
      },
    ],
  };
  const guarded: FieldNode = {
    ...entities,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(entities.selectionSet?.selections ?? []), ...guardFields.selections],
    },
  };
  return visit(document, { Field: (node) => (node === entities ? guarded : undefined) });
}

function aliased(alias: string, name: string): FieldNode {
  return { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: alias }, name: { kind: Kind.NAME, value: name } };
}

/** A reader must know the concrete type; the planner asks for it in most places, this makes it all. */
function withTypenames(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  const asksTypename = (set: SelectionSetNode) =>
    set.selections.some(
      (node) => node.kind === Kind.FIELD && node.name.value === '__typename' && node.alias === undefined,
    );
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: {
        leave(node) {
          const type = typeInfo.getType();
          if (node.selectionSet === undefined || type === undefined || type === null) return undefined;
          if (!isAbstractType(getNamedType(type)) || asksTypename(node.selectionSet)) return undefined;
          const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
          return {
            ...node,
            selectionSet: { ...node.selectionSet, selections: [typename, ...node.selectionSet.selections] },
          };
        },
      },
    }),
  );
}
