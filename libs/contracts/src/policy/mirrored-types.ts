import type { ConstDirectiveNode, FieldDefinitionNode } from 'graphql';
import { CITIZEN } from './citizen-fields.js';
import { namedTypeOf, outputFieldsOf, type SubgraphSchema } from './subgraph-schema.js';

/** Whether a field is only spoken of, and answered by its owner. */
export function isExternal(schema: SubgraphSchema, field: FieldDefinitionNode): boolean {
  return (field.directives ?? []).some(
    ({ name }: ConstDirectiveNode) => schema.names.canonical(name.value) === 'external',
  );
}

/**
 * Types that the gateway repeats because its `@requires` reach into them: what its external fields of the citizen lead
 * to and its own fields do not. An authority has none.
 */
export function mirroredTypes(schema: SubgraphSchema): ReadonlySet<string> {
  if (!schema.isGateway) return new Set();
  const isSpokenOf = (field: FieldDefinitionNode) => isExternal(schema, field);
  const roots = schema.types.filter(({ name }) => name.value === 'Query').flatMap(outputFieldsOf);
  const own = reachedFrom(schema, [...roots, ...schema.citizenFields.filter((field) => !isSpokenOf(field))]);
  const mirrored = reachedFrom(schema, schema.citizenFields.filter(isSpokenOf));
  return new Set([...mirrored].filter((name) => !own.has(name)));
}

function reachedFrom(schema: SubgraphSchema, fields: readonly FieldDefinitionNode[]): Set<string> {
  const reached = new Set<string>();
  const open = fields.map((field) => namedTypeOf(field.type));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name) || name === CITIZEN) continue;
    reached.add(name);
    open.push(...schema.typesNamed(name).flatMap((type) => neighboursOf(schema, type)));
  }
  return reached;
}

/** Types of the fields, members of a union, and whatever implements an interface. */
function neighboursOf(schema: SubgraphSchema, type: SubgraphSchema['types'][number]): string[] {
  const members = 'types' in type ? (type.types ?? []) : [];
  const implementers = schema.types.filter(
    (other) => 'interfaces' in other && other.interfaces?.some(({ name }) => name.value === type.name.value),
  );
  return [
    ...outputFieldsOf(type).map((field) => namedTypeOf(field.type)),
    ...[...members, ...implementers].map(({ name }) => name.value),
  ];
}
