import { parse, type DocumentNode } from 'graphql';
import type { Finding } from '../finding.js';
import { argumentRules } from './argument-rules.js';
import { CITIZEN } from './citizen-fields.js';
import { citizenRules } from './citizen-rules.js';
import { descriptionRules } from './description-rules.js';
import { directiveRules } from './directive-rules.js';
import { linkRules } from './link-rules.js';
import { mirrorRules } from './mirror-rules.js';
import { rootRules } from './root-rules.js';
import { sharingRules, typesOf } from './sharing-rules.js';
import { sizeRules } from './size-rules.js';
import type { SubgraphSchema } from './subgraph-schema.js';

/**
 * What composition would let through and must not (architecture.md, decision 10; reliability.md §5.3).
 * Runs before composition, over all schemas together, as two of the rules are about pairs.
 */
export function checkOwnership(
  schemas: readonly SubgraphSchema[],
  commonModel: DocumentNode = parse('scalar Date'),
): Finding[] {
  const shared = new Set([CITIZEN, 'Query', ...typesOf(commonModel)]);
  return schemas.flatMap((schema) => [
    ...sizeRules(schema),
    ...linkRules(schema),
    ...directiveRules(schema, shared),
    ...rootRules(schema),
    ...argumentRules(schema),
    ...citizenRules(schema),
    ...sharingRules(schema, schemas, commonModel),
    ...mirrorRules(schema, schemas),
    ...descriptionRules(schema),
  ]);
}
