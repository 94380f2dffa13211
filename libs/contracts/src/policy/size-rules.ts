import type { Finding } from '../finding.js';
import { MAX_ENUM_VALUES, MAX_FIELDS_PER_TYPE, MAX_TYPES } from './limits.js';
import type { SubgraphSchema, TypeNodeOfSdl } from './subgraph-schema.js';

/** Composition takes five thousand fields without a word; planning then pays for them in every request. */
export function sizeRules(schema: SubgraphSchema): Finding[] {
  const tooMany = (rule: string, count: number, limit: number, what: string, node?: TypeNodeOfSdl): Finding[] =>
    count <= limit
      ? []
      : [schema.at(node, rule, `${count} ${what}, ${limit} are allowed.`, 'Show less, or divide what belongs apart.')];

  return [
    ...tooMany('size/types', schema.types.length, MAX_TYPES, 'types in the schema'),
    ...schema.types.flatMap((type) => [
      ...('fields' in type
        ? tooMany('size/fields', type.fields?.length ?? 0, MAX_FIELDS_PER_TYPE, `fields in ${type.name.value}`, type)
        : []),
      ...('values' in type
        ? tooMany('size/enum-values', type.values?.length ?? 0, MAX_ENUM_VALUES, `values in ${type.name.value}`, type)
        : []),
    ]),
  ];
}
