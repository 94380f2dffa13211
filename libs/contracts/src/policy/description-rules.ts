import type { StringValueNode } from 'graphql';
import { isTypeDefinitionNode, type ASTNode } from 'graphql';
import type { Finding } from '../finding.js';
import { isExternal, mirroredTypes } from './mirrored-types.js';
import { inputFieldsOf, outputFieldsOf, type SubgraphSchema, type TypeNodeOfSdl } from './subgraph-schema.js';

const FIX = 'Describe it in English with the Danish term in brackets: "Next payment date (udbetalingsdato)."';

type Described = ASTNode & { readonly description?: StringValueNode | undefined };

/**
 * Every element says what it is, and types and fields say their Danish term in brackets.
 * A missing term is a warning only, as a text may name it in another way. Enum values give the Danish name outright.
 * What the gateway mirrors is described by its owner.
 */
export function descriptionRules(schema: SubgraphSchema): Finding[] {
  const mirrored = mirroredTypes(schema);
  return schema.types.filter((type) => !mirrored.has(type.name.value)).flatMap((type) => describedParts(schema, type));
}

function describedParts(schema: SubgraphSchema, type: TypeNodeOfSdl): Finding[] {
  return [
    ...(isTypeDefinitionNode(type) && !(schema.isGateway && type.name.value === 'Query')
      ? checkTerm(schema, type, type.name.value)
      : []),
    ...outputFieldsOf(type).flatMap((field) => {
      if (schema.isGateway && isExternal(schema, field)) return [];
      const coordinate = `${type.name.value}.${field.name.value}`;
      return [
        ...(isDescribedByInterface(schema, type, field.name.value) ? [] : checkTerm(schema, field, coordinate)),
        ...(field.arguments ?? []).flatMap((argument) =>
          checkThere(schema, argument, `${coordinate}(${argument.name.value}:)`),
        ),
      ];
    }),
    ...inputFieldsOf(type).flatMap((field) => checkTerm(schema, field, `${type.name.value}.${field.name.value}`)),
    ...('values' in type ? (type.values ?? []) : []).flatMap((value) =>
      checkThere(schema, value, `${type.name.value}.${value.name.value}`),
    ),
  ];
}

function checkTerm(schema: SubgraphSchema, node: Described, coordinate: string): Finding[] {
  const missing = checkThere(schema, node, coordinate);
  if (missing.length > 0 || /\([^)]+\)/.test(node.description?.value ?? '')) return missing;
  const reason = `The description of ${coordinate} has no Danish term in brackets.`;
  return [schema.at(node, 'description/danish-term', reason, FIX, 'warning')];
}

function checkThere(schema: SubgraphSchema, node: Described, coordinate: string): Finding[] {
  if ((node.description?.value ?? '').trim() !== '') return [];
  return [schema.at(node, 'description/missing', `${coordinate} has no description.`, FIX)];
}

/** A field that a type repeats for its interface is described there, once. */
function isDescribedByInterface(schema: SubgraphSchema, type: TypeNodeOfSdl, field: string): boolean {
  const interfaces = 'interfaces' in type ? (type.interfaces ?? []) : [];
  return interfaces
    .flatMap(({ name }) => schema.typesNamed(name.value))
    .flatMap(outputFieldsOf)
    .some(({ name, description }) => name.value === field && description !== undefined);
}
