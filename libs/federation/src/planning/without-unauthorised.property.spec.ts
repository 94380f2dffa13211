import fc from 'fast-check';
import {
  buildSchema,
  doTypesOverlap,
  execute,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  getNullableType,
  parse,
  validate,
  type GraphQLCompositeType,
  type GraphQLResolveInfo,
} from 'graphql';
import { guardedSupergraph } from '../../test/planning/guarded-graph.js';
import type { Grants } from './planner.js';
import { PlanningDesk } from './planning-desk.js';

const desk = new PlanningDesk();
const { id, apiSdl } = desk.load(guardedSupergraph());
const schema = buildSchema(apiSdl);

/** The rules of the graph by hand, so that nothing of the code under test decides what is right. */
const mayTax = ({ scopes }: Grants) =>
  (scopes.includes('tax') && scopes.includes('tax:read')) || scopes.includes('admin');
const FIELD_RULES: Readonly<Record<string, (grants: Grants) => boolean>> = {
  'Query.session': ({ isAuthenticated }) => isAuthenticated,
  'Mutation.rename': ({ isAuthenticated }) => isAuthenticated,
  'Citizen.income': mayTax,
  'Citizen.risk': mayTax,
  'Note.text': ({ policies }) => policies.includes('reads notes'),
};
const TYPE_RULES: Readonly<Record<string, (grants: Grants) => boolean>> = {
  HealthRecord: ({ scopes }) => scopes.includes('health'),
  Mood: ({ isAuthenticated }) => isAuthenticated,
  Code: ({ policies }) =>
    policies.includes('sees codes') || (policies.includes('reads notes') && policies.includes('audits')),
};

function isAllowed({ parentType, fieldName, returnType }: GraphQLResolveInfo, grants: Grants): boolean {
  const type = getNamedType(returnType);
  const shown = [
    parentType.name,
    type.name,
    ...(isInterfaceType(type) ? schema.getPossibleTypes(type) : []).map(({ name }) => name),
  ];
  return (
    (FIELD_RULES[`${parentType.name}.${fieldName}`]?.(grants) ?? true) &&
    shown.every((name) => TYPE_RULES[name]?.(grants) ?? true)
  );
}

/** Runs it over data in which every type occurs wherever it can. Returns the response paths of what is not allowed. */
function violations(document: string, grants: Grants): ReadonlySet<string> {
  const found = new Set<string>();
  void execute({
    schema,
    document: parse(document),
    variableValues: { on: true },
    typeResolver: (value) => String(Reflect.get(Object(value), '__typename')),
    fieldResolver: (_source, _args, _context, info) => {
      if (!isAllowed(info, grants)) found.add(pathOf(info));
      const type = getNamedType(info.returnType);
      if (!isCompositeType(type)) return type.name === 'ID' ? 'x' : null;
      const values = (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]).map(({ name }) => ({
        __typename: name,
      }));
      return isListType(getNullableType(info.returnType)) ? values : values[0];
    },
  });
  return found;
}

function pathOf({ path }: GraphQLResolveInfo): string {
  const keys: string[] = [];
  for (let at: typeof path | undefined = path; at !== undefined; at = at.prev)
    if (typeof at.key === 'string') keys.unshift(at.key);
  return keys.join('.');
}

const composites = Object.values(schema.getTypeMap())
  .filter(isCompositeType)
  .filter(({ name }) => !name.startsWith('__') && name !== 'Mutation');

function selectionsOf(type: GraphQLCompositeType, depth: number, spreads: boolean): fc.Arbitrary<string> {
  const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
  const leaves = [
    '__typename',
    ...fields.filter((field) => !isCompositeType(getNamedType(field.type))).map(({ name }) => name),
  ];
  const choices: fc.Arbitrary<string>[] = [
    fc.constantFrom(...leaves),
    fc.constantFrom(...leaves.map((name) => `${name}_: ${name}`)),
  ];
  if (depth > 0) {
    for (const field of fields) {
      const below = getNamedType(field.type);
      if (!isCompositeType(below)) continue;
      choices.push(selectionsOf(below, depth - 1, spreads).map((selection) => `${field.name} { ${selection} }`));
    }
    const conditions = composites.filter((other) => other.name !== 'Query' && doTypesOverlap(schema, type, other));
    for (const other of conditions) {
      if (spreads) choices.push(fc.constant(`...On${other.name}`));
      choices.push(
        selectionsOf(other, depth - 1, spreads).map(
          (selection) => `... on ${other.name} @include(if: $on) { ${selection} }`,
        ),
      );
    }
  }
  return fc.array(fc.oneof(...choices), { minLength: 1, maxLength: 4 }).map((chosen) => chosen.join(' '));
}

const query = schema.getQueryType();
const fragments = fc.tuple(
  ...composites.map((type) => selectionsOf(type, 1, false).map((text) => [type.name, text] as const)),
);
const documents = fc
  .tuple(query == null ? fc.constant('') : selectionsOf(query, 3, true), fragments)
  .map(([selection, parts]) => {
    const used = parts.filter(([type]) => new RegExp(`\\.\\.\\.On${type}\\b`).test(selection));
    const written = used.map(([type, text]) => `fragment On${type} on ${type} { ${text} }`).join(' ');
    const isUsed = `${selection} ${written}`.includes('$on');
    return `query${isUsed ? '($on: Boolean!)' : ''} { ${selection} } ${written}`;
  })
  .filter((document) => validate(schema, parse(document)).length === 0);
const grantsOfAnyKind: fc.Arbitrary<Grants> = fc.record({
  isAuthenticated: fc.boolean(),
  scopes: fc.subarray(['tax', 'tax:read', 'admin', 'health', 'other']),
  policies: fc.subarray(['reads notes', 'sees codes', 'audits', 'other']),
});

/** Removal does not look at which type an object can still be under an interface or a union; this oracle does. */
function isNarrowedFromInterface(document: string): boolean {
  return /on (Node|Labelled|Hit) @|\.\.\.On(Node|Labelled|Hit)/.test(document);
}

describe('what is left of any operation', () => {
  it('holds nothing that is not granted, and only what was not is told as removed', () => {
    fc.assert(
      fc.property(documents, grantsOfAnyKind, (document, grants) => {
        const { document: left, unauthorised } = desk.plan(id, { document, keepsDefer: false, grants });
        expect(validate(schema, parse(left))).toEqual([]);
        expect([...violations(left, grants)]).toEqual([]);
        if (isNarrowedFromInterface(document)) return;
        const wrong = violations(document, grants);
        const isNamed = (path: readonly string[]) => path.at(-1)?.startsWith('__typename') === true;
        expect(unauthorised.filter((path) => !isNamed(path) && !wrong.has(path.join('.')))).toEqual([]);
        expect(unauthorised.length > 0).toBe(wrong.size > 0 || unauthorised.some(isNamed));
      }),
      { numRuns: 120 },
    );
  });
});
