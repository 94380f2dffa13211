import {
  AUTHENTICATED_VERSIONS,
  AuthenticatedSpecDefinition,
  InterfaceType,
  ObjectType,
  POLICY_VERSIONS,
  PolicySpecDefinition,
  REQUIRES_SCOPES_VERSIONS,
  RequiresScopesSpecDefinition,
  baseType,
  type CompositeType,
  type DirectiveDefinition,
  type FeatureDefinition,
  type FeatureDefinitions,
  type FieldDefinition,
  type NamedType,
  type OutputType,
  type Schema,
  type SelectionSet,
} from '@apollo/federation-internals';
import type { JoinReader } from '../supergraph/join-reader.js';
import type { Grants } from './planner.js';
import { UnsupportedSupergraph } from './planner.js';
import { AUTHENTICATION, areGranted, grantsAskedFor, type Requirement } from './requirement.js';

type Field = FieldDefinition<CompositeType>;

/** What `@authenticated`, `@requiresScopes` and `@policy` ask for, wherever they are imported from and however named. */
export class AccessRules {
  /** What the schema asks for anywhere. */
  readonly grantsInUse: Grants;

  private constructor(
    private readonly types: ReadonlyMap<string, readonly Requirement[]>,
    private readonly fields: ReadonlyMap<string, readonly Requirement[]>,
  ) {
    this.grantsInUse = grantsAskedFor([...types.values(), ...fields.values()].flat());
  }

  /** Errors: `UnsupportedSupergraph` for requirements that do not say clearly what they ask. */
  static read(schema: Schema, join: JoinReader): AccessRules {
    const reader = new RequirementReader(schema, join);
    const types = new Map<string, readonly Requirement[]>();
    const fields = new Map<string, readonly Requirement[]>();
    if (!reader.isNeeded) return new AccessRules(types, fields);
    for (const type of schema.types()) {
      note(types, type.name, reader.ofType(type));
      if (!(type instanceof ObjectType || type instanceof InterfaceType)) continue;
      for (const field of type.fields()) note(fields, field.coordinate, reader.ofField(field));
    }
    return new AccessRules(types, fields);
  }

  /** Whether these grants leave every operation as it is. */
  allowEverything(grants: Grants): boolean {
    return [...this.types.values(), ...this.fields.values()].every((requirements) => areGranted(requirements, grants));
  }

  allowType(type: string, grants: Grants): boolean {
    return areGranted(this.types.get(type) ?? [], grants);
  }

  /** `type`: the one that the field is selected on, which may be an interface. */
  allowField(type: string, field: string, grants: Grants): boolean {
    return areGranted(this.fields.get(`${type}.${field}`) ?? [], grants);
  }
}

/**
 * Collects what stands on an element itself and on all that can be reached by asking for it:
 * the type of a field, each implementation of an interface, what a field `@requires` of others, and what an interface
 * object gives to its implementations. Composition copies some of this upwards since 2.12; here it holds for any supergraph.
 */
class RequirementReader {
  private readonly authenticated: DirectiveDefinition | undefined;
  private readonly requiresScopes: DirectiveDefinition<{ scopes: unknown }> | undefined;
  private readonly policy: DirectiveDefinition<{ policies: unknown }> | undefined;

  constructor(
    schema: Schema,
    private readonly join: JoinReader,
  ) {
    this.authenticated = versionOf(
      AUTHENTICATED_VERSIONS,
      AuthenticatedSpecDefinition.identity,
      schema,
    )?.authenticatedDirective(schema);
    this.requiresScopes = versionOf(
      REQUIRES_SCOPES_VERSIONS,
      RequiresScopesSpecDefinition.identity,
      schema,
    )?.requiresScopesDirective(schema);
    this.policy = versionOf(POLICY_VERSIONS, PolicySpecDefinition.identity, schema)?.policyDirective(schema);
  }

  get isNeeded(): boolean {
    return [this.authenticated, this.requiresScopes, this.policy].some(
      (directive) => (directive?.applications().size ?? 0) > 0,
    );
  }

  ofType(type: NamedType): readonly Requirement[] {
    return this.ofElements(typesBehind(type));
  }

  ofField(field: Field): readonly Requirement[] {
    return this.ofElements(this.elementsBehind(field));
  }

  private ofElements(elements: Iterable<NamedType | Field>): readonly Requirement[] {
    const distinct = new Map(
      [...elements].flatMap((element) => this.standingOn(element)).map((found) => [JSON.stringify(found), found]),
    );
    return [...distinct.values()];
  }

  private elementsBehind(asked: Field): Iterable<NamedType | Field> {
    const seen = new Set<NamedType | Field>();
    const open: Field[] = [asked];
    for (let field = open.pop(); field !== undefined; field = open.pop()) {
      if (seen.has(field)) continue;
      open.push(...implementationsOf(field));
      for (const stated of [field, ...this.interfaceObjectsFor(field)]) {
        seen.add(stated);
        for (const type of typesBehind(baseType(typeOf(stated)))) seen.add(type);
        for (const required of this.join.requiredBy(stated)) collectSelected(required, open, seen);
      }
    }
    return seen;
  }

  /** An interface object answers for every implementation, so what stands on its field stands on theirs. */
  private interfaceObjectsFor({ parent, name }: Field): readonly Field[] {
    if (!(parent instanceof ObjectType)) return [];
    return [...parent.interfaces()].flatMap((found) =>
      this.join.isInterfaceObject(found) ? (found.field(name) ?? []) : [],
    );
  }

  private standingOn(element: NamedType | Field): readonly Requirement[] {
    const requirements: Requirement[] = [];
    if (this.authenticated !== undefined && element.appliedDirectivesOf(this.authenticated).length > 0)
      requirements.push(AUTHENTICATION);
    if (this.requiresScopes !== undefined)
      for (const applied of element.appliedDirectivesOf(this.requiresScopes))
        requirements.push({ kind: 'scopes', anyOf: readAnyOf(applied.arguments().scopes, element.coordinate) });
    if (this.policy !== undefined)
      for (const applied of element.appliedDirectivesOf(this.policy))
        requirements.push({ kind: 'policies', anyOf: readAnyOf(applied.arguments().policies, element.coordinate) });
    return requirements;
  }
}

function versionOf<Version extends FeatureDefinition>(
  versions: FeatureDefinitions<Version>,
  identity: string,
  schema: Schema,
): Version | undefined {
  const feature = schema.coreFeatures?.getByIdentity(identity);
  if (feature === undefined) return refuseUnlinked(identity.slice(identity.lastIndexOf('/') + 1), schema);
  const found = versions.find(feature.url.version);
  if (found === undefined) throw new UnsupportedSupergraph(`${feature.url.toString()} is not supported`);
  return found;
}

/** A directive of that name without its `@link` looks like a guard and is none. */
function refuseUnlinked(name: string, schema: Schema): undefined {
  const directive = schema.directive(name);
  if (directive !== undefined && schema.coreFeatures?.sourceFeature(directive) === undefined)
    throw new UnsupportedSupergraph(`@${name} is defined but linked to no specification`);
}

function typesBehind(type: NamedType): readonly NamedType[] {
  return type instanceof InterfaceType ? [type, ...type.possibleRuntimeTypes()] : [type];
}

function typeOf({ type, coordinate }: Field): OutputType {
  if (type === undefined) throw new UnsupportedSupergraph(`${coordinate} has no type`);
  return type;
}

function implementationsOf({ parent, name }: Field): readonly Field[] {
  if (!(parent instanceof InterfaceType)) return [];
  return parent.possibleRuntimeTypes().flatMap((type) => type.field(name) ?? []);
}

function collectSelected(selection: SelectionSet, fields: Field[], types: Set<NamedType | Field>): void {
  for (const selected of selection.selections()) {
    if (selected.kind === 'FieldSelection') fields.push(selected.element.definition);
    else if (selected.element.typeCondition !== undefined) types.add(selected.element.typeCondition);
    if (selected.selectionSet !== undefined) collectSelected(selected.selectionSet, fields, types);
  }
}

/** Errors: `UnsupportedSupergraph` for an empty list, which some read as "nobody" and others as "everybody". */
function readAnyOf(value: unknown, coordinate: string): readonly (readonly string[])[] {
  const anyOf = asList(value).map((all) => asList(all).map((name) => readName(name, coordinate)));
  if (anyOf.length === 0 || anyOf.some((all) => all.length === 0))
    throw new UnsupportedSupergraph(`${coordinate} asks for scopes or policies but names none`);
  return anyOf;
}

function readName(name: unknown, coordinate: string): string {
  if (typeof name === 'string') return name;
  throw new UnsupportedSupergraph(`${coordinate} asks for scopes or policies by something other than a text`);
}

/** GraphQL takes one value for a list of one. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function note(into: Map<string, readonly Requirement[]>, key: string, found: readonly Requirement[]): void {
  if (found.length > 0) into.set(key, found);
}
