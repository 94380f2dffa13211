import type {
  DefinitionNode,
  DocumentNode,
  InterfaceTypeDefinitionNode,
  InterfaceTypeExtensionNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
} from 'graphql';
import type { Finding } from '../finding.js';
import { isPlumbing } from '../policy/citizen-fields.js';
import { isExternal, mirroredTypes } from '../policy/mirrored-types.js';
import { SubgraphSchema } from '../policy/subgraph-schema.js';

type Group = { readonly name: string; readonly coordinates: readonly string[] };

/**
 * Every field of the schema that holds data, `Type.field` with its line. `_entities` and the like are not in the SDL. The
 * gateway also speaks of fields that authorities own (`@external`); those are in the groups of their owners.
 */
export function fieldsOf(schema: DocumentNode, authority: string): Map<string, number> {
  const fields = new Map<string, number>();
  const subgraph = new SubgraphSchema(authority, '', schema);
  const mirrored = mirroredTypes(subgraph);
  for (const definition of schema.definitions) {
    if (!isFieldOwner(definition) || mirrored.has(definition.name.value)) continue;
    for (const field of definition.fields ?? []) {
      if (subgraph.isGateway && isExternal(subgraph, field)) continue;
      const coordinate = `${definition.name.value}.${field.name.value}`;
      if (subgraph.isGateway || !isPlumbing(coordinate)) fields.set(coordinate, field.name.loc?.startToken.line ?? 1);
    }
  }
  return fields;
}

/** `Type.*` means the fields of the type that no group names one by one. */
export function fieldsByGroup(groups: readonly Group[], fields: ReadonlyMap<string, number>): string[][] {
  const named = new Set(groups.flatMap(({ coordinates }) => coordinates));
  return groups.map(({ coordinates }) =>
    coordinates.flatMap((coordinate) =>
      coordinate.endsWith('.*')
        ? [...fields.keys()].filter((field) => field.startsWith(coordinate.slice(0, -1)) && !named.has(field))
        : [coordinate],
    ),
  );
}

/** Checks that every field belongs to exactly one group, so that none is shown without classification and legal basis. */
export function checkFieldGroups(
  groups: readonly Group[],
  fields: ReadonlyMap<string, number>,
  at: {
    readonly contractFile: string;
    readonly schemaFile: string;
    readonly lineOf: (group: number, coordinate: number) => number;
  },
): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const report = (line: number, rule: string, reason: string, fix: string, file = at.contractFile) =>
    findings.push({ file, line, rule, reason, fix, severity: 'error' });

  groups.forEach(({ coordinates }, group) =>
    coordinates.forEach((coordinate, index) => {
      const line = at.lineOf(group, index);
      const covers = fieldsByGroup([{ name: '', coordinates: [coordinate] }], fields)[0]!.filter((field) =>
        fields.has(field),
      );
      if (seen.has(coordinate))
        report(line, 'contract/field-covered-twice', `${coordinate} is in more than one place.`, 'Keep one of them.');
      if (covers.length === 0)
        report(
          line,
          'contract/unknown-coordinate',
          `The schema has no field ${coordinate}.`,
          'Remove it or correct it.',
        );
      seen.add(coordinate);
    }),
  );
  const covered = new Set(fieldsByGroup(groups, fields).flat());
  for (const [field, line] of fields)
    if (!covered.has(field))
      report(
        line,
        'contract/field-not-covered',
        `${field} is in no field group, so nothing says how sensitive it is or on what ground it is shown.`,
        `Add it to a group under fieldGroups in ${at.contractFile}.`,
        at.schemaFile,
      );
  return findings;
}

type FieldOwner =
  ObjectTypeDefinitionNode | ObjectTypeExtensionNode | InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode;

function isFieldOwner(definition: DefinitionNode): definition is FieldOwner {
  return /^(Object|Interface)Type(Definition|Extension)$/.test(definition.kind);
}
