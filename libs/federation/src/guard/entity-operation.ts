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
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { ProjectionCompiler, leafFormBy } from '../program/projection-compiler.js';
import type { Project } from '../program/projection.js';
import { SelectionCollector, fragmentsOf } from '../program/selection.js';
import type { VariableValues } from '../program/condition.js';
import { withoutConditions } from './conditions.js';
import { formOfScalar } from './scalar-forms.js';

/** The type that a request is about; every authority extends it (architecture.md, decisions 1 and 2). */
export const SUBJECT_TYPE = 'Citizen';

/** Response keys of the guard's own fields; the planner's keys never begin with an underscore. */
export const ECHO_KEY = '_guardEcho';
export const OWNER_KEY = '_guardOwner';

/** A field that an authority is asked about the subject, and how its answer is read. */
export interface AskedField {
  readonly key: string;
  /** Takes what was asked from the value, and nothing else; notes what does not have the agreed shape. */
  readonly project: Project;
}

/** What one authority is asked in one step of a plan: the text to send and how to read the answer. */
export interface EntityOperation {
  /** The planner's operation with the guard's fields added. */
  readonly text: string;
  /** The request, but for the references between its two parts. */
  readonly body: { readonly start: string; readonly end: string };
  /** Values of the client's variables. */
  readonly variables: VariableValues;
  readonly asked: readonly AskedField[];
  /** Every response key in the text. An error path may hold these names and no others. */
  readonly responseKeys: ReadonlySet<string>;
}

/**
 * Prepares a step of a plan: decides its `@include` and `@skip`, so that exactly what is read is asked; adds what the
 * guard needs (echo of the reference, `recordOwner`, `__typename` on abstract types); compiles what is read of the answer.
 *
 * `finished`: how fields are read whose values go to the client as they are; others are read as the step asks for them.
 *
 * Errors: `TypeError` for an operation that is anything but a question about the subject; the ownership policy of the
 *         contracts makes that impossible, so it is a fault of ours.
 */
export function prepareEntityOperation(
  schema: GraphQLSchema,
  operationText: string,
  variables: VariableValues = {},
  finished: ReadonlyMap<string, Project> = new Map(),
): EntityOperation {
  const decided = withoutConditions(parse(operationText, { noLocation: true }), variables);
  const document = withTypenames(schema, decided);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const entities = operation === undefined ? undefined : entitiesField(operation);
  const subject = schema.getType(SUBJECT_TYPE);
  if (entities?.selectionSet === undefined || !isObjectType(subject))
    throw new TypeError('an authority is asked about the subject only');

  const collector = new SelectionCollector(schema, fragmentsOf(document));
  const compiler = new ProjectionCompiler({ collector, leafForm: leafFormBy(formOfScalar) });
  const { fields } = collector.collect(subject, [{ set: entities.selectionSet, when: [] }]);
  const text = print(withGuardFields(document, entities));
  return {
    text,
    body: bodyAround(text, valuesOf(operation, variables)),
    variables,
    asked: [...fields]
      .filter(([key]) => key !== '__typename')
      .map(([key, occurrences]) => ({
        key,
        project: finished.get(key) ?? compiler.field(subject, key, occurrences).project,
      })),
    responseKeys: responseKeysOf(document),
  };
}

/** The whole body of a request about these references. */
export function bodyOf({ body }: EntityOperation, references: readonly string[]): string {
  const representations = references.map((id) => `{"__typename":"${SUBJECT_TYPE}","id":${JSON.stringify(id)}}`);
  return body.start + representations.join(',') + body.end;
}

function bodyAround(query: string, variables: Readonly<Record<string, unknown>>): EntityOperation['body'] {
  const others = Object.entries(variables)
    .map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join('');
  return { start: `{"query":${JSON.stringify(query)},"variables":{"representations":[`, end: `]${others}}}` };
}

function valuesOf(operation: OperationDefinitionNode | undefined, given: VariableValues) {
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
