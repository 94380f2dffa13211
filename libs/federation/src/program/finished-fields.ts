import {
  Kind,
  type FieldNode,
  getNamedType,
  isObjectType,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FetchOperation } from './fetch-operation.js';
import type { KeyNames } from './key-names.js';
import { keysOf, type PlanPath } from './places.js';
import { fetchesIn, type PlanNode, type Requirement } from './plan-nodes.js';
import { ProjectionCompiler, type LeafForm } from './projection-compiler.js';
import type { Project } from './projection.js';
import { selectionsBelow, type Occurrence, type ScopedSelection, type SelectionCollector } from './selection.js';

/**
 * The fields that one step alone answers and nothing else reads: they are turned into the client's as they arrive, so
 * that nobody walks over them a second time.
 */
export class FinishedFields {
  /** Where steps merge what they fetched. */
  private readonly places = new Set<string>();
  /** Fields of which representations need a part. */
  private readonly required = new Set<string>();
  private readonly finished = new Set<string>();

  constructor(
    private readonly root: GraphQLObjectType,
    private readonly definition: OperationDefinitionNode,
    private readonly collector: SelectionCollector,
    private readonly names: KeyNames,
  ) {}

  /** Before any reader is compiled: what the steps of the plan do with which field. */
  readPlan(plan: PlanNode): void {
    for (const { fetch, path } of fetchesIn(plan)) {
      const at = this.clientKeys(path);
      this.places.add(pathText(at));
      for (const key of fieldNames(fetch.requires ?? []))
        this.required.add(pathText([...at, this.names.toClientKey(key)]));
    }
  }

  /** Readers of the fields of a step that are finished when they arrive. */
  readersAt(path: PlanPath, operation: FetchOperation, leafForm: LeafForm): ReadonlyMap<string, Project> {
    const at = this.clientKeys(path);
    const sourceKeyOf = (node: FieldNode) => this.names.sourceKeyOf(node);
    const compiler = new ProjectionCompiler({ collector: this.collector, leafForm, sourceKeyOf });
    const readers = new Map<string, Project>();
    for (const { key } of operation.asked) {
      const clientKey = this.names.toClientKey(key);
      const field = readers.has(key) ? undefined : this.onlyOneAt([...at, clientKey]);
      // The planner may ask the same key for itself.
      if (field === undefined || sourceKeyOf(field.occurrences[0]!.node) !== key) continue;
      this.finished.add(pathText([...at, clientKey]));
      readers.set(key, compiler.field(field.parent, clientKey, field.occurrences).project);
    }
    return readers;
  }

  has(path: readonly string[]): boolean {
    return this.finished.has(pathText(path));
  }

  private clientKeys(path: PlanPath): string[] {
    return keysOf(path).map((key) => this.names.toClientKey(key));
  }

  private onlyOneAt(path: readonly string[]): ClientField | undefined {
    const text = pathText(path);
    if (this.required.has(text) || this.finished.has(text)) return undefined;
    for (const place of this.places) if (place === text || place.startsWith(`${text} `)) return undefined;
    const [only, ...others] = this.clientFields(path);
    if (only === undefined || others.length > 0) return undefined;
    const sets = selectionsBelow(only.occurrences);
    return sets.some(({ set }) => this.defers(set)) ? undefined : only;
  }

  /** The field at a path as the client asks for it: in the answer itself and in deferred fragments around it. */
  private clientFields(path: readonly string[]): ClientField[] {
    let scopes: Scope[] = [{ type: this.root, selections: [{ set: this.definition.selectionSet, when: [] }] }];
    for (const [index, key] of path.entries()) {
      const fields = scopes.flatMap((scope) => this.fieldsIn(scope, key));
      if (index === path.length - 1) return fields;
      scopes = fields.flatMap(({ parent, occurrences }) => {
        const field = parent.getFields()[occurrences[0]!.node.name.value];
        const type = field === undefined ? undefined : getNamedType(field.type);
        return isObjectType(type) ? [{ type, selections: selectionsBelow(occurrences) }] : [];
      });
    }
    return [];
  }

  private fieldsIn({ type, selections }: Scope, key: string): ClientField[] {
    const { fields, deferred } = this.collector.collect(type, selections);
    const occurrences = fields.get(key);
    return [
      ...(occurrences === undefined ? [] : [{ parent: type, occurrences }]),
      ...deferred.flatMap(({ set }) => this.fieldsIn({ type, selections: [{ set, when: [] }] }, key)),
    ];
  }

  private defers(set: SelectionSetNode, seen = new Set<string>()): boolean {
    return set.selections.some((node) => {
      if (node.directives?.some(({ name }) => name.value === 'defer') === true) return true;
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (seen.has(node.name.value)) return false;
        seen.add(node.name.value);
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.collector.fragments.get(node.name.value) : node;
      return fragment?.selectionSet !== undefined && this.defers(fragment.selectionSet, seen);
    });
  }
}

interface Scope {
  readonly type: GraphQLObjectType;
  readonly selections: readonly ScopedSelection[];
}

interface ClientField {
  readonly parent: GraphQLObjectType;
  readonly occurrences: readonly Occurrence[];
}

/** Keys of the fields whose parts are needed; a leaf is the same value before and after. */
function fieldNames(requires: readonly Requirement[]): string[] {
  return requires.flatMap((node) => {
    if (node.kind === 'InlineFragment') return fieldNames(node.selections);
    return node.selections === undefined ? [] : [node.alias ?? node.name];
  });
}

/** GraphQL names hold no spaces. */
function pathText(path: readonly string[]): string {
  return path.join(' ');
}
