import { print, type ConstDirectiveNode, type FieldDefinitionNode } from 'graphql';
import type { Finding } from '../finding.js';
import { CITIZEN, CITIZEN_KEY, RECORD_OWNER } from './citizen-fields.js';
import { argumentOf } from './federation-names.js';
import { namedTypeOf, outputFieldsOf, type SubgraphSchema } from './subgraph-schema.js';

/** The citizen is the only entity, reached by the opaque reference only, and one authority's silence never blanks the page. */
export function citizenRules(schema: SubgraphSchema): Finding[] {
  return [
    ...declaredOnce(schema),
    ...keyOf(schema),
    ...protocolFields(schema),
    ...nullable(schema),
    ...references(schema),
  ];
}

function declaredOnce(schema: SubgraphSchema): Finding[] {
  const parts = schema.typesNamed(CITIZEN);
  const fix = `Write one \`type ${CITIZEN} @key(fields: "id") { ${CITIZEN_KEY} ${RECORD_OWNER} … }\`, without interfaces.`;
  if (parts.length !== 1 || parts[0]?.kind !== 'ObjectTypeDefinition')
    return [schema.at(parts[1] ?? parts[0], 'citizen/type', `${CITIZEN} must be declared once, as a type.`, fix)];
  return (parts[0].interfaces ?? []).map((node) =>
    schema.at(
      node,
      'citizen/type',
      `${CITIZEN} implements ${node.name.value}: the citizen could be reached under another type.`,
      fix,
    ),
  );
}

function keyOf(schema: SubgraphSchema): Finding[] {
  const parts = schema.typesNamed(CITIZEN);
  const keys = parts.flatMap((part) => (part.directives ?? []).filter((directive) => isKey(schema, directive)));
  const isExact = keys.length === 1 && keys[0]?.arguments?.length === 1 && keyFields(keys[0]) === 'id';
  if (parts.length === 0 || isExact) return [];
  const reason = `${CITIZEN} must have exactly one key, @key(fields: "id").`;
  return [schema.at(keys[0] ?? parts[0], 'citizen/key', reason, 'Write @key(fields: "id") and no other key.')];
}

function isKey(schema: SubgraphSchema, directive: ConstDirectiveNode): boolean {
  return schema.names.canonical(directive.name.value) === 'key';
}

function keyFields(key: ConstDirectiveNode): string | undefined {
  const fields = argumentOf(key, 'fields');
  return fields?.kind === 'StringValue' ? fields.value : undefined;
}

function protocolFields(schema: SubgraphSchema): Finding[] {
  const expected: [name: string, text: string][] = [['id', CITIZEN_KEY]];
  if (!schema.isGateway) expected.push(['recordOwner', RECORD_OWNER]);
  return expected.flatMap(([name, text]) => {
    const field = schema.citizenFields.find((candidate) => candidate.name.value === name);
    if (field !== undefined && asWritten(schema, field) === text) return [];
    const rule = name === 'id' ? 'citizen/id' : 'citizen/record-owner';
    const found = field === undefined ? 'is missing' : `is \`${asWritten(schema, field)}\``;
    const node = field ?? schema.typesNamed(CITIZEN)[0];
    return [schema.at(node, rule, `${CITIZEN}.${name} ${found}.`, `Write exactly \`${text}\`.`)];
  });
}

/** One line without description, directives under their real names. */
function asWritten(schema: SubgraphSchema, field: FieldDefinitionNode): string {
  const directives = (field.directives ?? []).map((directive) => ({
    ...directive,
    name: { ...directive.name, value: schema.names.canonical(directive.name.value) },
  }));
  const { kind, name, type, arguments: fieldArguments = [] } = field;
  return print({ kind, name, type, arguments: fieldArguments, directives });
}

function nullable(schema: SubgraphSchema): Finding[] {
  return schema.citizenFields
    .filter(({ name, type }) => name.value !== 'id' && type.kind === 'NonNullType')
    .map((field) =>
      schema.at(
        field,
        'citizen/nullable',
        `${CITIZEN}.${field.name.value} is never null, so when it cannot be fetched the whole citizen is.`,
        `Write ${print(field.type).replace(/!$/, '')} without the last !.`,
      ),
    );
}

/** A field that returns a citizen lets an authority choose about whom the others are asked. Only the gateway's `me` may. */
function references(schema: SubgraphSchema): Finding[] {
  const fix = 'Other persons are plain values inside a section: give them a type of their own, without key.';
  const fields = schema.types.flatMap((type) =>
    outputFieldsOf(type)
      .filter((field) => namedTypeOf(field.type) === CITIZEN)
      .map((field) => ({ node: field, coordinate: `${type.name.value}.${field.name.value}` })),
  );
  const members = schema.types.flatMap((type) =>
    ('types' in type ? (type.types ?? []) : [])
      .filter(({ name }) => name.value === CITIZEN)
      .map((node) => ({ node, coordinate: type.name.value })),
  );
  return [...fields, ...members]
    .filter(({ coordinate }) => !(schema.isGateway && coordinate === 'Query.me'))
    .map(({ node, coordinate }) =>
      schema.at(
        node,
        'citizen/reference',
        `${coordinate} leads to ${CITIZEN}: the authority would choose the subject.`,
        fix,
      ),
    );
}
