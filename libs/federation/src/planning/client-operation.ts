import {
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { deferRules } from './defer-rules.js';
import { InvalidOperation, type OperationFault } from './planner.js';

/** One operation and the fragments that it reaches. */
export interface ClientOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: readonly FragmentDefinitionNode[];
}

const PLANNERS_VARIABLE = 'representations';

/** A document with more faults is wrong as a whole; each one costs time to find and room to tell. */
const FAULTS_TOLD = 10;
const RULES = [...specifiedRules, ...deferRules];

/**
 * Finds the one operation that is meant, alone with its fragments.
 *
 * Errors: `InvalidOperation` with every fault found, ten at most. What messages suggest, the schema shows anyway.
 */
export function readClientOperation(
  document: string,
  operationName: string | undefined,
  schema: GraphQLSchema,
): ClientOperation {
  const parsed = parseDocument(document);
  const errors = validate(schema, parsed, RULES, { maxErrors: FAULTS_TOLD });
  if (errors.length > 0) throw new InvalidOperation(errors.slice(0, FAULTS_TOLD).map(toFault));
  const found = withoutUnused(findOperation(parsed, operationName), parsed.definitions);
  const names = (found.operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  // Subgraphs are asked about entities with a variable of this name.
  if (names.includes(PLANNERS_VARIABLE)) throw invalid(`No variable may be named ${PLANNERS_VARIABLE}.`);
  return found;
}

export function toDocument({ operation, fragments }: ClientOperation): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
}

/** Drops fragments that are not reached and variables that are not used, as they are once parts of an operation went. */
export function withoutUnused(operation: OperationDefinitionNode, among: readonly DefinitionNode[]): ClientOperation {
  const fragments = fragmentsReached(operation, among);
  const variables = new Set(
    [operation.selectionSet, ...(operation.directives ?? []), ...fragments].flatMap((node) => namesOfVariables(node)),
  );
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  return {
    operation: variableDefinitions === undefined ? operation : { ...operation, variableDefinitions },
    fragments,
  };
}

function parseDocument(document: string): DocumentNode {
  try {
    return parse(document);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) throw new InvalidOperation([toFault(thrown)]);
    throw thrown;
  }
}

function findOperation({ definitions }: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [only] = operations;
  if (name === undefined) {
    if (only !== undefined && operations.length === 1) return only;
    throw invalid(only === undefined ? 'The document has no operation.' : 'The operation to run must be named.');
  }
  const named = operations.find((operation) => operation.name?.value === name);
  if (named === undefined) throw invalid('The document has no operation of the name asked for.');
  return named;
}

function fragmentsReached(
  operation: OperationDefinitionNode,
  definitions: readonly DefinitionNode[],
): readonly FragmentDefinitionNode[] {
  const byName = new Map(
    definitions.flatMap((found) =>
      found.kind === Kind.FRAGMENT_DEFINITION ? [[found.name.value, found] as const] : [],
    ),
  );
  const reached = new Set<FragmentDefinitionNode>();
  const open: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = byName.get(name.value);
        if (fragment === undefined || reached.has(fragment)) return;
        reached.add(fragment);
        open.push(fragment);
      },
    });
  return [...reached];
}

function namesOfVariables(node: Parameters<typeof visit>[0]): string[] {
  const names: string[] = [];
  visit(node, { Variable: ({ name }) => void names.push(name.value) });
  return names;
}

function invalid(message: string): InvalidOperation {
  return new InvalidOperation([{ message }]);
}

function toFault({ message, locations }: GraphQLError): OperationFault {
  return locations === undefined
    ? { message }
    : { message, locations: locations.map(({ line, column }) => ({ line, column })) };
}
