import type { Finding } from '../finding.js';
import { isExternal, mirroredTypes } from './mirrored-types.js';
import { outputFieldsOf, type SubgraphSchema, type TypeNodeOfSdl } from './subgraph-schema.js';

/**
 * The gateway may speak of what authorities own, to derive from it; it may not add to it. Whether the types of the fields
 * agree is compared by composition.
 */
export function mirrorRules(schema: SubgraphSchema, all: readonly SubgraphSchema[]): Finding[] {
  const mirrored = mirroredTypes(schema);
  const owners = all.filter(({ isGateway }) => !isGateway);
  return schema.types
    .filter((type) => mirrored.has(type.name.value))
    .flatMap((type) => {
      const owned = owners.flatMap((owner) => owner.typesNamed(type.name.value));
      return [...additions(schema, type, owned), ...answeredFields(schema, type)];
    });
}

function additions(schema: SubgraphSchema, type: TypeNodeOfSdl, owned: readonly TypeNodeOfSdl[]): Finding[] {
  const known = new Set(owned.flatMap(partsOf));
  return partsOf(type)
    .filter((part) => !known.has(part))
    .map((part) =>
      schema.at(
        type,
        'ownership/mirror',
        `${type.name.value} has ${part}, which no authority has.`,
        'A type that repeats an authority’s one shows a part of it and nothing else.',
      ),
    );
}

function answeredFields(schema: SubgraphSchema, type: TypeNodeOfSdl): Finding[] {
  if (!type.kind.startsWith('ObjectType')) return [];
  return outputFieldsOf(type)
    .filter((field) => !isExternal(schema, field))
    .map((field) =>
      schema.at(
        field,
        'ownership/mirror',
        `${type.name.value}.${field.name.value} is answered here, and the type belongs to an authority.`,
        'Mark the field with @external.',
      ),
    );
}

/** Fields, values and members by their names, told apart from each other. */
function partsOf(type: TypeNodeOfSdl): string[] {
  return [
    `the kind ${type.kind.replace(/Type(Definition|Extension)$/, '')}`,
    ...outputFieldsOf(type).map(({ name }) => `the field ${name.value}`),
    ...('values' in type ? (type.values ?? []) : []).map(({ name }) => `the value ${name.value}`),
    ...('types' in type ? (type.types ?? []) : []).map(({ name }) => `the member ${name.value}`),
  ];
}
