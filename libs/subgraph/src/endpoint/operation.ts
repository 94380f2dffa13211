import { ExposureError } from '@app/errors';
import {
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  ValuesOfCorrectTypeRule,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

export const LIMITS = { tokens: 2_000, depth: 15, aliases: 30 } as const;

/** Preparing costs about a millisecond, and the gateway sends the same few documents again and again. */
const KEPT_DOCUMENTS = 200;

const rulesWithNamesOnly = specifiedRules.filter((rule) => rule !== ValuesOfCorrectTypeRule);

/** Turns query texts into documents that may be executed, and keeps the latest. */
export class Operations {
  private readonly documents = new Map<string, DocumentNode>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Errors: `OPERATION_INVALID`, `OPERATION_TOO_COMPLEX`; `facts.findings` holds GraphQL's messages, which name fields and types. */
  prepare(query: string): DocumentNode {
    const known = this.documents.get(query);
    if (known !== undefined) return known;
    const document = this.check(query);
    // A text with values in it belongs to one request and is not kept.
    if (query.includes('"')) return document;
    const [oldest] = this.documents.keys();
    if (oldest !== undefined && this.documents.size >= KEPT_DOCUMENTS) this.documents.delete(oldest);
    this.documents.set(query, document);
    return document;
  }

  private check(query: string): DocumentNode {
    const document = parseWithin(query);
    requireEntitiesOnly(document);
    requireFewAliases(document);
    // Rules that can quote a value of the query run apart from those that quote names only.
    const findings = validate(this.schema, document, rulesWithNamesOnly, { maxErrors: 5 }).map(
      ({ message }) => message,
    );
    if (findings.length > 0) throw new ExposureError('OPERATION_INVALID', { findings });
    if (validate(this.schema, document, [ValuesOfCorrectTypeRule], { maxErrors: 1 }).length > 0) {
      throw new ExposureError('OPERATION_INVALID', { findings: ['A value does not fit its type.'] });
    }
    requireShallow(document);
    return document;
  }
}

function parseWithin(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: LIMITS.tokens, noLocation: true });
  } catch (error) {
    const isTooLong = error instanceof Error && error.message.includes('tokens');
    throw new ExposureError(isTooLong ? 'OPERATION_TOO_COMPLEX' : 'OPERATION_INVALID');
  }
}

/** One query whose only root field is `_entities`: no introspection, no `_service`, no second look-up. */
function requireEntitiesOnly(document: DocumentNode): void {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation, ...others] = operations;
  const [root, ...more] = operation?.selectionSet.selections ?? [];
  const isEntities = root?.kind === Kind.FIELD && root.name.value === '_entities' && root.alias === undefined;
  if (operation?.operation !== OperationTypeNode.QUERY || others.length > 0 || more.length > 0 || !isEntities) {
    throw new ExposureError('OPERATION_INVALID', { findings: ['Only one query of _entities is answered.'] });
  }
}

function requireFewAliases(document: DocumentNode): void {
  let aliases = 0;
  visit(document, { Field: ({ alias }) => void (aliases += alias === undefined ? 0 : 1) });
  if (aliases > LIMITS.aliases) throw new ExposureError('OPERATION_TOO_COMPLEX');
}

/** Runs after validation, which has refused fragments that contain themselves. */
function requireShallow(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const depths = new Map<SelectionSetNode, number>();
  const depthOf = (set: SelectionSetNode | undefined): number => {
    if (set === undefined) return 0;
    const known = depths.get(set);
    if (known !== undefined) return known;
    const depth = Math.max(
      ...set.selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return 1 + depthOf(selection.selectionSet);
        if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet);
        return depthOf(fragments.get(selection.name.value)?.selectionSet);
      }),
    );
    depths.set(set, depth);
    return depth;
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && depthOf(definition.selectionSet) > LIMITS.depth) {
      throw new ExposureError('OPERATION_TOO_COMPLEX');
    }
  }
}
