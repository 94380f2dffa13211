import { print, visit, type DocumentNode } from 'graphql';
import type { Finding } from '../finding.js';
import { CITIZEN, isPlumbing } from './citizen-fields.js';
import { isExternal, mirroredTypes } from './mirrored-types.js';
import type { SubgraphSchema, TypeNodeOfSdl } from './subgraph-schema.js';

const RESERVED = /^_|__/;
const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Two authorities share nothing but `Citizen` and the types of the common model, and those word for word. */
export function sharingRules(schema: SubgraphSchema, all: readonly SubgraphSchema[], common: DocumentNode): Finding[] {
  return [...reservedNames(schema), ...sharedTypes(schema, all, common), ...sharedCitizenFields(schema, all)];
}

/** Names of the types in the common model. */
export function typesOf(document: DocumentNode): Set<string> {
  return new Set(
    document.definitions.flatMap((node) => ('name' in node && node.name !== undefined ? [node.name.value] : [])),
  );
}

function sharedTypes(schema: SubgraphSchema, all: readonly SubgraphSchema[], common: DocumentNode): Finding[] {
  const inCommon = typesOf(common);
  const mirrored = mirroredTypes(schema);
  return schema.types.flatMap((type) => {
    const name = type.name.value;
    if (name === CITIZEN || ROOTS.includes(name) || mirrored.has(name)) return [];
    if (inCommon.has(name)) return comparedWithModel(schema, type, common);
    const others = all.filter(
      (other) => other !== schema && other.typesNamed(name).length > 0 && !mirroredTypes(other).has(name),
    );
    return others.length === 0
      ? []
      : [
          schema.at(
            type,
            'ownership/type',
            `${name} is also defined by ${others.map(({ authority }) => authority).join(', ')}.`,
            'Give the type another name, or propose it for contracts/common-model.graphql.',
          ),
        ];
  });
}

function comparedWithModel(schema: SubgraphSchema, type: TypeNodeOfSdl, common: DocumentNode): Finding[] {
  const name = type.name.value;
  const model = common.definitions.find((node) => 'name' in node && node.name?.value === name);
  if (model !== undefined && wordForWord(type) === wordForWord(model)) return [];
  return [
    schema.at(
      type,
      'common/word-for-word',
      `${name} differs from the common model.`,
      'Copy the type with its descriptions from contracts/common-model.graphql.',
    ),
  ];
}

/** Layout and the style of quotation marks do not count, every word does. */
function wordForWord(node: DocumentNode['definitions'][number]): string {
  return print(visit(node, { StringValue: (text) => ({ ...text, block: false }) }));
}

function sharedCitizenFields(schema: SubgraphSchema, all: readonly SubgraphSchema[]): Finding[] {
  return ownCitizenFields(schema).flatMap((field) => {
    const name = field.name.value;
    const others = all.filter(
      (other) => other !== schema && ownCitizenFields(other).some((candidate) => candidate.name.value === name),
    );
    if (isPlumbing(`${CITIZEN}.${name}`) || others.length === 0) return [];
    const owners = others.map(({ authority }) => authority).join(', ');
    return [
      schema.at(
        field,
        'ownership/field',
        `${CITIZEN}.${name} is also a field of ${owners}.`,
        'Give the field another name.',
      ),
    ];
  });
}

function ownCitizenFields(schema: SubgraphSchema) {
  return schema.citizenFields.filter((field) => !(schema.isGateway && isExternal(schema, field)));
}

function reservedNames(schema: SubgraphSchema): Finding[] {
  return schema.types
    .filter((type) => RESERVED.test(type.name.value))
    .map((type) =>
      schema.at(
        type,
        'sdl/reserved-name',
        `${type.name.value} is a name of the federation machinery.`,
        'Choose a name without __ and without _ in front.',
      ),
    );
}
