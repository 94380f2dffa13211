import { Kind, parse, print, type ConstDirectiveNode, type DefinitionNode, type FieldDefinitionNode } from 'graphql';
import type { Finding } from '../finding.js';
import { CITIZEN, isPlumbing } from '../policy/citizen-fields.js';
import { argumentOf } from '../policy/federation-names.js';
import { outputFieldsOf } from '../policy/subgraph-schema.js';

const ROOTS = ['Query', 'Mutation', 'Subscription'];
const REACHING_OUT = ['override', 'requires', 'provides', 'external', 'contextArguments', 'usedOverridden'];
/** How the gateway, and nobody else, derives from what authorities own. */
const DERIVING = ['requires', 'external'];
const GATEWAY = 'GATEWAY';

/**
 * Second line behind the ownership policy, on what came out of composition: who owns a root field, who owns a field of
 * the citizen, and whether any field draws on another owner's data. Names as written no longer matter here.
 */
export function checkSupergraph(supergraphSdl: string, file = 'contracts/supergraph.graphql'): Finding[] {
  return parse(supergraphSdl).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? outputFieldsOf(definition).flatMap((field) => checkField(definition, definition.name.value, field, file))
      : [],
  );
}

function checkField(type: DefinitionNode, typeName: string, field: FieldDefinitionNode, file: string): Finding[] {
  const coordinate = `${typeName}.${field.name.value}`;
  const owners = ownersOf(type, field);
  const findings: Finding[] = [];
  const report = (rule: string, reason: string) =>
    findings.push({
      file,
      line: field.name.loc?.startToken.line ?? 1,
      rule,
      reason,
      fix: 'The ownership policy has a gap: tell the gateway team, and take back the newest change of a schema.',
      severity: 'error',
    });

  if (ROOTS.includes(typeName) && owners.join() !== GATEWAY)
    report('supergraph/root', `${coordinate} is answered by ${owners.join(', ')}, not by the gateway alone.`);
  if (typeName === CITIZEN && !isPlumbing(coordinate) && owners.length !== 1)
    report('supergraph/owner', `${coordinate} has ${owners.length} owners: ${owners.join(', ')}.`);
  if (typeName === CITIZEN && coordinate !== `${CITIZEN}.id` && field.type.kind === Kind.NON_NULL_TYPE)
    report('supergraph/nullable', `${coordinate} is never null.`);
  for (const join of directives(field, 'join__field'))
    for (const name of REACHING_OUT)
      if (argumentOf(join, name) !== undefined && !(graphOf(join) === GATEWAY && DERIVING.includes(name)))
        report('supergraph/reaches-out', `${coordinate} is joined with ${name}: ${print(join)}.`);
  return findings;
}

/** Graphs that answer a field: those of its joins that do not only speak of it, or else those of its type. */
function ownersOf(type: DefinitionNode, field: FieldDefinitionNode): string[] {
  const own = directives(field, 'join__field');
  const joins = own.length > 0 ? own : directives(type, 'join__type');
  return [...new Set(joins.filter((join) => argumentOf(join, 'external') === undefined).map((join) => graphOf(join)))];
}

function graphOf(join: ConstDirectiveNode): string {
  const graph = argumentOf(join, 'graph');
  return graph?.kind === Kind.ENUM ? graph.value : 'UNKNOWN';
}

function directives(node: DefinitionNode | FieldDefinitionNode, name: string): ConstDirectiveNode[] {
  const applied = 'directives' in node ? (node.directives ?? []) : [];
  return applied.filter((directive): directive is ConstDirectiveNode => directive.name.value === name);
}
