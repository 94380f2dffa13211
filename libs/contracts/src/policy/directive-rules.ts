import { visit, type ASTNode, type DirectiveNode } from 'graphql';
import type { Finding } from '../finding.js';
import { CITIZEN } from './citizen-fields.js';
import { mirroredTypes } from './mirrored-types.js';
import type { SubgraphSchema } from './subgraph-schema.js';

/**
 * Directives by which one authority could move, feed on or rename what another one owns. Refused on own fields too: nobody
 * needs them, but for the gateway, which derives.
 */
const REACHING_OUT: Readonly<Record<string, { readonly rule: string; readonly reason: string }>> = {
  override: { rule: 'ownership/override', reason: 'takes a field away from the authority that owns it' },
  requires: { rule: 'ownership/requires', reason: "makes the gateway carry another authority's data to this one" },
  provides: { rule: 'ownership/provides', reason: 'answers for fields that another authority owns' },
  external: { rule: 'ownership/external', reason: 'speaks of fields that another authority owns' },
  context: { rule: 'ownership/context', reason: "passes data of one field's parent to other fields" },
  fromContext: { rule: 'ownership/context', reason: "passes data of one field's parent to other fields" },
  interfaceObject: { rule: 'ownership/interface-object', reason: 'adds fields to types that others own' },
  composeDirective: { rule: 'ownership/compose-directive', reason: 'writes a directive into the common schema' },
};
const ON_OWN_ELEMENTS = ['inaccessible', 'tag', 'deprecated', 'specifiedBy'];
const OWN_ONLY = ['inaccessible', 'tag', 'cost', 'listSize'];

/** Which directives may stand where. What is not allowed by name is refused, so a new directive is no gap. */
export function directiveRules(schema: SubgraphSchema, sharedTypes: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const mirrored = mirroredTypes(schema);
  for (const { directive, typeName, element } of directivesIn(schema)) {
    const name = schema.names.canonical(directive.name.value);
    const written = name === directive.name.value ? `@${name}` : `@${directive.name.value} (which is @${name})`;
    const reachingOut = REACHING_OUT[name];
    if (schema.isGateway && isDerivation(name, element, mirrored)) continue;
    if (reachingOut !== undefined)
      findings.push(
        schema.at(
          directive,
          reachingOut.rule,
          `${written} ${reachingOut.reason}.`,
          'Remove it; every authority answers from its own data.',
        ),
      );
    else if (isCitizenProtocol(name, element)) continue;
    else if (OWN_ONLY.includes(name) && sharedTypes.has(typeName))
      findings.push(
        schema.at(
          directive,
          'ownership/shared-element',
          `${written} at ${element} changes what others share.`,
          'Remove it.',
        ),
      );
    else if (
      !ON_OWN_ELEMENTS.includes(name) &&
      !(name === 'shareable' && sharedTypes.has(typeName) && typeName !== CITIZEN)
    )
      findings.push(
        schema.at(
          directive,
          'directive/not-allowed',
          `${written} may not stand at ${element}.`,
          `Remove it. Own elements may bear ${ON_OWN_ELEMENTS.map((allowed) => `@${allowed}`).join(', ')}.`,
        ),
      );
  }
  return [...findings, ...definedDirectives(schema)];
}

/** The gateway derives fields of the citizen from fields that it marks as not its own. No other authority gets data this way. */
function isDerivation(name: string, element: string, mirrored: ReadonlySet<string>): boolean {
  const [typeName = '', field] = element.split('.');
  if (field === undefined) return false;
  return typeName === CITIZEN
    ? name === 'requires' || name === 'external'
    : name === 'external' && mirrored.has(typeName);
}

/** `Citizen` bears its key and `recordOwner` its two directives; citizen-rules.ts checks that they are there and exact. */
function isCitizenProtocol(name: string, element: string): boolean {
  if (element === CITIZEN) return name === 'key';
  return element === `${CITIZEN}.recordOwner` && (name === 'shareable' || name === 'inaccessible');
}

function definedDirectives(schema: SubgraphSchema): Finding[] {
  return schema.document.definitions
    .filter((definition) => definition.kind === 'DirectiveDefinition')
    .map((definition) =>
      schema.at(
        definition,
        'directive/definition',
        `The schema defines @${definition.name.value}; directives are the gateway's.`,
        'Remove the definition. Directives of federation are imported with @link.',
      ),
    );
}

interface AppliedDirective {
  readonly directive: DirectiveNode;
  readonly typeName: string;
  /** `Type`, `Type.field` or `Type.field(argument:)`. */
  readonly element: string;
}

/** Directives on the schema itself are the business of link-rules.ts, but for the one that reaches out. */
function directivesIn(schema: SubgraphSchema): AppliedDirective[] {
  const found: AppliedDirective[] = [];
  visit(schema.document, {
    Directive(directive, _key, _parent, _path, ancestors) {
      const [typeName = 'schema', member, argument] = ancestors.flatMap(nameOf);
      const canonical = schema.names.canonical(directive.name.value);
      if (typeName === 'schema' && canonical !== 'composeDirective') return;
      const element = member === undefined ? typeName : `${typeName}.${member}`;
      found.push({ directive, typeName, element: argument === undefined ? element : `${element}(${argument}:)` });
    },
  });
  return found;
}

function nameOf(ancestor: ASTNode | readonly ASTNode[]): string[] {
  return 'name' in ancestor && ancestor.name?.kind === 'Name' ? [ancestor.name.value] : [];
}
