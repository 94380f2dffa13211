import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Finding } from '../finding.js';
import type { SubgraphSchema } from '../policy/subgraph-schema.js';

interface ApolloComposition {
  readonly supergraph: { readonly supergraphSdl: string; readonly apiSchema: GraphQLSchema } | undefined;
  /** Errors when there is no supergraph, hints when there is one. */
  readonly findings: readonly Finding[];
}

/**
 * The one place that knows @apollo/composition (Elastic-2.0). Loaded when first used: apps that only read contracts
 * start without it.
 */
export async function composeSchemas(schemas: readonly SubgraphSchema[]): Promise<ApolloComposition> {
  const { composeServices } = await import('@apollo/composition');
  const result = composeServices(
    schemas.map(({ authority, document }) => ({ name: authority, typeDefs: document, url: addressOf(authority) })),
  );
  if (result.schema === undefined)
    return { supergraph: undefined, findings: result.errors.map((error) => findingOf(error, schemas)) };
  const apiSchema = result.schema.toAPISchema().toGraphQLJSSchema({ includeDefer: true });
  const findings = result.hints
    .filter(({ definition }) => !OF_MIRRORS.includes(definition.code))
    .map(({ definition, message, nodes }) =>
      finding(`hint/${ruleName(definition.code)}`, message, nodes, schemas, 'warning'),
    );
  return { supergraph: { supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`, apiSchema }, findings };
}

/**
 * Says that one subgraph has less of an interface than another. Two authorities never share one, so the lesser is the
 * gateway's mirror (mirror-rules.ts), which is meant to be less.
 */
const OF_MIRRORS: readonly string[] = ['INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD'];

/** Composition wants an address; the real one is configuration, so this one can never be reached (RFC 2606). */
function addressOf(authority: string): string {
  return `https://${authority}.invalid/graphql`;
}

function findingOf(error: GraphQLError, schemas: readonly SubgraphSchema[]): Finding {
  const code = typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'UNKNOWN';
  return finding(`composition/${ruleName(code)}`, error.message, error.nodes, schemas, 'error');
}

function finding(
  rule: string,
  message: string,
  nodes: readonly object[] | undefined,
  schemas: readonly SubgraphSchema[],
  severity: Finding['severity'],
): Finding {
  const node = nodes?.[0];
  const authority = node !== undefined && 'subgraph' in node ? node.subgraph : undefined;
  const named =
    schemas.find((schema) => schema.authority === authority) ??
    schemas.find((schema) => message.includes(`"${schema.authority}"`));
  return {
    file: named?.file ?? schemas[0]?.file ?? 'contracts',
    line: lineOf(node),
    rule,
    reason: message.replaceAll(/\s*\n\s*/g, ' '),
    fix: `See go.apollo.dev/c/${rule.startsWith('hint/') ? 'hints' : 'errors'}, or ask the gateway team.`,
    severity,
  };
}

function lineOf(node: object | undefined): number {
  if (node === undefined || !('loc' in node) || typeof node.loc !== 'object' || node.loc === null) return 1;
  const { loc } = node;
  if (!('startToken' in loc) || typeof loc.startToken !== 'object' || loc.startToken === null) return 1;
  return 'line' in loc.startToken && typeof loc.startToken.line === 'number' ? loc.startToken.line : 1;
}

function ruleName(code: string): string {
  return code.toLowerCase().replaceAll('_', '-');
}
