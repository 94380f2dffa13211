import {
  Kind,
  getOperationRootType,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { FIRST_PART } from '../execution/run.js';
import type { GuardChecks } from '../guard/answer-guard.js';
import { formOfScalar } from '../guard/scalar-forms.js';
import type { PlannedOperation } from '../planning/planner.js';
import type { OwnSubgraph } from '../ports/own-subgraph.js';
import type { Service } from '../ports/service.js';
import { ifArgument } from './condition.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { ErrorScope } from './asked-field.js';
import { readFetchOperation } from './fetch-operation.js';
import { FinishedFields } from './finished-fields.js';
import { compileIntrospection } from './introspection.js';
import { KeyNames } from './key-names.js';
import type { MergeInto } from './merge.js';
import { ownAnswerer, splitLate } from './own-step.js';
import { compileEntityStep, compileRootStep, serviceAnswerer, type Answerer, type StepParts } from './plain-steps.js';
import { plainFormOfScalar } from './plain-scalars.js';
import type { DeferNode, FetchNode, PlanNode } from './plan-nodes.js';
import type { PlanPath } from './places.js';
import type { Program } from './program.js';
import { ProjectionCompiler, leafFormBy } from './projection-compiler.js';
import { SelectionCollector, fragmentsOf } from './selection.js';
import type { Task } from './step.js';
import { SharedFetches, type SharedFetch } from './shared-fetches.js';
import { SubjectStep } from './subject-step.js';
import { VisiblePaths } from './visible-paths.js';

/** What programs of one generation are bound to. */
export interface ProgramContext {
  /** What clients may ask. */
  readonly apiSchema: GraphQLSchema;
  /** Everything that subgraphs may answer. */
  readonly supergraph: Supergraph;
  readonly mergeInto: MergeInto;
  readonly services: ReadonlyMap<string, Service>;
  readonly own?: OwnSubgraph;
  /** Absent: no service is guarded. */
  readonly guard?: { readonly checks: GuardChecks };
}

/**
 * Compiles a planned operation.
 *
 * Errors: `TypeError` for a plan that asks a guarded authority about anything but the subject, or a subgraph that has no
 *         service.
 */
export function compileProgram(
  context: ProgramContext,
  { plan, document: text, unauthorised, keySuffix, labels, introspection }: PlannedOperation,
): Program {
  const document = parse(text, { noLocation: true });
  const definition = operationOf(document);
  const root = getOperationRootType(context.apiSchema, definition);
  const collector = new SelectionCollector(context.apiSchema, fragmentsOf(document));
  const names = new KeyNames(keySuffix);
  const sourceKeyOf = (node: FieldNode) => names.sourceKeyOf(node);
  const visible = new VisiblePaths(definition, collector.fragments, sourceKeyOf);
  const finished = new FinishedFields(root, definition, collector, names);
  const steps = new StepCompiler(context, finished, visible, names);
  const fetch = plan.node === undefined ? NOTHING : steps.compile(planNode(plan.node));
  const leafForm = leafFormBy(context.guard === undefined ? plainFormOfScalar : formOfScalar);
  const compiler = new ProjectionCompiler({
    collector,
    leafForm,
    sourceKeyOf,
    takesUntyped: context.guard === undefined,
    isFinished: (path) => finished.has(path),
  });
  return {
    definition,
    conditionVariables: conditionVariablesOf(document),
    fetch,
    late: steps.late,
    projection: compiler.object(root, [{ set: definition.selectionSet, when: [] }]),
    introspect: compileIntrospection(context.apiSchema, document, introspection, sourceKeyOf),
    expectedSteps: (run) => steps.subjectSteps.flatMap((step) => step.expected(run.variables) ?? []),
    unauthorised: unauthorised.map((path) => ({ code: 'FIELD_NOT_AUTHORISED', path })),
    labels,
  };
}

const NOTHING: Task = () => Promise.resolve();

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (definition === undefined) throw new TypeError('a planned document without an operation');
  return definition;
}

function conditionVariablesOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      const condition = ifArgument(directive);
      if (typeof condition === 'string') names.add(condition);
    },
  });
  return [...names];
}

function planNode(node: PlanNode | { readonly kind: 'Subscription' }): PlanNode {
  if (node.kind === 'Subscription') throw new TypeError('subscriptions are refused before they are planned');
  return node;
}

/** Compiles the nodes of one plan. */
class StepCompiler {
  readonly late = new Map<string, Task[]>();
  private readonly bySharedFetch = new Map<SharedFetch, SubjectStep>();
  private shared = new SharedFetches(undefined, () => false);
  constructor(
    private readonly context: ProgramContext,
    private readonly finished: FinishedFields,
    private readonly visible: VisiblePaths,
    private readonly names: KeyNames,
  ) {}

  get subjectSteps(): readonly SubjectStep[] {
    return [...this.bySharedFetch.values()];
  }

  compile(node: PlanNode): Task {
    if (this.context.guard !== undefined) {
      this.finished.readPlan(node);
      this.shared = new SharedFetches(node, (service) => service !== this.context.own?.name);
    }
    return this.node(node, { path: [], label: FIRST_PART });
  }

  private node(node: PlanNode, at: Position): Task {
    switch (node.kind) {
      case 'Fetch':
        return this.fetch(node, at);
      case 'Flatten':
        return this.node(node.node, { ...at, path: node.path });
      case 'Sequence': {
        const tasks = node.nodes.map((inner) => this.node(inner, at));
        return async (run) => {
          for (const task of tasks) await task(run);
        };
      }
      case 'Parallel': {
        const tasks = node.nodes.map((inner) => this.node(inner, at));
        return async (run) => {
          await Promise.all(tasks.map((task) => task(run)));
        };
      }
      case 'Condition': {
        const { condition, ifClause, elseClause } = node;
        const whenTrue = ifClause === undefined ? NOTHING : this.node(ifClause, at);
        const whenFalse = elseClause === undefined ? NOTHING : this.node(elseClause, at);
        return (run) => (run.variables[condition] === true ? whenTrue(run) : whenFalse(run));
      }
      case 'Defer':
        return this.defer(node, at);
    }
  }

  private defer({ primary, deferred }: DeferNode, at: Position): Task {
    const first = primary.node === undefined ? NOTHING : this.node(primary.node, at);
    const later = deferred.map(({ label = at.label, depends, node }) => ({
      label,
      dependsOn: depends.map(({ id }) => id),
      task: node === undefined ? NOTHING : this.node(node, { ...at, label }),
    }));
    return async (run) => {
      for (const { label, dependsOn, task } of later) run.startDeferred(label, dependsOn, () => task(run));
      await first(run);
    };
  }

  private fetch(node: FetchNode, at: Position): Task {
    const step = this.step(node, at);
    const { id } = node;
    if (id === undefined) return step;
    return async (run) => {
      await step(run);
      run.noteFetched(id);
    };
  }

  private step(fetch: FetchNode, { path, label }: Position): Task {
    const { supergraph, mergeInto, own, guard, services } = this.context;
    const { schema } = supergraph;
    const operation = readFetchOperation(schema, fetch);
    const scope: ErrorScope = { path, names: this.names, isVisible: (keys) => this.visible.has(keys) };
    if (fetch.serviceName === own?.name)
      return this.ownStep(own, label, { supergraph, mergeInto, fetch, operation, scope });
    const service = services.get(fetch.serviceName);
    if (service === undefined) throw new TypeError(`no service for the subgraph ${fetch.serviceName}`);
    if (guard === undefined)
      return compileStep({ supergraph, mergeInto, fetch, operation, scope }, serviceAnswerer(service));
    if (fetch.outputRewrites !== undefined || fetch.inputRewrites !== undefined)
      throw new TypeError(`a plan that rewrites what ${service.name} answers`);
    return this.subjectStep(fetch, service, { path, checks: guard.checks }).taskFor(operation.asked, scope, label);
  }

  /** One for all parts of the answer that ask this authority about these objects. */
  private subjectStep(
    fetch: FetchNode,
    service: Service,
    at: Pick<Position, 'path'> & { readonly checks: GuardChecks },
  ): SubjectStep {
    const shared = this.shared.of(fetch);
    const known = this.bySharedFetch.get(shared);
    if (known !== undefined) return known;
    const { schema } = this.context.supergraph;
    const operation = readFetchOperation(schema, shared.fetch);
    const finished = this.finished.readersAt(at.path, operation, leafFormBy(formOfScalar));
    const step = new SubjectStep({ schema, service, operation, names: this.names, finished, when: shared.when, ...at });
    this.bySharedFetch.set(shared, step);
    return step;
  }

  private ownStep(own: OwnSubgraph, label: string, parts: StepParts): Task {
    const { fetch, operation } = parts;
    if (fetch.requires !== undefined) return compileEntityStep(parts, ownAnswerer(own, operation));
    const { early, late } = splitLate(operation, own.lateFields);
    if (late !== undefined) {
      const task = compileRootStep({ ...parts, operation: late }, ownAnswerer(own, late));
      this.late.set(label, [...(this.late.get(label) ?? []), task]);
    }
    return early === undefined ? NOTHING : compileRootStep({ ...parts, operation: early }, ownAnswerer(own, early));
  }
}

/** Where in a plan a node is. */
interface Position {
  readonly path: PlanPath;
  /** Of the part of the answer that it is for. */
  readonly label: string;
}

function compileStep(parts: Parameters<typeof compileRootStep>[0], answerer: Answerer): Task {
  return parts.fetch.requires === undefined ? compileRootStep(parts, answerer) : compileEntityStep(parts, answerer);
}
