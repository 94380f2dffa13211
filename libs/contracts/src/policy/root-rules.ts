import { Kind } from 'graphql';
import type { Finding } from '../finding.js';
import { outputFieldsOf, type SubgraphSchema } from './subgraph-schema.js';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Who asks, and about whom, is the gateway's to say: no authority opens an entry of its own. */
export function rootRules(schema: SubgraphSchema): Finding[] {
  return [...renamedRoots(schema), ...(schema.isGateway ? [] : ownRoots(schema)), ...executables(schema)];
}

function ownRoots(schema: SubgraphSchema): Finding[] {
  return ROOTS.flatMap((root) => schema.typesNamed(root)).map((type) => {
    const fields = outputFieldsOf(type).map(({ name }) => name.value);
    const rule = type.name.value === 'Query' ? 'root/query' : 'root/mutation-or-subscription';
    const reason = `${type.name.value} is the gateway's; this schema adds ${fields.join(', ') || 'itself'}.`;
    return schema.at(type, rule, reason, 'Put the data into a field of Citizen; the overview is read only.');
  });
}

/** `schema { query: Anything }` would make Anything a root type under another name. */
function renamedRoots(schema: SubgraphSchema): Finding[] {
  return schema.document.definitions
    .filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION)
    .flatMap((definition) => ('operationTypes' in definition ? (definition.operationTypes ?? []) : []))
    .map((operation) =>
      schema.at(
        operation,
        'root/renamed',
        `The schema makes ${operation.type.name.value} its ${operation.operation} type.`,
        'Remove it; root types bear their own names.',
      ),
    );
}

function executables(schema: SubgraphSchema): Finding[] {
  return schema.document.definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION)
    .map((node) =>
      schema.at(node, 'sdl/executable', 'A schema holds no operations.', 'Move it to contracts/operations.'),
    );
}
