import { Kind } from 'graphql';
import type { Finding } from '../finding.js';
import { argumentOf, FEDERATION_SPEC, schemaDirectivesOf } from './federation-names.js';
import type { SubgraphSchema } from './subgraph-schema.js';

const FIX = `Write one \`extend schema @link(url: "${FEDERATION_SPEC}", import: […])\` and nothing else on schema.`;

/** One link, to the federation directives: any other specification could bring directives that these rules do not know. */
export function linkRules(schema: SubgraphSchema): Finding[] {
  const findings: Finding[] = [];
  const directives = schemaDirectivesOf(schema.document);
  for (const directive of directives) {
    if (directive.name.value === 'link') {
      const url = argumentOf(directive, 'url');
      const text = url?.kind === Kind.STRING ? url.value : '';
      if (text !== FEDERATION_SPEC)
        findings.push(schema.at(directive, 'link/spec', `The schema links ${text || 'something without url'}.`, FIX));
    } else if (schema.names.canonical(directive.name.value) !== 'composeDirective')
      findings.push(
        schema.at(directive, 'link/schema-directive', `@${directive.name.value} stands on the schema.`, FIX),
      );
  }
  const links = directives.filter(({ name }) => name.value === 'link');
  if (links.length !== 1)
    findings.push(
      schema.at(links[1], 'link/count', `The schema has ${links.length} links, it needs exactly one.`, FIX),
    );
  return findings;
}
