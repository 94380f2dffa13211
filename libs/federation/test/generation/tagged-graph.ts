import { Deadline } from '@app/resilience';
import { Kind, parse } from 'graphql';
import type { GenerationParts, RegisteredOperation } from '../../src/generation/generation.js';
import { createInThreadPlanner } from '../../src/planning/in-thread-planner.js';
import type { PlannedSupergraph, Planner, PlanRequest } from '../../src/planning/planner.js';
import type { EngineContext } from '../../src/ports/engine-context.js';
import type { Service } from '../../src/ports/service.js';
import { composed } from '../planning/composed.js';

const NAMES = `type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String }`;
const PRICES = `type Item @key(fields: "id") { id: ID! price: String EXTRA }`;

/** Two supergraphs of two subgraphs each; the second has a field more. An item's price comes after its name. */
export const SUPERGRAPHS: readonly [string, string] = [
  composed({ names: NAMES, prices: PRICES.replace('EXTRA', '') }),
  composed({ names: NAMES, prices: PRICES.replace('EXTRA', 'stock: Int') }),
];

/** Two steps, one after the other. */
export const IN_STEPS: RegisteredOperation = { name: 'in-steps', document: '{ item { name price } }' };
export const DEFERRED: RegisteredOperation = {
  name: 'deferred',
  document: '{ item { name ... @defer(label: "price") { price } } }',
};

/** Told before each call; the call waits for it. */
export type BeforeCall = (subgraph: string) => Promise<void> | void;

/** Parts of a generation, all of whose subgraphs answer every question with the tag. */
export function taggedParts(
  tag: string,
  { sdl = SUPERGRAPHS[0], registered = [IN_STEPS, DEFERRED], before = () => undefined }: TaggedOptions = {},
): GenerationParts {
  const services = ['names', 'prices'].map((name) => [name, taggedService(name, tag, before)] as const);
  return { supergraphSdl: sdl, services: new Map(services), registered };
}

interface TaggedOptions {
  readonly sdl?: string;
  readonly registered?: readonly RegisteredOperation[];
  readonly before?: BeforeCall;
}

function taggedService(name: string, tag: string, before: BeforeCall): Service {
  return {
    name,
    call: async ({ body, read }) => {
      await before(name);
      return read({ data: name === 'names' ? namesAnswer(body, tag) : { _entities: [{ price: tag, stock: 1 }] } });
    },
  };
}

/** Under the keys that were asked for: the planner may call a field otherwise. */
function namesAnswer(body: string, tag: string) {
  const { query }: { query: string } = JSON.parse(body);
  const [operation] = parse(query).definitions;
  const root = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
  const key = root?.kind === Kind.FIELD ? (root.alias ?? root.name).value : 'item';
  return { [key]: { __typename: 'Item', id: '1', name: tag } };
}

/** A context about nobody. */
export function aContext(): EngineContext {
  const report = { expect: () => undefined, record: () => undefined };
  return { report, deadline: Deadline.after(60_000), transactionId: 'test' };
}

/** A planner that counts what it holds and what it plans. */
export class CountingPlanner implements Planner {
  /** Loaded and not released. */
  held = 0;
  mostHeld = 0;
  readonly plans: PlanRequest[] = [];
  /** To everything that was loaded; what they refer to is gone when nobody uses it. */
  readonly loaded: WeakRef<PlannedSupergraph>[] = [];
  /** Plans wait for it. */
  hold: Promise<void> = Promise.resolve();
  private readonly planner = createInThreadPlanner();

  async load(supergraphSdl: string): Promise<PlannedSupergraph> {
    const planned = await this.planner.load(supergraphSdl);
    this.held += 1;
    this.mostHeld = Math.max(this.mostHeld, this.held);
    const counted: PlannedSupergraph = {
      ...planned,
      plan: async (request) => {
        this.plans.push(request);
        await this.hold;
        return planned.plan(request);
      },
      release: async () => {
        this.held -= 1;
        await planned.release();
      },
    };
    this.loaded.push(new WeakRef(counted));
    return counted;
  }

  /** Keeps a supergraph loaded, so that loading it costs nothing any more. */
  async keep(supergraphSdl: string): Promise<void> {
    await this.planner.load(supergraphSdl);
  }

  stop(): Promise<void> {
    return this.planner.stop();
  }
}
