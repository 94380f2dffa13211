import { Kind, parse, visit, type GraphQLSchema } from 'graphql';
import type { Answer, Operation } from '../subjects/subject.js';
import { differences } from './compare.js';
import { sortKeys } from './incremental.js';

interface Difference {
  readonly operation: Operation;
  readonly apiSchema: GraphQLSchema;
  readonly expected: Answer;
  /** The reference's answer; an error alone when it threw. */
  readonly got: Answer;
}

/** One way in which Apollo's gateway answers wrongly. */
export interface Exclusion {
  readonly name: string;
  readonly why: string;
  explains(difference: Difference): boolean;
}

/** Where the reference is wrong. The monolith is right in each: the rule it follows is in the GraphQL specification. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    name: 'introspection under a condition',
    why: 'The planner takes introspection out of operations, but not out of a fragment with a condition, and throws.',
    explains: ({ got }) => says(got, 'Was not able to find any options for'),
  },
  {
    name: 'interface condition below an interface object',
    why: 'The planner looks for `__typename` in the subgraph whose interface object cannot tell it, and throws.',
    explains: ({ got }) => says(got, 'We should have an edge from'),
  },
  {
    name: 'requirement of an interface object’s field',
    why: 'The step’s requirement names the interface without the key, so things of other types are sent without a key.',
    explains: ({ got }) => says(got, 'The _entities resolver tried to load an entity for type'),
  },
  {
    name: 'alias that is the name of a field',
    why: 'The planner merges keys and requirements with the client’s fields by response name: one of the two is lost.',
    explains: ({ operation, apiSchema }) => hasAliasOfField(operation, apiSchema),
  },
  {
    name: 'null in a non-null place that no subgraph reported',
    why: 'It is told in `extensions.valueCompletion`, and only where there is no other error; never in `errors`.',
    explains: ({ expected, got }) =>
      sameData(expected, got) && differences(expected, got).every((line) => line.startsWith('errors: none for')),
  },
  {
    name: 'conditions on all that is asked of an object',
    why: 'The planner moves the condition of the selections to the step: the object is not fetched and comes as null.',
    explains: ({ operation, expected, got }) => hasCondition(operation) && isLessThan(got.data, expected.data),
  },
  {
    name: 'literal condition in nested fragments',
    why: 'The planner drops `@skip(if: true)` below a step with a condition, and the error of the field counts.',
    explains: ({ operation, expected, got }) =>
      operation.document.includes('(if: ') && got.errors.length > expected.errors.length,
  },
  {
    name: 'error at a place that the client did not ask for',
    why: 'Errors below `_entities` keep the path of the step, and errors of fields that were only required are passed on.',
    explains: ({ expected, got }) =>
      sameData(expected, got) && differences(expected, got).every((line) => line.includes('(which is not null)')),
  },
  {
    name: 'order of keys',
    why: 'Fields that the planner put into another place of the step keep that place (GraphQL, 6.3.2: the client’s order).',
    explains: ({ expected, got }) =>
      JSON.stringify(sortKeys(expected.data)) === JSON.stringify(sortKeys(got.data)) && !sameData(expected, got),
  },
];

const says = ({ errors }: Answer, words: string) => errors.some(({ message }) => message?.includes(words) === true);

const sameData = (a: Answer, b: Answer) => JSON.stringify(a.data) === JSON.stringify(b.data);

const hasCondition = ({ document }: Operation) => /@(skip|include)/.test(document);

function hasAliasOfField({ document }: Operation, schema: GraphQLSchema): boolean {
  const names = new Set(
    Object.values(schema.getTypeMap()).flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : [])),
  );
  let isFound = false;
  visit(parse(document), {
    [Kind.FIELD]: ({ alias }) => {
      if (alias !== undefined && names.has(alias.value)) isFound = true;
    },
  });
  return isFound;
}

function isLessThan(got: unknown, expected: unknown): boolean {
  if (got === null || got === undefined) return true;
  if (Array.isArray(got))
    return (
      Array.isArray(expected) && got.length === expected.length && got.every((item, i) => isLessThan(item, expected[i]))
    );
  if (typeof got !== 'object') return got === expected;
  if (typeof expected !== 'object' || expected === null) return false;
  return Object.entries(got).every(([key, value]) => isLessThan(value, Reflect.get(expected, key)));
}
