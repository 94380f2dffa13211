import type { Finding } from '../finding.js';
import { inputFieldsOf, namedTypeOf, outputFieldsOf, type SubgraphSchema } from './subgraph-schema.js';

/** Types in which no person can be named. Not Int: nearly half of all person numbers fit into 32 bits. */
const HARMLESS = ['Boolean', 'Date'];

/** A request is about the subject of the token. No argument may name a person, so none may hold free text or numbers. */
export function argumentRules(schema: SubgraphSchema): Finding[] {
  if (schema.isGateway) return [];
  return schema.types.flatMap((type) =>
    outputFieldsOf(type).flatMap((field) =>
      (field.arguments ?? [])
        .filter((argument) => !isHarmless(schema, namedTypeOf(argument.type)))
        .map((argument) =>
          schema.at(
            argument,
            'argument/identifier',
            `${type.name.value}.${field.name.value}(${argument.name.value}:) of type ${namedTypeOf(argument.type)} could name a person.`,
            `Remove it: the subject comes from the token. Arguments may be enums, ${HARMLESS.join(' or ')}.`,
          ),
        ),
    ),
  );
}

function isHarmless(schema: SubgraphSchema, typeName: string, path: readonly string[] = []): boolean {
  if (HARMLESS.includes(typeName) || path.includes(typeName)) return true;
  const parts = schema.typesNamed(typeName);
  if (parts.length === 0) return false;
  return parts.every(
    (part) =>
      part.kind.startsWith('EnumType') ||
      (part.kind.startsWith('InputObjectType') &&
        inputFieldsOf(part).every((field) => isHarmless(schema, namedTypeOf(field.type), [...path, typeName]))),
  );
}
