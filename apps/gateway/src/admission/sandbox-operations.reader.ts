import { ExposureError } from '@app/errors';
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { z } from 'zod';
import type { AdmittedOperation } from './admitted-operation.js';
import type { JsonObject } from './request-body.reader.js';

const SandboxRequest = z.strictObject({
  query: z.string().min(1),
  operationName: z.string().max(100).nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** Second line behind the allow-list: what a hand-written query may cost (reliability.md §10, widened for GraphiQL's own). */
export const SANDBOX_LIMITS = { tokens: 1_000, depth: 8, aliases: 10, directives: 5 } as const;
/** An introspection query nests deeper than any query for data; it asks nobody. */
const INTROSPECTION_DEPTH = 16;
/** Names that every object answers to, and would be mistaken for a value that is there. */
const POISONED_NAMES = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);
/** The planner asks authorities with a variable of this name. */
const PLANNERS_VARIABLE = 'representations';

/**
 * Admits ad-hoc operations for test persons, within limits that hold before anything is validated or planned.
 *
 * Errors: `BODY_INVALID`; `OPERATION_INVALID` when it is not one query of GraphQL, or uses names that are taken;
 *         `OPERATION_TOO_COMPLEX` with the limit as a fact; `VARIABLES_INVALID` for a condition that is null.
 */
export function admitSandboxOperation(body: JsonObject): AdmittedOperation {
  const request = SandboxRequest.safeParse(body);
  if (!request.success) throw new ExposureError('BODY_INVALID');
  const { query, operationName, variables } = request.data;
  const document = parseWithinLimit(query);
  requireFreeNames(document);
  requireWithinLimits(document);
  requireOneQuery(document, operationName ?? undefined);
  requireDecidedConditions(document, variables ?? {});
  return {
    document: query,
    label: 'sandbox',
    variables: variables ?? {},
    ...(typeof operationName === 'string' ? { operationName } : {}),
  };
}

function parseWithinLimit(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: SANDBOX_LIMITS.tokens, noLocation: true });
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'depth' });
    if (/token/i.test(thrown.message) && thrown.message.includes(String(SANDBOX_LIMITS.tokens)))
      throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'tokens', most: SANDBOX_LIMITS.tokens });
    const at = thrown.locations?.[0];
    throw new ExposureError('OPERATION_INVALID', at === undefined ? {} : { line: at.line, column: at.column });
  }
}

function requireFreeNames(document: DocumentNode): void {
  const refuse = (name: string): never => {
    throw new ExposureError('OPERATION_INVALID', { name });
  };
  visit(document, {
    Name: ({ value }) => void (POISONED_NAMES.has(value) && refuse(value)),
    VariableDefinition: ({ variable }) => void (variable.name.value === PLANNERS_VARIABLE && refuse(PLANNERS_VARIABLE)),
    Field: (field) => {
      const taken = takenAlias(field);
      if (taken !== undefined) refuse(taken);
    },
  });
}

/** Keys by which planner and guard find the citizen: nothing else may be put there. */
function takenAlias({ alias, name }: FieldNode): string | undefined {
  if (alias?.value.startsWith('_') === true) return '_';
  return alias?.value === 'id' && name.value !== 'id' ? 'id' : undefined;
}

function requireWithinLimits(document: DocumentNode): void {
  const count = { aliases: 0, directives: 0 };
  visit(document, {
    Field: (node) => {
      if (node.alias !== undefined) count.aliases += 1;
    },
    Directive: () => {
      count.directives += 1;
    },
  });
  for (const limit of ['aliases', 'directives'] as const)
    if (count[limit] > SANDBOX_LIMITS[limit])
      throw new ExposureError('OPERATION_TOO_COMPLEX', { limit, most: SANDBOX_LIMITS[limit] });
  requireDepth(document);
}

function requireDepth(document: DocumentNode): void {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const seen = new Set<string>();
  const visitSet = (set: SelectionSetNode, depth: number, most: number): void => {
    if (depth > most) throw new ExposureError('OPERATION_TOO_COMPLEX', { limit: 'depth', most: SANDBOX_LIMITS.depth });
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const isIntrospection = depth === 1 && node.name.value.startsWith('__');
        if (node.selectionSet !== undefined)
          visitSet(node.selectionSet, depth + 1, isIntrospection ? INTROSPECTION_DEPTH : most);
      } else if (node.kind === Kind.INLINE_FRAGMENT) visitSet(node.selectionSet, depth, most);
      else {
        const name = node.name.value;
        const fragment = fragments.get(name);
        // Once per depth: circles end, and fragments that double each other cost nothing.
        const visit = `${name} ${depth} ${most}`;
        if (fragment === undefined || seen.has(visit)) continue;
        seen.add(visit);
        visitSet(fragment.selectionSet, depth, most);
      }
    }
  };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) visitSet(definition.selectionSet, 1, SANDBOX_LIMITS.depth);
}

/** Which operation is meant must be clear, and it must be a query: the engine would report anything else as its own fault. */
function requireOneQuery(document: DocumentNode, operationName: string | undefined): void {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [meant, ...others] =
    operationName === undefined ? operations : operations.filter(({ name }) => name?.value === operationName);
  if (meant?.operation !== OperationTypeNode.QUERY || others.length > 0)
    throw new ExposureError('OPERATION_INVALID', { operations: operations.length });
}

/** GraphQL lets null through where a condition has a default; neither planner nor executor knows what it means. */
function requireDecidedConditions(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  visit(document, {
    Directive: ({ arguments: given = [] }) => {
      for (const { value } of given)
        if (value.kind === Kind.VARIABLE && variables[value.name.value] === null)
          throw new ExposureError('VARIABLES_INVALID');
    },
  });
}
